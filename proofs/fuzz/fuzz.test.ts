import { describe, expect, it } from 'vitest';
import { fuzz } from './fuzz';
import { fuzzInput } from './inputs';

describe('malformed input', () => {
  it('[Q10] is the same for the same seed and number, and another for others', () => {
    expect(fuzzInput(3, 11)).toEqual(fuzzInput(3, 11));
    expect(fuzzInput(3, 11)).not.toEqual(fuzzInput(4, 11));
    expect(new Set(Array.from({ length: 60 }, (_, i) => fuzzInput(3, i).kind)).size).toBe(9);
  });

  it('[Q10] of every kind is read or refused with a typed error, without crash or hang', { timeout: 300_000 }, async () => {
    const lines: string[] = [];
    const indices = Array.from({ length: 60 }, (_, i) => i);
    const report = await fuzz({ seed: 2, indices, limitMs: 60_000, log: (line) => lines.push(line) });
    expect(lines).toEqual([]);
    expect(report).toMatchObject({ inputs: 60, crashes: 0, hangs: 0, untyped: 0 });
    expect(Object.keys(report.codes).length).toBeGreaterThan(3);
  });
});
