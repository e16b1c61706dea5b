import { describe, expect, it } from 'vitest';
import { bootstrapWer, normalizedWords, percentile, seededRandom, totalErrors, wer, wordErrors } from './metrics';

/** Smallest number of edits, by plain recursion. */
function distance(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return a.length + b.length;
  if (a[0] === b[0]) return distance(a.slice(1), b.slice(1));
  return 1 + Math.min(distance(a.slice(1), b), distance(a, b.slice(1)), distance(a.slice(1), b.slice(1)));
}

describe('word errors', () => {
  it('[T3] counts substitutions, deletions and insertions', () => {
    expect(wordErrors('THE CAT SAT ON THE MAT', 'the bat sat the mat now')).toEqual({
      words: 6, substitutions: 1, deletions: 1, insertions: 1,
    });
    expect(wordErrors('', 'hello')).toEqual({ words: 0, substitutions: 0, deletions: 0, insertions: 1 });
    expect(wordErrors('hello', '')).toEqual({ words: 1, substitutions: 0, deletions: 1, insertions: 0 });
  });

  it('[T3] is the smallest number of edits', () => {
    const random = seededRandom(1);
    const words = (): string[] => Array.from({ length: Math.floor(random() * 7) }, () => 'abc'[Math.floor(random() * 3)]!);
    for (let round = 0; round < 200; round++) {
      const [ref, hyp] = [words(), words()];
      const { substitutions, deletions, insertions } = wordErrors(ref.join(' '), hyp.join(' '));
      expect(substitutions + deletions + insertions).toBe(distance(ref, hyp));
      expect(hyp.length - ref.length).toBe(insertions - deletions);
    }
  });

  it('[T3] ignores case and punctuation, not apostrophes inside words', () => {
    expect(normalizedWords("“Don’t,” she said — 'twas  Émile’s 2nd!")).toEqual(["DON'T", 'SHE', 'SAID', 'TWAS', "ÉMILE'S", '2ND']);
  });

  it('[T4] gives the set’s WER with an interval that holds it and depends on the seed only', () => {
    const random = seededRandom(2);
    const set = Array.from({ length: 80 }, () => ({
      words: 10, substitutions: Math.floor(random() * 4), deletions: Math.floor(random() * 2), insertions: 0,
    }));
    const first = bootstrapWer(set);
    expect(first).toEqual(bootstrapWer(set));
    expect(first).not.toEqual(bootstrapWer(set, { seed: 2 }));
    expect(first.wer).toBe(wer(totalErrors(set)));
    expect(first.low).toBeLessThan(first.wer);
    expect(first.high).toBeGreaterThan(first.wer);
    // The normal approximation of the same interval.
    const rates = set.map((errors) => wer(errors));
    const deviation = Math.sqrt(rates.reduce((sum, rate) => sum + (rate - first.wer) ** 2, 0) / rates.length / rates.length);
    expect(first.high - first.low).toBeGreaterThan(2 * 1.96 * deviation * 0.8);
    expect(first.high - first.low).toBeLessThan(2 * 1.96 * deviation * 1.2);
  });

  it('[T4] interpolates percentiles', () => {
    expect(percentile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(percentile([4, 1, 3, 2], 1)).toBe(4);
    expect(percentile([], 0.5)).toBeNaN();
    expect(bootstrapWer([]).wer).toBeNaN();
  });
});
