import { joined } from '../../src/core/final/vote-tokens';
import { type Candidate, hearsay, type Place } from '../../src/core/final/vote-evidence';
import type { Ear } from '../../src/core/final/vote';
import { type EarKind, type VoteWeights, voteWeights } from '../../src/core/final/vote-weights';
import { voteKey } from '../../src/core/final/word-variants';
import { normalizedWords } from '../../src/core/metrics';
import type { HeardUtterance } from './vote-hypotheses';

export const earKinds: readonly EarKind[] = ['streaming', 'moonshine', 'whisper'];
const earNumbers = ['word', 'sure', 'fluent', 'silent'] as const;
/** Numbers of a candidate's evidence; a last one is the score of "none of these". */
const evidenceLength = earKinds.length * earNumbers.length + 2;

/** A place with what was said there. */
export interface Judged {
  /** For each candidate; the last number, that of "none of these", is 0. */
  readonly evidence: readonly Float64Array[];
  /** Index of the right candidate, -1 where none is right. */
  readonly right: number;
  readonly weight: number;
}

export function toVector({ ears, longSilence, alike, other }: VoteWeights): Float64Array {
  return Float64Array.from([
    ...earKinds.flatMap((kind) => earNumbers.map((name) => ears[kind][name])),
    longSilence,
    alike,
    other,
  ]);
}

export function toWeights(vector: Float64Array, spread: number): VoteWeights {
  const entries = earKinds.map((kind, k) => [
    kind,
    Object.fromEntries(earNumbers.map((name, i) => [name, vector[k * earNumbers.length + i]!])),
  ]);
  const [longSilence, alike, other] = vector.subarray(evidenceLength - 2);
  return {
    ears: Object.fromEntries(entries) as VoteWeights['ears'],
    longSilence: longSilence!,
    alike: alike!,
    other: other!,
    named: voteWeights.named,
    spread,
  };
}

function evidenceVector({ evidence }: Candidate, ears: readonly Ear[]): Float64Array {
  const vector = new Float64Array(evidenceLength + 1);
  for (const { ear, share, sure, fluent, silent, long, alike } of evidence) {
    const at = earKinds.indexOf(ears[ear]!.kind) * earNumbers.length;
    for (const [i, value] of [share, sure, fluent, silent].entries()) vector[at + i]! += value;
    vector[evidenceLength - 2]! += long;
    vector[evidenceLength - 1]! += alike;
  }
  return vector;
}

/** Which candidate of each place is right, by the alignment with what was said that has least errors; and how many it has at best. */
export function judged(
  { text, segments }: HeardUtterance,
  weights: VoteWeights,
  weight: number,
): { places: Judged[]; leastErrors: number } {
  const heard = segments.flatMap(({ ears, durationMs }) =>
    hearsay(ears, durationMs, weights).places.map((place) => ({ ...place, ears })),
  );
  const places: readonly Place[] = heard;
  const said = normalizedWords(text).map((word) => ({ text: word.toLowerCase(), startMs: 0, endMs: 0, confidence: 1 }));
  const keys = new Set(
    places.flatMap(({ candidates }) => candidates.flatMap(({ key, writings }) => (isJoined(writings) ? [key] : []))),
  );
  const tokens = joined(said, keys).map(({ key, words }) => (words.length === 1 ? voteKey(words[0]!.text) : key));
  const { right, errors } = alignment(places, tokens);
  return {
    leastErrors: errors,
    places: heard.map(({ candidates, ears }, index) => ({
      evidence: candidates.map((candidate) => evidenceVector(candidate, ears)),
      right: right[index]!,
      weight,
    })),
  };
}

const isJoined = (writings: Candidate['writings']): boolean => writings.some(({ text }) => text.includes(' '));

function alignment(places: readonly Place[], tokens: readonly string[]): { right: number[]; errors: number } {
  const columns = tokens.length + 1;
  const cost = new Float64Array((places.length + 1) * columns);
  const indexOf = places.map(({ candidates }) => new Map(candidates.map(({ key }, index) => [key, index])));
  const empty = indexOf.map((candidates) => (candidates.has('') ? 0 : 1));
  for (let j = 1; j < columns; j++) cost[j] = j;
  // A little less for a candidate that is right than for none, so that of equals the one with most right words is taken.
  const match = (i: number, j: number): number => (indexOf[i]!.has(tokens[j]!) ? -1e-6 : 1);
  for (let i = 1; i <= places.length; i++) {
    cost[i * columns] = cost[(i - 1) * columns]! + empty[i - 1]!;
    for (let j = 1; j < columns; j++) {
      cost[i * columns + j] = Math.min(
        cost[(i - 1) * columns + j - 1]! + match(i - 1, j - 1),
        cost[(i - 1) * columns + j]! + empty[i - 1]!,
        cost[i * columns + j - 1]! + 1,
      );
    }
  }
  const right = places.map(() => -1);
  for (let i = places.length, j = tokens.length; i > 0;) {
    const here = cost[i * columns + j]!;
    if (j > 0 && here === cost[(i - 1) * columns + j - 1]! + match(i - 1, j - 1)) {
      right[--i] = indexOf[i]!.get(tokens[--j]!) ?? -1;
    } else if (here === cost[(i - 1) * columns + j]! + empty[i - 1]!) {
      right[--i] = indexOf[i]!.get('') ?? -1;
    } else {
      j--;
    }
  }
  return { right, errors: Math.max(0, Math.round(cost.at(-1)!)) };
}

/** Keeps weights small where evidence says nothing of them. */
const ridge = 0.5;

/**
 * Weights that make the right candidates likeliest: conditional logit (McFadden 1974) by Newton's method.
 * @param start what weights without evidence keep.
 */
export function fitted(places: readonly Judged[], start: Float64Array): { vector: Float64Array; loss: number } {
  const size = evidenceLength + 1;
  const vector = start.slice();
  const other = new Float64Array(size);
  other[size - 1] = 1;
  let loss = Infinity;
  for (let step = 0; step < 30; step++) {
    const gradient = new Float64Array(size);
    const hessian = new Float64Array(size * size);
    loss = 0;
    for (const { evidence, right, weight } of places) {
      const options = [...evidence, other];
      const scores = options.map((one) => one.reduce((sum, value, k) => sum + value * vector[k]!, 0));
      const top = Math.max(...scores);
      const total = scores.reduce((sum, score) => sum + Math.exp(score - top), 0);
      const shares = scores.map((score) => Math.exp(score - top) / total);
      const target = right < 0 ? options.length - 1 : right;
      loss -= weight * Math.log(shares[target]!);
      const mean = new Float64Array(size);
      for (const [c, one] of options.entries()) for (let k = 0; k < size; k++) mean[k]! += shares[c]! * one[k]!;
      for (let k = 0; k < size; k++) gradient[k]! += weight * (mean[k]! - options[target]![k]!);
      for (const [c, one] of options.entries()) {
        for (let k = 0; k < size; k++) {
          const part = weight * shares[c]! * (one[k]! - mean[k]!);
          if (part === 0) continue;
          for (let m = 0; m < size; m++) hessian[k * size + m]! += part * (one[m]! - mean[m]!);
        }
      }
    }
    for (let k = 0; k < size; k++) {
      const away = vector[k]! - start[k]!;
      loss += 0.5 * ridge * away * away;
      gradient[k]! += ridge * away;
      hessian[k * size + k]! += ridge;
    }
    const change = solved(hessian, gradient);
    let largest = 0;
    for (let k = 0; k < size; k++) {
      // Half a step at most while far away, so that it can't overshoot.
      const own = Math.max(-1, Math.min(1, change[k]!));
      vector[k]! -= own;
      largest = Math.max(largest, Math.abs(own));
    }
    if (largest < 1e-4) break;
  }
  return { vector, loss };
}

/** Gaussian elimination with pivots; `matrix` is `(n, n)`. */
function solved(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  const rows = Array.from({ length: n }, (_, i) => Float64Array.from([...matrix.subarray(i * n, (i + 1) * n), right[i]!]));
  for (let i = 0; i < n; i++) {
    let pivot = i;
    for (let k = i + 1; k < n; k++) if (Math.abs(rows[k]![i]!) > Math.abs(rows[pivot]![i]!)) pivot = k;
    [rows[i], rows[pivot]] = [rows[pivot]!, rows[i]!];
    for (let k = 0; k < n; k++) {
      if (k === i) continue;
      const factor = rows[k]![i]! / rows[i]![i]!;
      if (factor !== 0) for (let m = i; m <= n; m++) rows[k]![m]! -= factor * rows[i]![m]!;
    }
  }
  return Float64Array.from(rows, (row, i) => row[n]! / row[i]!);
}
