import { describe, expect, it } from 'vitest';
import { contextState } from '../language/context-state';
import type { GraphemeToPhoneme } from '../language/g2p';
import { compileUserWords } from '../language/user-vocabulary';
import type { UserVocabulary } from '../language/vocabulary';
import type { UserWord } from '../language/user-words';
import { seededRandom } from '../metrics';
import type { SearchConfig } from '../model/manifest';
import { createRecognizer } from '../recognizer';
import type { ActiveWords } from '../recognizer';
import { transcriptWords } from '../transcript/text';
import type { Word } from '../transcript/types';
import { bestAlignment, randomFrames, randomPhoneModel, spokenFrames, unitsOf } from './fixtures/phone-model';
import type { PhoneModel } from './fixtures/phone-model';
import { createLexiconSearch } from './lexicon-search';
import type { LexiconSearch } from './lexicon-search';
import { searchStart } from './types';
import type { Encoder } from './types';

const frameMs = 30;
const spellings = ['john', 'mary', 'ada', 'bee', 'cat', 'dog', 'elk', 'fox'];
const size = { phones: 8, words: spellings.length, order: 3, contextUnits: 1, hasSilence: true, spellings } as const;
const units = unitsOf(size);
const silence = units - 1;
const search: SearchConfig = {
  lmWeight: 0.5,
  wordScore: -0.2,
  beam: 40,
  maxTokens: 3000,
  blankScale: 1,
  silenceScore: 0,
  speechScore: 0,
};
const phoneNames = Array.from({ length: units }, (_, i) => `P${i}`);

/** Reads a as phone 1, b as phone 2, up to h. */
const g2p: GraphemeToPhoneme = {
  pronounce: (word) =>
    /^[a-h]+$/.test(word) ? [{ phones: Array.from(word, (letter) => letter.charCodeAt(0) - 96), cost: 0 }] : [],
};

const entry = (written: string, changes: Partial<UserWord> = {}): UserWord => ({
  written,
  soundsLike: '',
  boost: 0,
  learned: [],
  ...changes,
});

async function compiled(model: PhoneModel, words: readonly UserWord[]): Promise<UserVocabulary> {
  const { vocabulary, problems } = await compileUserWords(words, model.language, g2p, phoneNames);
  expect(problems).toEqual([]);
  return vocabulary;
}

function create({ predictor, joint, language }: PhoneModel, user: UserVocabulary | null): LexiconSearch {
  return createLexiconSearch(predictor, joint, { ...language, user }, frameMs);
}

function hear(searching: LexiconSearch, frames: Float32Array): readonly Word[] {
  for (let offset = 0; offset < frames.length; offset += units) searching.advance(frames, offset, Infinity);
  return searching.endUtterance();
}

const texts = (words: readonly Word[]): string => words.map((word) => word.text).join(' ');
const say = (...phones: number[]): Float32Array => spokenFrames(seededRandom(5), phones, units);

describe('the user’s words in a model of phones', () => {
  it('[N20] are heard once added, as the user writes them', async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const model = randomPhoneModel(seed, size, search);
      const frames = say(silence, 2, 1, 4, 3, 5, silence);
      expect(texts(hear(create(model, null), frames))).not.toContain('BadCe');
      const user = await compiled(model, [entry('BadCe', { soundsLike: 'badce', boost: 6 })]);
      expect(texts(hear(create(model, user), frames))).toBe('BadCe');
    }
  });

  it('[N23] that the lexicon has are no less likely, and are written as the user writes them unless they are frequent', async () => {
    const seen = { rare: 0, frequent: 0 };
    for (let seed = 1; seed <= 12; seed++) {
      const model = randomPhoneModel(seed, size, search);
      const { lexicon, ngram } = model.language;
      const unigram = (word: string): number => ngram.score(ngram.emptyState, lexicon.idOf(word));
      const names = Math.log((Math.exp(unigram('john')) + Math.exp(unigram('mary'))) / 2);
      const { phones } = model.pronunciations.find(({ word }) => lexicon.spelling(word) === 'cat')!;
      const frames = say(silence, ...phones, silence);
      const user = await compiled(model, [entry('CAT', { soundsLike: 'cat' })]);
      const scoresWith = (vocabulary: UserVocabulary | null): ReadonlyMap<string, number> => {
        const searching = create(model, vocabulary);
        for (let offset = 0; offset < frames.length; offset += units) searching.advance(frames, offset, Infinity);
        return new Map(searching.nBest(1000).map(({ words, score }) => [texts(words), score]));
      };
      const [plain, own] = [scoresWith(null), scoresWith(user)];
      const isRare = unigram('cat') < names;
      seen[isRare ? 'rare' : 'frequent']++;
      if (isRare) expect(own.get('CAT')).toBeGreaterThanOrEqual(plain.get('cat')! - 1e-9);
      else expect(own.get('cat')).toBeCloseTo(plain.get('cat')!, 6);
      expect(own.has('cat')).toBe(!isRare);
    }
    expect(Math.min(seen.rare, seen.frequent)).toBeGreaterThan(0);
  });

  it('[N22] add their boost to what the language model says, and change nothing where they are not said', async () => {
    const narrowModel = randomPhoneModel(
      2,
      { ...size, phones: 3, words: 3, order: 2, spellings: ['john', 'ada', 'bee'] },
      { ...search, beam: 1e6, maxTokens: 20_000 },
    );
    const data = randomFrames(seededRandom(9), 6, 5);
    const expected = bestAlignment(narrowModel, data);
    const scoreWith = async (boost: number): Promise<{ text: string; score: number }> => {
      const { vocabulary } = await compileUserWords(
        [entry('Own', { learned: [['P1', 'P2']], boost })],
        narrowModel.language,
        null,
        phoneNames,
      );
      const searching = createLexiconSearch(
        narrowModel.predictor,
        narrowModel.joint,
        { ...narrowModel.language, user: vocabulary },
        frameMs,
      );
      for (let offset = 0; offset < data.length; offset += 5) searching.advance(data, offset, Infinity);
      const all = searching.nBest(1000);
      const own = all.find(({ words }) => texts(words) === 'Own')!;
      expect(all.find(({ words }) => !texts(words).includes('Own'))!.score).toBeCloseTo(expected.score, 4);
      return { text: texts(own.words), score: own.score };
    };
    const [plain, boosted] = [await scoreWith(0), await scoreWith(3)];
    expect(boosted.score - plain.score).toBeCloseTo(search.lmWeight * 3, 5);
  });

  it('[N22] cost more in a longer list, words of few phones above all, and gain in a short one', async () => {
    const model = randomPhoneModel(2, size, search);
    const letters = (i: number): string =>
      Array.from(String(i).padStart(4, '0'), (digit) => 'abcdefgh'[Number(digit) % 8]).join('');
    const costs = async (count: number): Promise<{ short: number; long: number }> => {
      const fill = Array.from({ length: count - 2 }, (_, i) => entry(`Fill${i}`, { soundsLike: `${letters(i)}abcdefgh` }));
      const { boost } = await compiled(model, [
        entry('Abc', { soundsLike: 'abc', boost: 1 }),
        entry('Abcdefgh', { soundsLike: 'abcdefgh', boost: 1 }),
        ...fill,
      ]);
      return { short: 1 - boost[0]!, long: 1 - boost[1]! };
    };
    const [two, ten] = [await costs(2), await costs(10)];
    expect([two.short, ten.short]).toEqual([0, 0]);
    expect(two.long).toBeLessThan(ten.long);
    expect(ten.long).toBeLessThan(0);
    expect(await costs(30)).toMatchObject({ long: 0 });
    const [fifty, hundred, thousand] = [await costs(50), await costs(100), await costs(1000)];
    expect(fifty.long).toBe(0);
    expect(fifty.short).toBeGreaterThan(0);
    expect(hundred.short).toBeGreaterThan(hundred.long);
    expect(thousand.long).toBeGreaterThan(hundred.long);
    expect(thousand.short).toBeGreaterThan(thousand.long);
  });

  it('[N22] gain nothing where the language model knows them, and share the gain of a phrase', async () => {
    const model = randomPhoneModel(2, size, search);
    const { boost, knownAs } = await compiled(model, [
      entry('cat', { soundsLike: 'abcdefgh' }),
      entry('Hgfedcba Cdefghab'),
      entry('Hgfedcbah'),
      entry('Cat', { soundsLike: 'abcdefgh' }),
    ]);
    expect(knownAs[0]).not.toBe(-1);
    expect([boost[0], boost[4]]).toEqual([0, 0]);
    expect(boost[1]).toBe(boost[2]);
    expect(boost[3]).toBeCloseTo(2 * boost[1]!, 10);
    expect(boost[3]).toBeGreaterThan(0);
  });

  it('[N25] phrases are heard whole, also with a pause inside, a word with its times for each of theirs', async () => {
    const model = randomPhoneModel(4, size, search);
    const user = await compiled(model, [
      entry('Bed Cafe Hub', { soundsLike: 'bed cafe hgb', boost: 8 }),
      entry('Bed', { boost: -5 }),
    ]);
    const said = [2, 5, 4, 3, 1, 6, 5, 8, 7, 2];
    for (const frames of [say(silence, ...said, silence), say(silence, ...said.toSpliced(3, 0, silence), silence)]) {
      const words = hear(create(model, user), frames);
      expect(words.map((word) => word.text)).toEqual(['Bed', 'Cafe', 'Hub']);
      for (const [i, { startMs, endMs }] of words.entries()) {
        expect(endMs).toBeGreaterThan(startMs);
        if (i > 0) expect(startMs).toBeGreaterThanOrEqual(words[i - 1]!.endMs);
      }
    }
  });

  it('[N25] share their time by letters where only the whole was learned', async () => {
    const model = randomPhoneModel(4, size, search);
    const user = await compiled(model, [
      entry('Ab Cdefgh', { learned: [['P2', 'P1', 'P4', 'P3', 'P6', 'P5', 'P8', 'P7']], boost: 8 }),
    ]);
    const words = hear(create(model, user), say(silence, 2, 1, 4, 3, 6, 5, 8, 7, silence));
    expect(words.map((word) => word.text)).toEqual(['Ab', 'Cdefgh']);
    const [first, second] = words;
    expect(second!.startMs).toBe(first!.endMs);
    expect((second!.endMs - second!.startMs) / (first!.endMs - first!.startMs)).toBeCloseTo(3, 5);
  });

  it('[N28] leave committed words as they are, within bounded tokens and traces, the same each time', async () => {
    const model = randomPhoneModel(6, size, { ...search, beam: 12, maxTokens: 40 });
    const random = seededRandom(12);
    const words = Array.from({ length: 200 }, (_, i) =>
      entry(`Name${i} Other`, {
        learned: [Array.from({ length: 2 + (i % 4) }, () => `P${1 + Math.floor(random() * 8)}`)],
        boost: (i % 7) - 2,
      }),
    );
    const user = await compiled(model, words);
    const [one, twin] = [create(model, user), create(model, user)];
    let before: readonly Word[] = [];
    let own = 0;
    const data = randomFrames(random, 1500, units, 2);
    for (let offset = 0; offset < data.length; offset += units) {
      one.advance(data, offset, Infinity);
      twin.advance(data, offset, Infinity);
      const partial = one.partial();
      expect(partial.committed.slice(0, before.length)).toEqual(before);
      before = partial.committed;
      expect(one.tokens).toBeLessThanOrEqual(40 * 1.4);
      expect(one.traces).toBeLessThan(300);
    }
    own += before.filter((word) => /^(Name|Other)/.test(word.text)).length;
    expect(own).toBeGreaterThan(10);
    expect(before.every((word) => !word.text.includes(' '))).toBe(true);
    expect(one.endUtterance()).toEqual(twin.endUtterance());
    expect(one.traces).toBe(1);
  });

  it('[N21] that are changed while someone speaks are heard from the next utterance on, in the same recording', async () => {
    const model = randomPhoneModel(1, size, search);
    const user = await compiled(model, [entry('BadCe', { soundsLike: 'badce', boost: 6 })]);
    let active: ActiveWords = { phones: null, pieces: null };
    const encoder: Encoder = {
      outputDim: units,
      frameMs,
      chunkSamples: units,
      acceptWaveform: (samples) => Promise.resolve({ frames: samples.length / units, dim: units, data: samples }),
      inputFinished: () => Promise.resolve({ frames: 0, dim: units, data: new Float32Array(0) }),
      reset: () => {},
      dispose: () => {},
    };
    const pause = spokenFrames(seededRandom(2), [silence], units);
    const quiet = new Float32Array(units * 60);
    for (let frame = 0; frame < 60; frame++) quiet[frame * units] = 20;
    const recognizer = createRecognizer({
      kind: 'transducer',
      encoder,
      predictor: model.predictor,
      joint: model.joint,
      language: model.language,
      units: { pieces: phoneNames, blankId: 0, wordBoundary: null },
      userWords: () => active,
      sampleRateHz: 16000,
    });
    const frames = say(silence, 2, 1, 4, 3, 5, silence);
    await recognizer.acceptWaveform(frames, 16000);
    active = { phones: user, pieces: null };
    await recognizer.acceptWaveform(pause, 16000);
    await recognizer.acceptWaveform(quiet, 16000);
    await recognizer.acceptWaveform(frames, 16000);
    const { segments } = await recognizer.inputFinished();
    const heard = segments.map(({ words }) => texts(words));
    expect(heard[0]).not.toContain('BadCe');
    expect(heard[1]).toBe('BadCe');
    const times = transcriptWords({ segments, partial: { committed: [], tentative: [] }, durationMs: 0 });
    for (let i = 1; i < times.length; i++) expect(times[i]!.startMs).toBeGreaterThanOrEqual(times[i - 1]!.endMs);
    expect(segments[1]!.startMs).toBeGreaterThan((frames.length / units + 60) * frameMs - 1);
  });

  it('[N31] text before an utterance is what the language model goes on from', () => {
    let changed = 0;
    for (let seed = 1; seed <= 6; seed++) {
      const model = randomPhoneModel(seed, size, { ...search, lmWeight: 3 });
      const { predictor, joint, language } = model;
      const { ngram, lexicon } = language;
      const frames = say(silence, ...model.pronunciations.find(({ word }) => lexicon.spelling(word) === 'dog')!.phones, silence);
      const scoreAfter = (context: string): number => {
        const searching = createLexiconSearch(predictor, joint, language, frameMs, { ...searchStart, context });
        for (let offset = 0; offset < frames.length; offset += units) searching.advance(frames, offset, Infinity);
        return searching.nBest(1000).find(({ words }) => texts(words) === 'dog')!.score;
      };
      const nothing = scoreAfter('');
      expect(scoreAfter('The fox. ')).toBe(nothing);
      expect(scoreAfter('Unheard of. Mary,  john')).toBe(scoreAfter('mary john'));
      let state = ngram.startState;
      for (const word of ['mary', 'john']) {
        ngram.score(state, lexicon.idOf(word));
        state = ngram.nextState;
      }
      expect(contextState(language, ngram, 'fox ada? Mary john')).toBe(state);
      if (scoreAfter('mary john') !== nothing) changed++;
    }
    expect(changed).toBeGreaterThan(3);
  });

  it('[N31] text that is no language is no trouble', () => {
    const { language } = randomPhoneModel(1, size, search);
    const { ngram } = language;
    for (const text of ['', '   ', '…', '\n', 'Привет мир', '😀', 'שלום', '\uD800', 'x'.repeat(100_000), '1984']) {
      const state = contextState(language, ngram, text);
      expect(ngram.score(state, 3)).toBeLessThan(0);
    }
  });
});
