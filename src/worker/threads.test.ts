import { expect, it } from 'vitest';
import { finalThreads } from './threads';

it.each([
  [true, 1, 1],
  [true, 2, 1],
  [true, 4, 3],
  [true, 64, 4],
  [false, 8, 1],
])('[S104] isolated: %s, %i cores: the final models have %i threads', (isIsolated, cores, threads) => {
  expect(finalThreads(isIsolated, cores)).toBe(threads);
});
