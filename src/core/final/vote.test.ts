import { describe, expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import type { Word } from '../transcript/types';
import type { Hearing } from './types';
import { type Ear, type Vote, vote } from './vote';
import { voteTrace } from './vote-trace';
import { type EarKind, type VoteWeights, voteWeights } from './vote-weights';

const kinds: readonly EarKind[] = ['streaming', 'moonshine', 'whisper'];
const vocabulary =
  'the cat sat on mat dog ran far away from home every one a n s two to okay ok it is was not tree river stone'.split(' ');

function words(text: string, confidence = 0.9): Word[] {
  return text
    .split(' ')
    .filter((word) => word !== '')
    .map((word, i) => {
      const spoken = word.toLowerCase().replace(/[.,]/g, '');
      return { text: spoken, written: word, startMs: i * 300, endMs: i * 300 + 250, confidence };
    });
}

function hearing(text: string, confidence = 0.9, logProb = -2): Hearing {
  const heard = words(text, confidence);
  return { words: heard, logProb, pieces: Math.max(1, heard.length) };
}

function ear(kind: EarKind, ...hypotheses: (Hearing | string)[]): Ear {
  const readings = hypotheses.map((one) => (typeof one === 'string' ? hearing(one) : one));
  return { source: kind, kind, hypotheses: readings, hasTimes: kind === 'streaming' };
}

const text = (voted: Vote): string => voted.words.map((word) => word.text).join(' ');

const equal: VoteWeights = {
  ...voteWeights,
  ears: Object.fromEntries(kinds.map((kind) => [kind, { word: 2, sure: 0.5, fluent: 0, silent: 2 }])) as VoteWeights['ears'],
};

/** A text, and what ears make of it that drop, change and add words. */
function misheard(random: () => number, length: number): { said: string; heard: Ear[] } {
  const pick = (): string => vocabulary[Math.floor(random() * vocabulary.length)]!;
  const said = Array.from({ length }, pick);
  const wrong = (): string =>
    said
      .flatMap((word) => {
        const chance = random();
        return chance < 0.08 ? [] : chance < 0.16 ? [pick()] : chance < 0.22 ? [word, pick()] : [word];
      })
      .join(' ');
  const heard = kinds.map((kind) =>
    ear(kind, ...Array.from({ length: 1 + Math.floor(random() * 4) }, (_, i) => hearing(wrong(), 0.5 + random() / 2, -3 - i))),
  );
  return { said: said.join(' '), heard };
}

describe('a vote', () => {
  it('[V35] one of the user’s words counts for more than what others make of its sounds, and only where the whole of it was heard', () => {
    const others = [ear('moonshine', 'the panda calls'), ear('whisper', 'the panda calls')];
    const heard = [ear('streaming', hearing('the pandoc calls', 0.95)), ...others];
    expect(text(vote(heard))).toBe('the panda calls');
    expect(text(vote(heard, { names: ['Pandoc'] }))).toBe('the pandoc calls');
    const half = [
      ear('streaming', hearing('the new calls', 0.95)),
      ear('moonshine', 'the knee calls'),
      ear('whisper', 'the knee calls'),
    ];
    expect(text(vote(half, { names: ['New Pandoc'] }))).toBe('the knee calls');
    const phrase = [
      ear('streaming', hearing('the new pandoc calls', 0.95)),
      ear('moonshine', 'the knee panda calls'),
      ear('whisper', 'the knee panda calls'),
    ];
    expect(text(vote(phrase, { names: ['New Pandoc'] }))).toBe('the new pandoc calls');
  });

  it.each([1, 2, 3])('[V22] on readings that are the same is that reading, whoever takes part (seed %i)', (seed) => {
    const random = seededRandom(seed);
    for (let round = 0; round < 60; round++) {
      const { said } = misheard(random, Math.floor(random() * 20));
      const some = kinds.filter(() => random() < 0.6);
      const ears = (some.length === 0 ? kinds : some).map((kind) => ear(kind, said));
      expect(text(vote(ears))).toBe(said);
    }
  });

  it('[V22] has no words where no ear has any, and every ear may be missing', () => {
    expect(vote([]).words).toEqual([]);
    expect(vote(kinds.map((kind) => ear(kind))).words).toEqual([]);
    expect(vote(kinds.map((kind) => ear(kind, ''))).words).toEqual([]);
    expect(text(vote([ear('whisper', 'the cat'), ear('moonshine')]))).toBe('the cat');
  });

  it.each([1, 2, 3, 4])('[V23] is the same whatever order the ears come in (seed %i)', (seed) => {
    const random = seededRandom(seed);
    for (let round = 0; round < 40; round++) {
      const { heard } = misheard(random, 12);
      const first = vote(heard, { weights: equal });
      const shuffled = heard
        .map((one) => ({ one, key: random() }))
        .sort((a, b) => a.key - b.key)
        .map(({ one }) => one);
      expect(vote(shuffled, { weights: equal }).words).toEqual(first.words);
    }
  });

  it.each([1, 2])('[V23] an ear without weight changes nothing (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const none = { word: 0, sure: 0, fluent: 0, silent: 0 };
    const weights: VoteWeights = { ...voteWeights, ears: { ...voteWeights.ears, moonshine: none } };
    for (let round = 0; round < 40; round++) {
      const { heard } = misheard(random, 12);
      const others = heard.filter(({ kind }) => kind !== 'moonshine');
      expect(vote(heard, { weights })).toEqual(vote(others, { weights }));
    }
  });

  it('[V24] takes what two of three equal ears have heard: a word, none, one more', () => {
    const voted = (...texts: string[]): string =>
      text(
        vote(
          kinds.map((kind, i) => ear(kind, texts[i]!)),
          { weights: equal },
        ),
      );
    expect(voted('the cat sat', 'the dog sat', 'the dog sat')).toBe('the dog sat');
    expect(voted('the cat sat', 'the sat', 'the sat')).toBe('the sat');
    expect(voted('the sat', 'the cat sat', 'the cat sat')).toBe('the cat sat');
  });

  it('[V24] believes the surer of two equal ears', () => {
    const voted = vote([ear('moonshine', hearing('the cat sat', 0.4)), ear('whisper', hearing('the dog sat', 0.95))], {
      weights: equal,
    });
    expect(text(voted)).toBe('the dog sat');
  });

  it('[V25] counts other readings of an ear by their probability', () => {
    const readings = (logProb: number): Ear =>
      ear('whisper', hearing('the cat sat', 0.6, -2), hearing('the dog sat', 0.6, logProb));
    const other = ear('moonshine', hearing('the dog sat', 0.45));
    expect(text(vote([readings(-30), other], { weights: equal }))).toBe('the cat sat');
    expect(text(vote([readings(-2.1), other], { weights: equal }))).toBe('the dog sat');
  });

  it('[V26] is surer of what more ears have heard, and never surer than certain', () => {
    const confidenceOf = (...some: EarKind[]): number => vote(some.map((kind) => ear(kind, 'the cat sat'))).words[1]!.confidence;
    expect(confidenceOf('streaming', 'moonshine', 'whisper')).toBeGreaterThan(confidenceOf('streaming', 'moonshine'));
    expect(confidenceOf('streaming', 'moonshine')).toBeGreaterThan(confidenceOf('streaming'));
    const random = seededRandom(1);
    for (let round = 0; round < 40; round++) {
      const voted = vote(misheard(random, 10).heard);
      for (const { candidates } of voted.places) {
        const total = candidates.reduce((sum, { probability }) => sum + probability, 0);
        expect(total).toBeGreaterThan(0);
        expect(total).toBeLessThanOrEqual(1 + 1e-9);
      }
      for (const { confidence } of voted.words) {
        expect(confidence).toBeGreaterThan(0);
        expect(confidence).toBeLessThanOrEqual(1);
      }
    }
  });

  it('[V27] cuts off what goes round in circles, keeps what came before, and lets others say what follows', () => {
    const loop = `r h n g a ${'f '.repeat(100)}`;
    const heard = [ear('whisper', loop), ear('streaming', hearing('r h n g a fifty four', 0.3))];
    const voted = vote(heard, { durationMs: 5000 });
    expect(text(voted)).toBe('r h n g a fifty four');
    expect(voted.cures).toEqual([{ source: 'whisper', reason: expect.stringContaining('100 times') as string }]);
    expect(text(vote([ear('whisper', 'the cat sat on the mat. the cat sat on the mat. the cat sat on the mat.')]))).toBe(
      'the cat sat on the mat',
    );
  });

  it('[V27] takes another reading of the ear where its best one goes round in circles', () => {
    expect(text(vote([ear('whisper', hearing(`the cat ${'sat '.repeat(50)}`, 0.9, -1), hearing('the cat sat', 0.9, -9))]))).toBe(
      'the cat sat',
    );
  });

  it('[V27] believes no reading with more words than can be said in the time', () => {
    const many = Array.from({ length: 60 }, (_, i) => `w${i}`).join(' ');
    expect(text(vote([ear('whisper', many), ear('moonshine', 'the cat')], { durationMs: 1000 }))).toBe('the cat');
    expect(vote([ear('whisper', many)], { durationMs: 20_000 }).words).toHaveLength(60);
  });

  it('[V27] leaves what people repeat', () => {
    for (const said of ['no no no no', 'two two two two two', 'very very good very very good', 'ha ha ha']) {
      expect(text(vote([ear('whisper', said)]))).toBe(said);
    }
  });

  it.each([
    ['enter to', 'enter two', 'enter too', 'enter do', /^enter (?:to|two|too)$/],
    ['okay go', 'ok go', 'ok go', 'oak go', /^(?:okay|ok) go$/],
  ])('[V28] counts writings of what sounds alike together: %j', (a, b, _, d, expected) => {
    const weak: VoteWeights = { ...equal, ears: { ...equal.ears, whisper: { word: 3, sure: 0.5, fluent: 0, silent: 2 } } };
    expect(text(vote([ear('streaming', a), ear('moonshine', b), ear('whisper', d)], { weights: weak }))).toMatch(expected);
  });

  it('[V28] of several writings takes a number between numbers and a letter between letters', () => {
    const two = (a: string, b: string): string => text(vote([ear('moonshine', a), ear('whisper', b)], { weights: equal }));
    expect(two('nine to eight', 'nine two eight')).toBe('nine two eight');
    expect(two('m why f', 'm y f')).toBe('m y f');
  });

  it('[V29] aligns words written apart with one word', () => {
    const voted = (...texts: string[]): string =>
      text(
        vote(
          kinds.map((kind, i) => ear(kind, texts[i]!)),
          { weights: equal },
        ),
      );
    expect(voted('every one here', 'everyone here', 'everyone here')).toBe('everyone here');
    expect(voted('every one here', 'every one here', 'everyone here')).toBe('every one here');
  });

  it.each(['ANSEO', 'A-N-S-E-O', 'ANS EO', 'anseo'])('[V29] takes %j for letters where another ear heard letters', (spelled) => {
    const whisper: Hearing = { ...hearing(''), words: spelled.split(/[ -]/).flatMap((part) => words(part)) };
    expect(
      text(
        vote([ear('streaming', 'enter a n s e o'), ear('whisper', { ...whisper, words: [...words('enter'), ...whisper.words] })]),
      ),
    ).toBe('enter a n s e o');
  });

  it('[V29] leaves words that only look like letters', () => {
    expect(text(vote([ear('streaming', hearing('i saw a cat', 0.2)), ear('whisper', 'I saw NASA')]))).toMatch(
      /^i saw (?:a )?nasa$/,
    );
    expect(text(vote([ear('whisper', 'I saw NASA')]))).toBe('i saw nasa');
  });

  it.each([1, 2, 3])('[V30] has words in order of time, each after the one before (seed %i)', (seed) => {
    const random = seededRandom(seed);
    for (let round = 0; round < 40; round++) {
      let lastMs = 0;
      for (const { startMs, endMs } of vote(misheard(random, 15).heard).words) {
        expect(startMs).toBeGreaterThanOrEqual(lastMs);
        expect(endMs).toBeGreaterThanOrEqual(startMs);
        lastMs = endMs;
      }
    }
  });

  it('[V30] keeps measured times, and what a model wrote', () => {
    const late = words('the cat').map((word) => ({ ...word, startMs: word.startMs + 5000, endMs: word.endMs + 5000 }));
    const heard = [
      ear('whisper', hearing('The cat.')),
      ear('streaming', { words: late.map(({ written: _, ...word }) => word), logProb: 0, pieces: 2 }),
    ];
    const voted = vote(heard).words;
    expect(voted.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [5000, 5250],
      [5300, 5550],
    ]);
    expect(voted.map(({ written }) => written)).toEqual(['The', 'cat.']);
    expect(voted[0]!.sources).toEqual(['streaming', 'whisper']);
  });

  it('[V31] is bounded on long readings', () => {
    const { heard, said } = misheard(seededRandom(7), 500);
    const voted = vote(heard);
    expect(Math.abs(voted.words.length - said.split(' ').length)).toBeLessThan(80);
  });

  it('[V32] can be read, place by place', () => {
    const trace = voteTrace(vote([ear('streaming', 'the cat sat'), ear('whisper', 'the dog sat')], { weights: equal }));
    expect(trace.split('\n')).toHaveLength(4);
    expect(trace).toMatch(/^the 0\.\d+ \(.*streaming 0\.90.*whisper 0\.90.*\)$/m);
    expect(trace).toMatch(/^cat .* {2}\| {2}dog .*$/m);
  });
});
