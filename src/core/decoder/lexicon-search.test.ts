import { describe, expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import type { SearchConfig } from '../model/manifest';
import { createRecognizer } from '../recognizer';
import type { Transcript, Word } from '../transcript/types';
import { bestAlignment, randomFrames, randomPhoneModel, spokenFrames, unitsOf } from './fixtures/phone-model';
import type { PhoneModel } from './fixtures/phone-model';
import { createLexiconSearch } from './lexicon-search';
import type { LexiconSearch } from './lexicon-search';
import type { Encoder } from './types';

const frameMs = 30;
const wide: SearchConfig = {
  lmWeight: 0.7,
  wordScore: -0.2,
  beam: 1e6,
  maxTokens: 20_000,
  blankScale: 0.9,
  silenceScore: -0.4,
  speechScore: -0.6,
};
const narrow: SearchConfig = {
  lmWeight: 0.6,
  wordScore: 0.3,
  beam: 7,
  maxTokens: 25,
  blankScale: 1,
  silenceScore: 0,
  speechScore: 0,
};

function create({ predictor, joint, language }: PhoneModel): LexiconSearch {
  return createLexiconSearch(predictor, joint, language, frameMs);
}

function advanceAll(search: LexiconSearch, frames: Float32Array, units: number): void {
  for (let offset = 0; offset < frames.length; offset += units) search.advance(frames, offset, Infinity);
}

const texts = (words: readonly Word[]): string => words.map((word) => word.text).join(' ');

describe('lexicon search', () => {
  it.each([
    { phones: 3, words: 5, order: 2, contextUnits: 1, frames: 6 },
    { phones: 2, words: 4, order: 3, contextUnits: 2, frames: 7 },
    { phones: 4, words: 6, order: 3, contextUnits: 2, frames: 5 },
    { phones: 2, words: 3, order: 1, contextUnits: 1, frames: 8 },
    { phones: 2, words: 3, order: 2, contextUnits: 1, frames: 7, hasSilence: true },
    { phones: 3, words: 4, order: 3, contextUnits: 2, frames: 6, hasSilence: true },
    { phones: 2, words: 3, order: 2, contextUnits: 1, frames: 7, hasSilence: true, normalization: 'global' },
    { phones: 3, words: 5, order: 2, contextUnits: 1, frames: 6, normalization: 'global' },
  ] as const)('[D20] with a wide beam finds the best of all alignments: %o', ({ frames, ...size }) => {
    for (let seed = 1; seed <= 10; seed++) {
      const model = randomPhoneModel(seed, size, wide);
      const random = seededRandom(seed + 1000);
      const data = randomFrames(random, frames, unitsOf(size), seed % 3);
      const search = create(model);
      advanceAll(search, data, unitsOf(size));
      const expected = bestAlignment(model, data);
      const found = search.nBest(1)[0]!;
      expect(found.score).toBeCloseTo(expected.score, 4);
      expect(found.words).toHaveLength(expected.words.length);
      for (const [i, { id, firstFrame, lastFrame, endFrame, posterior }] of expected.words.entries()) {
        const { confidence, ...word } = found.words[i]!;
        expect(word).toEqual({
          text: model.language.lexicon.spelling(id),
          startMs: firstFrame * frameMs,
          endMs: (model.language.silenceId === null ? lastFrame + 1 : (endFrame ?? frames)) * frameMs,
        });
        if (model.joint.normalization === 'local') expect(confidence).toBeCloseTo(posterior, 5);
        else expect(Math.abs(confidence - 0.5)).toBeLessThanOrEqual(0.5);
      }
      expect(search.endUtterance()).toEqual(found.words);
    }
  });

  it('[D21] with sums scores no less than the best alignment and no more than all of them', () => {
    let above = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const size = { phones: 2, words: 3, order: 2, contextUnits: 1, hasSilence: true, normalization: 'global' } as const;
      const model = randomPhoneModel(seed, size, { ...wide, recombination: 'sum' });
      const data = randomFrames(seededRandom(seed + 1000), 6, unitsOf(size), seed % 3);
      const search = create(model);
      advanceAll(search, data, unitsOf(size));
      const { score, total } = bestAlignment(model, data);
      const found = search.nBest(1)[0]!.score;
      expect(found).toBeGreaterThanOrEqual(score - 1e-6);
      expect(found).toBeLessThanOrEqual(total + 1e-6);
      if (found > score + 0.01) above++;
    }
    expect(above).toBeGreaterThan(5);
  });

  const size = { phones: 6, words: 20, order: 3, contextUnits: 2 };

  it('[D21] is bounded in an endless noise, in time and in memory', () => {
    const model = randomPhoneModel(7, size, narrow);
    const search = create(model);
    const random = seededRandom(8);
    let traces = 0;
    let candidates = 0;
    for (let block = 0; block < 40; block++) {
      const data = randomFrames(random, 100, 7, block % 4);
      for (let offset = 0; offset < data.length; offset += 7) {
        search.advance(data, offset, Infinity);
        expect(search.tokens).toBeLessThanOrEqual(narrow.maxTokens);
        traces = Math.max(traces, search.traces);
        candidates = Math.max(candidates, search.candidates);
      }
    }
    const widestFan = size.phones + size.words;
    expect(candidates).toBeLessThanOrEqual(narrow.maxTokens * (1 + widestFan));
    // The noise is heard as more than a thousand words; what is open stays small.
    expect(search.partial().committed.length).toBeGreaterThan(500);
    expect(traces).toBeLessThan(200);
    search.endUtterance();
    expect(search.traces).toBe(1);
    expect(search.tokens).toBe(1);
  });

  it('[D21] keeps the best tokens, and the same ones among equals', () => {
    const model = randomPhoneModel(3, size, { ...narrow, maxTokens: 5, beam: 1e6 });
    const twin = create(model);
    const search = create(model);
    const data = randomFrames(seededRandom(4), 40, 7);
    for (let offset = 0; offset < data.length; offset += 7) {
      // All logits equal in every fourth frame: many candidates tie.
      if (offset % 28 === 0) data.fill(1, offset, offset + 7);
      search.advance(data, offset, Infinity);
      twin.advance(data, offset, Infinity);
      expect(search.tokens).toBeLessThanOrEqual(5);
      expect(search.partial()).toEqual(twin.partial());
    }
  });

  it('[D22] never changes a committed word, and ends with the committed words first', () => {
    let committedWords = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const model = randomPhoneModel(seed, size, narrow);
      const search = create(model);
      const data = randomFrames(seededRandom(seed), 150, 7, seed % 3);
      let before: readonly Word[] = [];
      for (let offset = 0; offset < data.length; offset += 7) {
        search.advance(data, offset, Infinity);
        const { committed } = search.partial();
        expect(committed.slice(0, before.length)).toEqual(before);
        before = committed;
      }
      committedWords += before.length;
      const hypotheses = search.nBest(10);
      for (const { words } of hypotheses) expect(words.slice(0, before.length)).toEqual(before);
      expect(search.endUtterance()).toEqual(hypotheses[0]!.words);
    }
    expect(committedWords).toBeGreaterThan(100);
  });

  it('[D23] shows the likeliest word while one is being said, and ends it only if it is whole', () => {
    const model = randomPhoneModel(5, { ...size, words: 7 }, { ...narrow, lmWeight: 0.1 });
    const startsWith = (phones: readonly number[], start: readonly number[]): boolean =>
      start.every((phone, i) => phone === phones[i]);
    /** No other word begins as it does, and no word ends inside it. */
    const long = model.pronunciations.find(({ phones }) => {
      const alike = model.pronunciations.filter(
        (other) => startsWith(other.phones, phones.slice(0, 2)) || startsWith(phones, other.phones),
      );
      return phones.length === 3 && alike.length === 1;
    })!;
    const text = model.language.lexicon.spelling(long.word);
    const begun = create(model);
    advanceAll(begun, spokenFrames(seededRandom(1), long.phones.slice(0, 2), 7), 7);
    expect(texts(begun.partial().tentative)).toBe(text);
    expect(begun.partial().tentative[0]).toMatchObject({ startMs: frameMs, endMs: 5 * frameMs });
    expect(begun.lastUnitFrame).toBe(4);
    expect(texts(begun.endUtterance())).not.toBe(text);
    const whole = create(model);
    advanceAll(whole, spokenFrames(seededRandom(1), long.phones, 7), 7);
    expect(texts(whole.endUtterance())).toBe(text);
    expect(whole.lastUnitFrame).toBe(-1);
    expect(whole.partial()).toEqual({ committed: [], tentative: [] });
  });

  it('[D24] gives other readings, best first, each once', () => {
    const model = randomPhoneModel(6, size, { ...narrow, beam: 20, maxTokens: 400 });
    const search = create(model);
    advanceAll(search, randomFrames(seededRandom(6), 12, 7), 7);
    const hypotheses = search.nBest(8);
    expect(hypotheses).toHaveLength(8);
    expect(new Set(hypotheses.map(({ words }) => texts(words))).size).toBe(8);
    for (let i = 1; i < 8; i++) expect(hypotheses[i]!.score).toBeLessThanOrEqual(hypotheses[i - 1]!.score);
  });

  it('[D25] recognises the same for any chunking, with words in order, in segments that end at pauses', async () => {
    const rules = [{ minTrailingSilenceMs: 300, mustContainWords: true, minUtteranceMs: 0 }];
    for (let seed = 1; seed <= 6; seed++) {
      const model = randomPhoneModel(seed, size, narrow);
      const random = seededRandom(seed + 50);
      const said = model.pronunciations
        .slice(0, 8)
        .flatMap(({ phones }, i) => [...phones, ...(i === 3 ? [0, 0, 0, 0, 0, 0] : [])]);
      const samples = spokenFrames(random, said, 7);
      const recognize = async (sizes: () => number): Promise<Transcript> => {
        const { predictor, joint, language } = model;
        const units = { pieces: [], blankId: 0, wordBoundary: null };
        const encoder = passingEncoder(7);
        const recognizer = createRecognizer(
          { kind: 'transducer', encoder, predictor, joint, units, language, sampleRateHz: 8000 },
          { endpointRules: rules },
        );
        let settled: readonly Word[] = [];
        for (let at = 0; at < samples.length;) {
          const length = sizes();
          const { segments, partial } = await recognizer.acceptWaveform(samples.subarray(at, at + length), 8000);
          const now = [...segments.flatMap(({ words }) => words), ...partial.committed];
          expect(now.slice(0, settled.length)).toEqual(settled);
          settled = now;
          at += length;
        }
        return recognizer.inputFinished();
      };
      const whole = await recognize(() => samples.length);
      expect(whole.segments.length).toBeGreaterThan(1);
      expect(whole.partial).toEqual({ committed: [], tentative: [] });
      let endMs = 0;
      for (const { startMs, endMs: wordEndMs } of whole.segments.flatMap(({ words }) => words)) {
        expect(startMs).toBeGreaterThanOrEqual(endMs);
        expect(wordEndMs).toBeGreaterThanOrEqual(startMs);
        endMs = wordEndMs;
      }
      const chunked = await recognize(() => Math.ceil(random() * 60));
      expect(chunked).toEqual({ ...whole, durationMs: expect.closeTo(whole.durationMs) });
    }
  });

  it('[D26] lets a word end with the recording', () => {
    const model = randomPhoneModel(9, size, narrow);
    const search = create(model);
    const data = spokenFrames(seededRandom(9), model.pronunciations[0]!.phones, 7);
    for (let offset = 0; offset < data.length; offset += 7) search.advance(data, offset, 70);
    const words = search.endUtterance();
    expect(words.length).toBeGreaterThan(0);
    for (const { startMs, endMs } of words) {
      expect(startMs).toBeLessThanOrEqual(endMs);
      expect(endMs).toBeLessThanOrEqual(70);
    }
  });
});

/** Samples are the frames themselves. */
function passingEncoder(dim: number): Encoder {
  let pending: number[] = [];
  const take = () => {
    const frames = Math.floor(pending.length / dim);
    return Promise.resolve({ frames, dim, data: Float32Array.from(pending.splice(0, frames * dim)) });
  };
  return {
    outputDim: dim,
    frameMs,
    chunkSamples: dim,
    acceptWaveform(samples) {
      pending.push(...samples);
      return take();
    },
    inputFinished: take,
    reset() {
      pending = [];
    },
    dispose() {},
  };
}
