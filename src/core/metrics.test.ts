import { describe, expect, it } from 'vitest';
import {
  bootstrapWer,
  errorUnit,
  normalizedWords,
  percentile,
  rightWords,
  seededRandom,
  totalErrors,
  wer,
  wordErrors,
} from './metrics';

/** Smallest number of edits, by plain recursion. */
function distance(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return a.length + b.length;
  if (a[0] === b[0]) return distance(a.slice(1), b.slice(1));
  return 1 + Math.min(distance(a.slice(1), b), distance(a, b.slice(1)), distance(a.slice(1), b.slice(1)));
}

describe('word errors', () => {
  it('[T3] counts substitutions, deletions and insertions', () => {
    expect(wordErrors('THE CAT SAT ON THE MAT', 'the bat sat the mat now')).toEqual({
      words: 6,
      substitutions: 1,
      deletions: 1,
      insertions: 1,
    });
    expect(wordErrors('', 'hello')).toEqual({ words: 0, substitutions: 0, deletions: 0, insertions: 1 });
    expect(wordErrors('hello', '')).toEqual({ words: 1, substitutions: 0, deletions: 1, insertions: 0 });
  });

  it('[T3] counts letters of any script, and characters where a script has no spaces', () => {
    expect(wordErrors('Größe zählt, été!', 'größe zahlt ÉTÉ')).toEqual({
      words: 3,
      substitutions: 1,
      deletions: 0,
      insertions: 0,
    });
    expect(wordErrors('Что делать?', 'что делат')).toMatchObject({ words: 2, substitutions: 1 });
    expect(wordErrors('今日は、良い天気。', '今日 わ良い 天気です')).toEqual({
      words: 7,
      substitutions: 1,
      deletions: 0,
      insertions: 2,
    });
    expect(wordErrors('สวัสดี', 'สวัสด')).toMatchObject({ words: 6, deletions: 1 });
    expect(wordErrors('iPhone手机', 'iphone 手机')).toMatchObject({ words: 8, substitutions: 0 });
    const units = ['안녕하세요 여러분', '中文', 'カナ', 'English', ''].map(errorUnit);
    expect(units).toEqual(['words', 'characters', 'characters', 'words', 'words']);
  });

  it('[T3] tells which words are right by the same alignment', () => {
    expect(rightWords('the cat sat on', 'the bat sat sat on')).toEqual([true, false, false, true, true]);
    const random = seededRandom(2);
    const words = (): string =>
      Array.from({ length: Math.floor(random() * 8) }, () => 'abc'[Math.floor(random() * 3)]!).join(' ');
    for (let round = 0; round < 200; round++) {
      const [ref, hyp] = [words(), words()];
      const { substitutions, insertions } = wordErrors(ref, hyp);
      const right = rightWords(ref, hyp);
      expect(right).toHaveLength(normalizedWords(hyp).length);
      expect(right.filter((isRight) => !isRight)).toHaveLength(substitutions + insertions);
    }
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
    expect(normalizedWords("“Don’t,” she said — 'twas  Émile’s 2nd!")).toEqual([
      "DON'T",
      'SHE',
      'SAID',
      'TWAS',
      "ÉMILE'S",
      '2ND',
    ]);
  });

  it('[T4] gives the set’s WER with an interval that holds it and depends on the seed only', () => {
    const random = seededRandom(2);
    const set = Array.from({ length: 80 }, () => ({
      words: 10,
      substitutions: Math.floor(random() * 4),
      deletions: Math.floor(random() * 2),
      insertions: 0,
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
