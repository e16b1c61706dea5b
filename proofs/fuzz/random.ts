import { seededRandom } from '../../src/core/metrics';

/** Random numbers of one input: the same for the same seed and number. */
export interface Random {
  /** A whole number from 0 up to, not including, `limit`; 0 where there is none. */
  below(limit: number): number;
  of<Value>(values: readonly Value[]): Value;
}

export function randomFor(seed: number, index: number): Random {
  const next = seededRandom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  const below = (limit: number): number => Math.floor(next() * Math.max(limit, 1));
  return { below, of: (values) => values[below(values.length)]! };
}
