import { describe, expect, it } from 'vitest';
import { randomFrames, randomPhoneModel, spokenFrames, unitsOf } from '../decoder/fixtures/phone-model';
import { seededRandom } from '../metrics';
import type { GraphemeToPhoneme } from './g2p';
import { learnPronunciations } from './learned-pronunciation';
import { createPronouncer } from './pronouncer';
import { compileUserWords } from './user-vocabulary';
import { mostUserWords } from './user-words';
import type { UserWord } from './user-words';

const spellings = ['john', 'mary', 'git', 'hub', 'four', 'für', 'o', 'b'];
const size = {
  phones: 8,
  words: spellings.length,
  order: 2,
  contextUnits: 1,
  hasSilence: true,
  spellings,
  normalization: 'global',
} as const;
const units = unitsOf(size);
const silence = units - 1;
const model = randomPhoneModel(2, size, {
  lmWeight: 1,
  wordScore: 0,
  beam: 30,
  maxTokens: 1000,
  blankScale: 1,
  silenceScore: 0,
  speechScore: 0,
});
const { language, predictor, joint } = model;
const { lexicon } = language;
const phoneNames = Array.from({ length: units }, (_, i) => `P${i}`);
const g2p: GraphemeToPhoneme = {
  pronounce: (word, count) =>
    [
      { phones: Array.from(word, (letter) => 1 + (letter.charCodeAt(0) % 8)), cost: 0.1 },
      { phones: [1, 2], cost: 2 },
    ].slice(0, count),
};
const entry = (written: string, changes: Partial<UserWord> = {}): UserWord => ({
  written,
  soundsLike: '',
  boost: 0,
  learned: [],
  ...changes,
});

describe('pronunciations of written words', () => {
  it('[N24] are the lexicon’s where it has the word, with its costs', () => {
    for (const spelling of spellings) {
      expect(lexicon.idOf(spelling)).toBe(spellings.indexOf(spelling) + 3);
      const listed = model.pronunciations.filter(({ word }) => word === lexicon.idOf(spelling));
      const wanted = [...new Map(listed.map(({ phones, cost }) => [phones.join(), { phones, cost }])).values()];
      const found = createPronouncer(lexicon, g2p).pronunciations(spelling === 'für' ? 'fu\u0308r' : spelling);
      if (spelling !== 'für')
        expect(found.map(({ phones }) => phones)).toEqual(wanted.toSorted((a, b) => a.cost - b.cost).map(({ phones }) => phones));
    }
    for (const unknown of ['', 'hu', 'hubs', '<unk>', '<s>', '\uD800', 'Ж']) expect(lexicon.idOf(unknown)).toBe(-1);
  });

  it('[N24] are put together from parts, and guessed where nobody knows', () => {
    const pronouncer = createPronouncer(lexicon, g2p);
    const [git] = pronouncer.pronunciations('git');
    const [hub] = pronouncer.pronunciations('hub');
    expect(pronouncer.pronunciations('GitHub')[0]!.phones).toEqual([...git!.phones, ...hub!.phones]);
    expect(pronouncer.pronunciations('xyz')[0]!.phones).toEqual(g2p.pronounce('xyz', 1)[0]!.phones);
    expect(createPronouncer(lexicon, null).pronunciations('xyz')).toEqual([]);
    expect(pronouncer.pronunciations('😀')).toEqual([]);
  });
});

describe('compiling words', () => {
  it('[N34] tells by its number which entry can’t be recognised, and why', async () => {
    const words = [
      entry('fine'),
      entry('Ж'),
      entry('Ж', { soundsLike: 'zh' }),
      entry('x', { soundsLike: '…' }),
      entry('Ж', { learned: [['Q']] }),
    ];
    const { problems } = await compileUserWords(words, language, g2p, phoneNames);
    expect(problems.map(({ line }) => line)).toEqual([2, 4, 5]);
    expect(problems[0]!.problem).toContain('how it sounds');
    expect(problems[2]!.problem).toContain('another model');
  });

  it('[N35] leaves the model’s own tree as it was, and lays ten thousand words out beside it while other things go on', async () => {
    const random = seededRandom(1);
    const words = Array.from({ length: mostUserWords }, (_, i) =>
      entry(
        Array.from({ length: 7 }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join('') +
          (i % 9 === 0 ? ' two' : ''),
      ),
    );
    const before = { child: lexicon.child.slice(), word: lexicon.word.slice() };
    let pauses = 0;
    const { vocabulary } = await compileUserWords(words, language, g2p, phoneNames, () => Promise.resolve(void pauses++));
    expect(pauses).toBeGreaterThan(1000);
    expect(lexicon.child).toEqual(before.child);
    expect(lexicon.word).toEqual(before.word);
    const { child, wordStart, lookahead, nodes, likeliestWord, spelling } = vocabulary.lexicon;
    let endings = 0;
    for (let node = vocabulary.firstJunction; node < nodes; node++) {
      const isJunction = node < vocabulary.endJunction;
      expect(child[node + 1]).toBeGreaterThanOrEqual(child[node]!);
      endings += wordStart[node + 1]! - wordStart[node]!;
      if (!isJunction) expect(spelling(likeliestWord(node))).toMatch(/^[a-z]+$/);
      for (let to = child[node]!; to < child[node + 1]!; to++) {
        expect(to).toBeGreaterThan(node);
        if (!isJunction) expect(lookahead[to]!).toBeLessThanOrEqual(lookahead[node]!);
      }
    }
    expect(child[nodes]).toBe(nodes);
    expect(endings).toBeGreaterThanOrEqual(mostUserWords);
  });
});

describe('learning from recordings', () => {
  const record = (phones: readonly number[], seed: number) => {
    const random = seededRandom(seed);
    const data = spokenFrames(random, [silence, ...phones, silence], units);
    const noise = randomFrames(random, data.length / units, units);
    for (let i = 0; i < data.length; i++) data[i]! += noise[i]! * 1.5;
    return { data, dim: units, frames: data.length / units };
  };
  const learn = (said: readonly (readonly number[])[], word: UserWord) =>
    learnPronunciations(
      said.map((phones, i) => record(phones, i + 1)),
      word,
      language,
      createPronouncer(lexicon, g2p),
      predictor,
      joint,
    );

  it('[N30] finds what was said, whether letters tell it or not', () => {
    const phones = [5, 2, 7, 1, 4];
    expect(learn([phones, phones, phones], entry('Xyzzy'))[0]).toEqual(phones);
    expect(learn([phones, phones, phones], entry('日本'))[0]).toEqual(phones);
    const spelled = g2p.pronounce('abcd', 1)[0]!.phones;
    expect(learn([spelled, spelled, spelled], entry('abcd'))[0]).toEqual(spelled);
  });

  it('[N30] goes by what the recordings share, and stays with the letters where they disagree', () => {
    const phones = [5, 2, 7, 1, 4];
    expect(learn([phones, phones, [5, 2, 3, 1, 4]], entry('Xyzzy'))[0]).toEqual(phones);
  });

  it('[N30] refuses recordings without speech or of more than a word', () => {
    const silent = { data: new Float32Array(units * 20).map((_, i) => (i % units === 0 ? 20 : 0)), dim: units, frames: 20 };
    const learnFrom = (clip: typeof silent) =>
      learnPronunciations([clip], entry('Word'), language, createPronouncer(lexicon, g2p), predictor, joint);
    expect(() => learnFrom(silent)).toThrow(
      expect.objectContaining({ code: 'words-invalid', message: expect.stringContaining('Word') as string }),
    );
    expect(() => learnFrom({ ...silent, data: new Float32Array(units * 500), frames: 500 })).toThrow(/too long/);
  });
});
