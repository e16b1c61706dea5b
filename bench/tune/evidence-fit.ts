import { seededRandom } from '../../src/core/metrics';

/** A place, with its pieces of evidence by name and strength. */
export interface Judged {
  /** For people. */
  readonly text: string;
  readonly isCommand: boolean;
  readonly features: readonly (readonly [string, number])[];
}

const passes = 8;
const rate = 0.15;
/** Evidence seen less often says nothing. */
const leastSeen = 4;
/** What is said of two words together must be seen more often and count more. */
const leastPairsSeen = 5;
const leastWeight = 0.15;
const leastPairWeight = 0.4;
const isPair = (name: string): boolean => name.startsWith('“');

/** Logistic regression: weights that make what was meant likeliest, each pulled towards none by `prior`. */
export function fitEvidence(judged: readonly Judged[], prior: number): Record<string, number> {
  const seen = new Map<string, number>();
  for (const { features } of judged) for (const [name] of features) seen.set(name, (seen.get(name) ?? 0) + 1);
  const names = [...seen].filter(([name, count]) => count >= (isPair(name) ? leastPairsSeen : leastSeen)).map(([name]) => name);
  const ids = new Map(names.map((name, id) => [name, id]));
  const rows = judged.map(({ isCommand, features }) => {
    const known = features.filter(([name]) => ids.has(name));
    return {
      isCommand,
      at: Int32Array.from(known, ([name]) => ids.get(name)!),
      by: Float32Array.from(known, ([, value]) => value),
    };
  });
  const weights = new Float64Array(names.length);
  const squares = new Float64Array(names.length).fill(1);
  const counts = Float64Array.from(names, (name) => seen.get(name)!);
  const random = seededRandom(5);
  for (let pass = 0; pass < passes; pass++) {
    for (let i = rows.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [rows[i], rows[j]] = [rows[j]!, rows[i]!];
    }
    for (const { isCommand, at, by } of rows) {
      let sum = 0;
      for (let k = 0; k < at.length; k++) sum += weights[at[k]!]! * by[k]!;
      const error = (isCommand ? 1 : 0) - 1 / (1 + Math.exp(-sum));
      for (let k = 0; k < at.length; k++) {
        const id = at[k]!;
        const slope = error * by[k]! - (prior * weights[id]!) / counts[id]!;
        squares[id]! += slope * slope;
        weights[id]! += (rate * slope) / Math.sqrt(squares[id]!);
      }
    }
  }
  const entries = names.map((name, id): [string, number] => [name, Math.round(weights[id]! * 100) / 100]);
  return Object.fromEntries(
    entries
      .filter(([name, weight]) => Math.abs(weight) >= (isPair(name) ? leastPairWeight : leastWeight))
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
