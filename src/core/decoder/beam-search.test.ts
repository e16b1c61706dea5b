import { describe, expect, it } from 'vitest';
import { tableSpelling } from '../language/piece-spelling';
import { compilePieceWords } from '../language/piece-words';
import type { UserWord } from '../language/user-words';
import { parseTokens } from '../onnx/tokens';
import type { Word } from '../transcript/types';
import { createBeamSearch, type UnitScores } from './beam-search';
import { createGreedySearch } from './greedy';
import { createDirectScorer } from './scorer';
import type { Joint, Predictor } from './types';

const units = 6;
const table = parseTokens('<blk> 0\n▁a 1\nb 2\n▁c 3\nd 4\n▁e 5\n', 'test', 'tokens.txt');

/** Seeded numbers in [-1, 1). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32) * 2 - 1;
  };
}

/** A joint that adds a frame's scores to those after the last unit. */
function model(seed: number, maxUnitsPerFrame = 1): { predictor: Predictor; joint: Joint } {
  const next = random(seed);
  const rows = Array.from({ length: units }, () => Float32Array.from({ length: units }, () => 2 * next()));
  return {
    predictor: { contextUnits: 1, outputDim: units, predict: (context) => rows[context[0]!]! },
    joint: {
      units,
      normalization: 'local',
      maxUnitsPerFrame,
      score(encoder, offset, predictor, out) {
        for (let i = 0; i < units; i++) out[i] = encoder[offset + i]! + predictor[i]!;
      },
    },
  };
}

function frames(seed: number, count: number): Float32Array {
  const next = random(seed);
  return Float32Array.from({ length: count * units }, () => 3 * next());
}

function search(seed: number, paths: number, scores: readonly UnitScores[] = []) {
  const { predictor, joint } = model(seed);
  return createBeamSearch(createDirectScorer(predictor, joint, 0), table, 40, { paths, scores });
}

/** ln of the sum over all alignments of one unit or the blank a frame, by trying every one. */
function likelihoods(seed: number, data: Float32Array): Map<string, number> {
  const { predictor, joint } = model(seed);
  const found = new Map<string, number>();
  const count = data.length / units;
  const walk = (frame: number, sequence: readonly number[], score: number): void => {
    if (frame === count) {
      const key = sequence.join();
      found.set(key, Math.log(Math.exp(found.get(key) ?? -Infinity) + Math.exp(score)));
      return;
    }
    const logits = new Float32Array(units);
    joint.score(data, frame * units, predictor.predict([sequence.at(-1) ?? 0]), logits);
    const norm = Math.log(logits.reduce((sum, value) => sum + Math.exp(value), 0));
    for (let unit = 0; unit < units; unit++)
      walk(frame + 1, unit === 0 ? sequence : [...sequence, unit], score + logits[unit]! - norm);
  };
  walk(0, [], 0);
  return found;
}

describe('modified beam search', () => {
  it('[X10] with one path is greedy search, with as many units a frame as the joint allows', async () => {
    for (const most of [1, 5]) {
      const { predictor, joint } = model(3, most);
      const data = frames(4, 60);
      const greedy = createGreedySearch(predictor, joint, 0);
      const beam = createBeamSearch(createDirectScorer(predictor, joint, 0), table, 40, { paths: 1 });
      const expected: number[] = [];
      for (let i = 0; i < 60; i++) {
        expected.push(...greedy.advance(data, i * units).map(({ id }) => id));
        await beam.advance(data, i * units, Infinity);
      }
      expect(expected.length).toBeGreaterThan(10);
      expect(beam.units()).toEqual(expected);
    }
  });

  it('[X11] with a wide beam finds the units of the largest likelihood for each unit, and its sum over alignments', async () => {
    for (const seed of [1, 2, 3, 4]) {
      const data = frames(seed + 20, 4);
      const all = likelihoods(seed, data);
      const share = (key: string): number => all.get(key)! / ((key === '' ? 0 : key.split(',').length) + 1);
      const best = [...all.keys()].reduce((one, other) => (share(other) > share(one) ? other : one));
      const beam = search(seed, 5000);
      for (let i = 0; i < 4; i++) await beam.advance(data, i * units, Infinity);
      expect(beam.units().join()).toBe(best);
      expect(beam.nBest(1)[0]!.score).toBeCloseTo(share(best), 4);
    }
  });

  it('[X12] commits what all paths share, never changes it, and ends with all words', async () => {
    const beam = search(5, 4);
    const data = frames(6, 200);
    let before: string[] = [];
    for (let i = 0; i < 200; i++) {
      await beam.advance(data, i * units, Infinity);
      const { committed, tentative } = beam.partial();
      const now = committed.map((word) => word.text);
      expect(now.slice(0, before.length)).toEqual(before);
      before = now;
      const words = [...committed, ...tentative];
      for (const [k, word] of words.entries()) {
        expect(word.endMs).toBeGreaterThanOrEqual(word.startMs);
        if (k > 0) expect(word.startMs).toBeGreaterThanOrEqual(words[k - 1]!.endMs);
        expect(word.confidence).toBeGreaterThan(0);
        expect(word.confidence).toBeLessThanOrEqual(1);
      }
    }
    expect(before.length).toBeGreaterThan(5);
    const shown = beam.partial();
    expect(beam.endUtterance()).toEqual([...shown.committed, ...shown.tentative]);
    expect(beam.partial()).toEqual({ committed: [], tentative: [] });
    expect(beam.lastUnitFrame).toBe(-1);
  });

  it('[X13] gives the n best readings, each with another text, best first', async () => {
    const beam = search(7, 8);
    const data = frames(8, 6);
    for (let i = 0; i < 6; i++) await beam.advance(data, i * units, Infinity);
    const readings = beam.nBest(4);
    expect(readings.length).toBeGreaterThan(2);
    expect(new Set(readings.map(({ words }) => words.map((word) => word.text).join(' '))).size).toBe(readings.length);
    for (let i = 1; i < readings.length; i++) expect(readings[i]!.score).toBeLessThanOrEqual(readings[i - 1]!.score);
    expect(readings[0]!.words).toEqual(beam.endUtterance());
  });

  it('[X14] adds the scores of a language model, or of words to be preferred, by their own states', async () => {
    // Unit 2 directly after unit 4 is worth much; nothing else is.
    const preferred: UnitScores = {
      startState: 0,
      nextState: 0,
      score(this: { nextState: number }, state, unit) {
        this.nextState = unit === 4 ? 1 : 0;
        return state === 1 && unit === 2 ? 20 : 0;
      },
    };
    const data = frames(11, 12);
    const plain = search(9, 16);
    const biased = search(9, 16, [preferred]);
    for (let i = 0; i < 12; i++) {
      await plain.advance(data, i * units, Infinity);
      await biased.advance(data, i * units, Infinity);
    }
    expect(plain.units().join()).not.toContain('4,2');
    expect(biased.units().join()).toContain('4,2');
  });

  it('[X15] ends words with the recording, and takes the unknown unit for the blank', async () => {
    const withUnknown = parseTokens('<blk> 0\n▁a 1\n<unk> 2\n▁c 3\nd 4\n▁e 5\n', 'test', 'tokens.txt');
    const { predictor, joint } = model(3);
    const beam = createBeamSearch(createDirectScorer(predictor, joint, 0), withUnknown, 40, { paths: 1 });
    const data = frames(4, 60);
    for (let i = 0; i < 60; i++) await beam.advance(data, i * units, 1000);
    expect(beam.units()).not.toContain(2);
    expect(beam.units().length).toBeGreaterThan(5);
    for (const word of beam.endUtterance()) expect(word.endMs).toBeLessThanOrEqual(1000);
  });
});

describe('the user’s words in the beam search', () => {
  const names = ['<blk>', '▁', 'a', 'b', 'e', '▁ku', 'be', '▁a', '▁co', 'de', '▁cube', '▁café', '<0xC3>'];
  const pieces = parseTokens(names.map((name, id) => `${name} ${id}`).join('\n'), 'test', 'tokens.txt');
  const entry = (written: string, boost = 0, soundsLike = ''): UserWord => ({ written, soundsLike, boost, learned: [] });
  const predictor: Predictor = { contextUnits: 1, outputDim: 1, predict: ([unit]) => Float32Array.of(unit!) };
  /** As the frame says for the first unit in it; after that unit, the blank. */
  const joint = (maxUnitsPerFrame: number): Joint => ({
    units: names.length,
    normalization: 'local',
    maxUnitsPerFrame,
    score(data, offset, prediction, out) {
      for (let unit = 0; unit < names.length; unit++) out[unit] = data[offset + unit]!;
      const last = prediction[0]!;
      if (last !== 0 && data[offset + last]! > 2) {
        out[last]! -= 20;
        out[0]! += 20;
      }
    },
  });

  /** Logits of frames: each says its pieces about equally well, the first a little better; most of all the blank where none is. */
  function said(...frames: readonly (readonly string[])[]): Float32Array {
    const data = new Float32Array(frames.length * names.length);
    for (const [frame, ways] of frames.entries()) {
      if (ways.length === 0) data[frame * names.length] = 9;
      for (const [i, piece] of ways.entries()) data[frame * names.length + names.indexOf(piece)] = 9 - i;
    }
    return data;
  }

  async function heard(
    data: Float32Array,
    words: readonly UserWord[],
    { paths = 6, maxUnitsPerFrame = 1 } = {},
  ): Promise<readonly Word[]> {
    const { words: compiled, problems } = compilePieceWords(words, tableSpelling(pieces));
    expect(problems).toEqual([]);
    const scorer = createDirectScorer(predictor, joint(maxUnitsPerFrame), 0);
    const beam = createBeamSearch(scorer, pieces, 40, { paths, words: compiled });
    let before: readonly Word[] = [];
    for (let offset = 0; offset < data.length; offset += names.length) {
      await beam.advance(data, offset, Infinity);
      const { committed } = beam.partial();
      expect(committed.slice(0, before.length)).toEqual(before);
      before = committed;
    }
    return beam.endUtterance();
  }

  const text = (words: readonly Word[]): string => words.map((word) => word.text).join(' ');
  const data = said(['▁a'], [], ['▁cube', '▁ku'], ['▁a', 'be'], ['▁co'], ['de']);

  it.each([1, 3])(
    '[X17] gain where pieces spell them, are written as the user writes them, and give back where they fail (%i units a frame)',
    async (maxUnitsPerFrame) => {
      const options = { maxUnitsPerFrame };
      expect(text(await heard(data, [], options))).toBe('a cube a code');
      expect(text(await heard(data, [entry('KuBe', 4)], options))).toBe('a KuBe code');
      expect(text(await heard(data, [entry('Kubeabe', 4)], options))).toBe('a cube a code');
      expect(text(await heard(data, [entry('Q', 4, 'kube')], options))).toBe('a Q code');
      const phrase = await heard(data, [entry('Kube Code', 6)], options);
      expect(phrase.map((word) => [word.text, word.startMs])).toEqual([
        ['a', 0],
        ['Kube', 80],
        ['Code', 160],
      ]);
    },
  );

  it('[X17] are found though many other pieces are likelier', async () => {
    const hidden = said(['▁a'], ['▁cube', 'a', 'b', 'e', '▁co', 'de', '▁ku'], ['be', '▁a']);
    expect(text(await heard(hidden, []))).toBe('a cubebe');
    expect(text(await heard(hidden, [entry('Kube', 9)]))).toBe('a Kube');
  });

  it('[X17] may have letters that English lacks, where the model’s pieces have them', async () => {
    const café = said(['▁a'], ['▁co', '▁café']);
    expect(text(await heard(café, []))).toBe('a co');
    expect(text(await heard(café, [entry('Café', 2)]))).toBe('a Café');
    expect(compilePieceWords([entry('Ünder')], tableSpelling(pieces)).problems).toHaveLength(1);
  });
});

describe('several units a frame', () => {
  it('[X18] are followed on every path where the model allows them', async () => {
    const { predictor, joint } = model(3, 4);
    const data = frames(4, 40);
    const greedy = createBeamSearch(createDirectScorer(predictor, joint, 0), table, 40, { paths: 1 });
    const wide = createBeamSearch(createDirectScorer(predictor, joint, 0), table, 40, { paths: 24 });
    for (let i = 0; i < 40; i++) for (const beam of [greedy, wide]) await beam.advance(data, i * units, Infinity);
    expect(greedy.units().length).toBeGreaterThan(40);
    expect(wide.units().length).toBeGreaterThan(40);
    expect(wide.nBest(1)[0]!.score).toBeGreaterThanOrEqual(greedy.nBest(1)[0]!.score);
  });
});

describe('words of pieces', () => {
  it('[X16] spell a sign from several bytes, in any script, and never half of one', async () => {
    const text = ['<blk>', '▁', '<0xE4>', '<0xB8>', '<0xAD>', '<0xF0>', '<0x9F>', '<0x98>', '<0x80>', '▁für', '文', 'é'];
    const pieces = parseTokens(text.map((piece, id) => `${piece} ${id}`).join('\n'), 'test', 'tokens.txt');
    const say = (ids: readonly number[]): string => {
      const timed = ids.map((id, i) => ({ id, startMs: i * 40, endMs: i * 40 + 40, logProbability: -0.1 }));
      return unitWords(timed, pieces)
        .map((word) => word.text)
        .join('|');
    };
    const { unitWords } = await import('./unit-words');
    expect(say([1, 2, 3, 4, 10, 9, 11, 1, 5, 6, 7, 8])).toBe('中文|füré|😀');
    // A sign that was cut off is shown as one that can't be read.
    expect(say([1, 2, 3, 9])).toBe('\ufffd|für');
  });
});
