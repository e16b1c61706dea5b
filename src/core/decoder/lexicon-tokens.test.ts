import { describe, expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import { createLinearJoint } from './joint';
import { contextJointOf } from './lexicon-joint';
import { createTokens, selectLargest } from './lexicon-tokens';
import { createTraces } from './lexicon-traces';
import type { WordEnd } from './lexicon-traces';

describe('joint for many contexts', () => {
  it('[D9] gives what the joint gives, also where tanh is flat', () => {
    const random = seededRandom(3);
    const [units, dim] = [7, 6];
    const tensor = (length: number, scale: number): Float32Array => Float32Array.from({ length }, () => (random() - 0.5) * scale);
    const weights = { names: [], shape: () => undefined, read: (name: string) => (name === 'joint.bias' ? bias : matrix) };
    const [bias, matrix] = [tensor(units, 1), tensor(units * dim, 1)];
    const joint = createLinearJoint(units, dim, weights);
    const forContexts = contextJointOf(joint);
    const plain = contextJointOf({ units, normalization: 'local', maxUnitsPerFrame: 1, score: joint.score });
    const [expected, out, other] = [new Float32Array(units), new Float32Array(units), new Float32Array(units)];
    for (const scale of [0.001, 1, 10, 80, 600]) {
      const [encoder, prediction] = [tensor(2 * dim, scale), tensor(dim, scale)];
      joint.score(encoder, dim, prediction, expected);
      for (const [contexts, into] of [
        [forContexts, out],
        [plain, other],
      ] as const) {
        contexts.begin(encoder, dim);
        contexts.score(contexts.prepare(prediction), into);
      }
      expect(other).toEqual(expected);
      for (let unit = 0; unit < units; unit++) expect(out[unit]).toBeCloseTo(expected[unit]!, 5);
    }
  });
});

describe('tokens', () => {
  it('[D21] keeps the best of those with the same key, the first of equals, however many there are', () => {
    const random = seededRandom(1);
    const tokens = createTokens(2);
    for (let round = 0; round < 20; round++) {
      tokens.clear();
      const best = new Map<string, number>();
      for (let i = 0; i < 500; i++) {
        const [node, lmState, context] = [1, 2, 3].map(() => Math.floor(random() * 6)) as [number, number, number];
        const score = -Math.floor(random() * 20);
        const key = [node, lmState, context].join();
        const isBetter = score > (best.get(key) ?? -Infinity);
        const index = tokens.place(node, lmState, context, score);
        expect(index >= 0).toBe(isBetter);
        if (isBetter) best.set(key, score);
      }
      expect(tokens.count).toBe(best.size);
      const { node, lmState, context, score } = tokens.arrays;
      for (let i = 0; i < tokens.count; i++) expect(score[i]).toBe(best.get([node[i], lmState[i], context[i]].join()));
    }
  });

  it('[D21] adds up the scores of those with the same key where it is told to, and keeps the past of the best', () => {
    const random = seededRandom(5);
    const tokens = createTokens(4, true);
    const mass = new Map<string, number>();
    const best = new Map<string, number>();
    for (let i = 0; i < 300; i++) {
      const [node, lmState, context] = [1, 2, 3].map(() => Math.floor(random() * 3)) as [number, number, number];
      const score = -random() * 8;
      const key = [node, lmState, context].join();
      const index = tokens.place(node, lmState, context, score);
      expect(index >= 0).toBe(score > (best.get(key) ?? -Infinity));
      if (index >= 0) best.set(key, score);
      mass.set(key, (mass.get(key) ?? 0) + Math.exp(score));
    }
    const { node, lmState, context, score } = tokens.arrays;
    for (let i = 0; i < tokens.count; i++) {
      const key = [node[i], lmState[i], context[i]].join();
      expect(Math.exp(score[i]!)).toBeCloseTo(mass.get(key)!, 6);
    }
  });

  it('[D21] selects what a sort would', () => {
    const random = seededRandom(2);
    for (let round = 0; round < 300; round++) {
      const values = Float64Array.from({ length: 1 + Math.floor(random() * 40) }, () => Math.floor(random() * 12));
      const count = 1 + Math.floor(random() * values.length);
      const rank = Math.floor(random() * count);
      const sorted = values.slice(0, count).toSorted((a, b) => b - a);
      expect(selectLargest(values, count, rank)).toBe(sorted[rank]);
    }
  });
});

describe('traces', () => {
  it('[D21] are free as soon as nobody holds them, and used again', () => {
    const traces = createTraces(2);
    const end = (word: number, firstFrame: number, lastFrame: number, posterior: number): WordEnd => {
      return { word, firstFrame, lastFrame, gapFrame: 0, posterior };
    };
    const first = traces.add(-1, end(3, 0, 1, 0.5));
    const second = traces.add(first, end(4, 2, 3, 0.25));
    const other = traces.add(first, end(5, 2, 4, 1));
    traces.release(first);
    expect([traces.held, traces.references(first)]).toEqual([3, 2]);
    traces.release(other);
    expect([traces.held, traces.references(first)]).toEqual([2, 1]);
    expect(traces.add(second, end(6, 5, 6, 1))).toBe(other);
    expect([traces.previous(other), traces.word(other), traces.firstFrame(other), traces.lastFrame(other)]).toEqual([
      second,
      6,
      5,
      6,
    ]);
    traces.detach(second);
    expect([traces.held, traces.previous(second), traces.posterior(second)]).toEqual([2, -1, 0.25]);
    traces.release(second);
    traces.release(other);
    expect(traces.held).toBe(0);
  });
});
