import { describe, expect, it } from 'vitest';
import { defaultEndpointRules, isEndpoint } from '../endpointer';
import { seededRandom } from '../metrics';
import type { SearchConfig } from '../model/manifest';
import type { Word } from '../transcript/types';
import { randomFrames, randomPhoneModel, unitsOf } from './fixtures/phone-model';
import type { PhoneModel } from './fixtures/phone-model';
import { createTableJoint } from './joint';
import { createLexiconSearch } from './lexicon-search';
import type { LexiconSearch } from './lexicon-search';
import { createTablePredictor } from './predictor';

const frameMs = 30;
const config: SearchConfig = {
  lmWeight: 0.3,
  wordScore: 0,
  beam: 12,
  maxTokens: 60,
  blankScale: 1,
  silenceScore: 0,
  speechScore: 0,
};
const size = { phones: 6, words: 20, order: 3, contextUnits: 1, hasSilence: true, normalization: 'global' } as const;
const units = unitsOf(size);
const silence = units - 1;

/** The model's language behind a table of scores, which are the frames themselves. */
function create({ language }: PhoneModel, search: SearchConfig = config): LexiconSearch {
  return createLexiconSearch(createTablePredictor(units), createTableJoint(units, 'global'), { ...language, search }, frameMs);
}

const dim = units ** 2;

function advanceAll(search: LexiconSearch, frames: Float32Array): void {
  for (let offset = 0; offset < frames.length; offset += dim) search.advance(frames, offset, Infinity);
}

/** Tables of three frames for each unit said, the same after any unit: it stands out in the middle one, else the blank. */
function say(random: () => number, said: readonly number[], lead = 8): Float32Array {
  const isSaid = (frame: number, unit: number): boolean => unit === (frame % 3 === 1 ? said[Math.floor(frame / 3)] : 0);
  const row = (frame: number): number[] =>
    Array.from({ length: units }, (_, unit) => random() + (isSaid(frame, unit) ? lead : 0));
  const table = (frame: number): number[] => new Array<number[]>(units).fill(row(frame)).flat();
  return Float32Array.from(Array.from({ length: said.length * 3 }, (_, frame) => table(frame)).flat());
}

/** A word of two phones that sounds like no other and begins none. */
function distinctWord(model: PhoneModel): { word: number; phones: readonly number[] } {
  return model.pronunciations.find(
    ({ phones }) => phones.length === 2 && model.pronunciations.filter((other) => other.phones[0] === phones[0]).length === 1,
  )!;
}

/** A model that has such a word. */
function modelWithDistinctWord(from: number): PhoneModel {
  for (let seed = from; ; seed++) {
    const model = randomPhoneModel(seed, { ...size, words: 6 }, config);
    if (distinctWord(model) !== undefined) return model;
  }
}

describe('silence', () => {
  it('[D27] makes no words, whether it is a unit or the blank', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const search = create(randomPhoneModel(seed, size, config));
      const said = Array.from({ length: 40 }, (_, i) => (seed % 2 === 0 && i === 2 ? silence : 0));
      const frames = say(seededRandom(seed), said);
      let endedAtMs: number | null = null;
      for (let offset = 0; offset < frames.length; offset += dim) {
        search.advance(frames, offset, Infinity);
        expect(search.lastUnitFrame).toBe(-1);
        expect(search.partial()).toEqual({ committed: [], tentative: [] });
        const silentMs = (offset / dim + 1) * frameMs;
        const state = { trailingSilenceMs: silentMs, utteranceMs: silentMs, hasWords: search.lastUnitFrame >= 0 };
        if (isEndpoint(defaultEndpointRules, state)) endedAtMs ??= silentMs;
      }
      expect(endedAtMs).toBe(2400);
      expect(search.endUtterance()).toEqual([]);
    }
  });

  it('[D27] is no speech: the last unit stays the last phone, however long the silence', () => {
    for (let from = 1; from <= 20; from += 5) {
      const model = modelWithDistinctWord(from);
      const search = create(model);
      const { word, phones } = distinctWord(model);
      advanceAll(search, say(seededRandom(from), [0, ...phones, 0, silence, 0, 0, 0, 0]));
      // Units are spoken in the middle of three frames each.
      expect(search.lastUnitFrame).toBe(7);
      expect(search.endUtterance().map(({ text }) => text)).toEqual([model.language.lexicon.spelling(word)]);
    }
  });

  it('[D30] hears a faint word only where speech need not outweigh much, and a clear one the same as ever', () => {
    const model = modelWithDistinctWord(1);
    const { phones } = distinctWord(model);
    const heard = (lead: number, speechScore: number): readonly Word[] => {
      const search = create(model, { ...config, speechScore });
      advanceAll(search, say(seededRandom(3), [0, ...phones, silence, 0, 0], lead));
      return search.endUtterance();
    };
    const faint = [1, 1.5, 2, 2.5, 3, 3.5, 4].find((lead) => heard(lead, 0).length > 0)!;
    expect(heard(faint, -4)).toEqual([]);
    expect(heard(8, 0)).toHaveLength(1);
    expect(heard(8, -4).map(({ text, startMs, endMs }) => [text, startMs, endMs])).toEqual(
      heard(8, 0).map(({ text, startMs, endMs }) => [text, startMs, endMs]),
    );
  });

  it('[D28] ends a word where it begins, and 300 ms after its last phone began where nothing follows', () => {
    const model = modelWithDistinctWord(1);
    const { phones } = distinctWord(model);
    const wordOf = (said: readonly number[]): Word => {
      const search = create(model);
      advanceAll(search, say(seededRandom(3), said));
      const words = search.endUtterance();
      expect(words).toHaveLength(1);
      return words[0]!;
    };
    expect(wordOf([...phones, silence, 0, 0])).toMatchObject({ startMs: 30, endMs: 7 * 30 });
    expect(wordOf([...phones, 0, silence, 0, 0])).toMatchObject({ startMs: 30, endMs: 10 * 30 });
    expect(wordOf([...phones, 0, 0])).toMatchObject({ endMs: 12 * 30 });
    expect(wordOf([...phones, 0, 0, 0, 0, 0, 0])).toMatchObject({ endMs: (4 + 10) * 30 });
  });

  it('[D22] leaves committed words as they are, times and confidences included', () => {
    let committedWords = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const search = create(randomPhoneModel(seed, size, config), { ...config, beam: 6, maxTokens: 20 });
      const random = seededRandom(seed + 90);
      const frames = randomFrames(random, 150 * units, units, seed % 4);
      let before: readonly Word[] = [];
      for (let offset = 0; offset < frames.length; offset += dim) {
        search.advance(frames, offset, Infinity);
        const { committed, tentative } = search.partial();
        expect(committed.slice(0, before.length)).toEqual(before);
        const all = [...committed.slice(-1), ...tentative];
        const nowMs = (offset / dim + 1) * frameMs;
        const isOrdered = all.every(
          ({ startMs, endMs }, i) => startMs >= (all[i - 1]?.endMs ?? 0) && startMs <= endMs && endMs <= nowMs,
        );
        expect(isOrdered).toBe(true);
        before = committed;
      }
      committedWords += before.length;
      expect(search.endUtterance().slice(0, before.length)).toEqual(before);
    }
    expect(committedWords).toBeGreaterThan(50);
  });
});

describe('confidence of global scores', () => {
  it('[D29] is a probability, higher for words that stand out, and calibrated as the model says', () => {
    const model = modelWithDistinctWord(1);
    const { phones } = distinctWord(model);
    const confidenceOf = (lead: number, search: SearchConfig): number => {
      const trial = create(model, search);
      advanceAll(trial, say(seededRandom(5), [...phones, silence, 0, 0], lead));
      const { confidence } = trial.endUtterance()[0]!;
      expect(Math.abs(confidence - 0.5)).toBeLessThanOrEqual(0.5);
      return confidence;
    };
    const [clear, blurred] = [confidenceOf(8, config), confidenceOf(3, config)];
    expect(clear).toBeGreaterThan(blurred);
    const calibrated = confidenceOf(3, { ...config, confidenceScale: 0.5, confidenceOffset: -1 });
    const logOdds = Math.log(blurred / (1 - blurred));
    expect(calibrated).toBeCloseTo(1 / (1 + Math.exp(1 - 0.5 * logOdds)), 6);
  });
});

describe('an hour of noise', () => {
  it('[D21] takes bounded work, bounded memory, and no more of it in the end than in the beginning', { timeout: 120_000 }, () => {
    const noisy = { ...config, beam: 8, wordBeam: 5, maxTokens: 16 };
    const search = create(randomPhoneModel(7, size, noisy), noisy);
    const random = seededRandom(8);
    const blocks = Array.from({ length: 8 }, (_, i) => randomFrames(random, 100 * units, units, i % 4));
    const widestFan = size.phones + size.words;
    let traces = 0;
    /** Hypotheses that were made and kept in each block. */
    const work: number[] = [];
    for (let block = 0; block < 1200; block++) {
      const data = blocks[Math.floor(random() * blocks.length)]!;
      work.push(0);
      for (let offset = 0; offset < data.length; offset += dim) {
        search.advance(data, offset, Infinity);
        traces = Math.max(traces, search.traces);
        work[block]! += search.candidates + search.tokens;
        // Staying, silence, and every arc with every word at its end.
        if (search.candidates > noisy.maxTokens * (2 + widestFan)) expect.fail(`${search.candidates} candidates`);
        if (search.tokens > noisy.maxTokens) expect.fail(`${search.tokens} tokens`);
      }
    }
    expect(traces).toBeLessThan(300);
    const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
    expect(median(work.slice(-300))).toBeLessThan(1.1 * median(work.slice(100, 400)));
    search.endUtterance();
    expect([search.traces, search.tokens]).toEqual([1, 1]);
  });
});
