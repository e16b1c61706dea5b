import { expect, it } from 'vitest';
import { wordAt } from './word-at';

it('[J21] the word that is heard is the last one that has begun', () => {
  const words = [0, 300, 900].map((startMs) => ({ text: 'x', startMs, endMs: startMs + 200, confidence: 1 }));
  expect([-1, 0, 299, 300, 700, 900, 9e9].map((timeMs) => wordAt(words, timeMs))).toEqual([-1, 0, 0, 1, 1, 2, 2]);
  expect(wordAt([], 5)).toBe(-1);
});
