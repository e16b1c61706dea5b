import { expect, it } from 'vitest';
import { fitRows, type Judged } from './row-weights';

it('[K53] weights are those that make what is right likeliest', () => {
  const words = Array.from({ length: 300 }, (_, i): Judged => ({
    own: [i % 3 === 0 ? 1 : 0, 0],
    row: i % 2,
    right: i % 10 === 0 ? 1 - (i % 2) : i % 2,
  }));
  const { rows, before, after } = fitRows(words, 2, 2, 1);
  expect(after).toBeLessThan(before / 1.5);
  expect(rows[0]![0]!).toBeGreaterThan(rows[0]![1]!);
  expect(rows[1]![1]!).toBeGreaterThan(rows[1]![0]!);
});
