import { describe, expect, it } from 'vitest';
import { type VoteWeights, voteWeights } from '../../src/core/final/vote-weights';
import { seededRandom } from '../../src/core/metrics';
import { fitted, type Judged, judged, toVector, toWeights } from './vote-fit';

const ear = { word: 1, sure: 0.5, fluent: 0, silent: 1 };
const start: VoteWeights = {
  ears: { streaming: ear, moonshine: ear, whisper: ear },
  longSilence: 0,
  alike: 0,
  other: 0,
  named: voteWeights.named,
  spread: 1,
};

describe('fitting the weights of a vote', () => {
  it('[V33] finds those that the right candidates were drawn with', () => {
    const random = seededRandom(3);
    const truth = toVector({
      ...start,
      ears: { ...start.ears, whisper: { word: 2, sure: 0.8, fluent: 0, silent: 1.5 } },
      other: 0.5,
    });
    const size = truth.length;
    const places = Array.from({ length: 2500 }, (): Judged => {
      const evidence = Array.from({ length: 2 }, () =>
        Float64Array.from({ length: size }, (_, k) => (k < size - 1 && random() < 0.6 ? 2 * random() : 0)),
      );
      const other = Float64Array.from({ length: size }, (_, k) => (k === size - 1 ? 1 : 0));
      const shares = [...evidence, other].map((one) => Math.exp(one.reduce((sum, value, k) => sum + value * truth[k]!, 0)));
      let drawn = random() * shares.reduce((a, b) => a + b, 0);
      const right = shares.findIndex((share) => (drawn -= share) < 0);
      return { evidence, right: right === 2 ? -1 : right, weight: 1 };
    });
    const { vector } = fitted(places, toVector(start));
    for (const [k, value] of truth.entries()) expect(Math.abs(vector[k]! - value)).toBeLessThan(0.4);
    expect(toVector(toWeights(vector, 1))).toEqual(vector);
  });

  it('[V33] judges places by the alignment with least errors', () => {
    const words = (text: string) =>
      text.split(' ').map((word, i) => ({ text: word, startMs: i * 300, endMs: i * 300 + 200, confidence: 0.8 }));
    const heard = (kind: 'moonshine' | 'whisper', text: string) => ({
      source: kind,
      kind,
      hasTimes: false,
      hypotheses: [{ words: words(text), logProb: -1, pieces: 4 }],
    });
    const ears = [heard('moonshine', 'the cat sat on everyone'), heard('whisper', 'the dog sat every one')];
    const one = { set: 'a', path: 'a', text: 'THE DOG SAT EVERY ONE', segments: [{ durationMs: 2000, ears }] };
    const { places, leastErrors } = judged(one, start, 1);
    expect(leastErrors).toBe(0);
    expect(places).toHaveLength(5);
    expect(places.every(({ right }) => right >= 0)).toBe(true);
    expect(judged({ ...one, text: 'THE RAT SAT' }, start, 1).leastErrors).toBe(2);
  });
});
