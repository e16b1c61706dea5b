/** Which words of two readings of the same sound belong together. */

/** Indices into both readings, in order; null where the other has a word more. */
export type AlignedPair =
  | { readonly a: number; readonly b: number }
  | { readonly a: number; readonly b: null }
  | { readonly a: null; readonly b: number };

/** A word too many in one of the readings. Two wrong words side by side cost less than two that are alone. */
const gapCost = 0.7;
const tailCost = 0.3;
/** Words with nothing in common. Equal ones cost nothing, similar ones less than this. */
const mismatchCost = 1.1;
const leastMismatchCost = 0.35;

export interface AlignmentOptions {
  /** What of `a` comes after all of `b` costs less: it may only be longer. */
  readonly isLonger?: boolean;
  /** What speaks against two words being the same besides how they are written. */
  readonly extraCost?: (a: number, b: number) => number;
}

/** The cheapest alignment; case and marks don't count. */
export function alignWords(
  a: readonly string[],
  b: readonly string[],
  { isLonger = false, extraCost = () => 0 }: AlignmentOptions = {},
): readonly AlignedPair[] {
  const left = a.map(bareWord);
  const right = b.map(bareWord);
  const columns = right.length + 1;
  const cost = new Float64Array((left.length + 1) * columns);
  const paired = new Uint8Array(cost.length);
  for (let j = 1; j <= right.length; j++) cost[j] = j * gapCost;
  for (let i = 1; i <= left.length; i++) {
    cost[i * columns] = i * gapCost;
    for (let j = 1; j <= right.length; j++) {
      const alone = Math.min(cost[(i - 1) * columns + j]!, cost[i * columns + j - 1]!) + gapCost;
      const apart = wordDistance(left[i - 1]!, right[j - 1]!) + extraCost(i - 1, j - 1);
      const together = cost[(i - 1) * columns + j - 1]! + apart;
      if (together <= alone) paired[i * columns + j] = 1;
      cost[i * columns + j] = Math.min(together, alone);
    }
  }
  const pairs: AlignedPair[] = [];
  let [i, j] = [left.length, right.length];
  if (isLonger) {
    const costTo = (end: number): number => cost[end * columns + right.length]! + (left.length - end) * tailCost;
    let end = 0;
    for (let at = 1; at <= left.length; at++) if (costTo(at) <= costTo(end)) end = at;
    while (i > end) pairs.push({ a: --i, b: null });
  }
  while (i > 0 || j > 0) {
    if (paired[i * columns + j] === 1) pairs.push({ a: --i, b: --j });
    else if (j === 0 || (i > 0 && cost[(i - 1) * columns + j]! <= cost[i * columns + j - 1]!)) pairs.push({ a: --i, b: null });
    else pairs.push({ a: null, b: --j });
  }
  return pairs.reverse();
}

/** Lower case, letters and digits only; a word of nothing but marks stays as it is. */
export function bareWord(word: string): string {
  const bare = word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
  return bare === '' ? word : bare;
}

function wordDistance(a: string, b: string): number {
  if (a === b) return 0;
  return leastMismatchCost + (mismatchCost - leastMismatchCost) * letterDistance(a, b);
}

/** Levenshtein's distance, as a share of the longer word. */
function letterDistance(a: string, b: string): number {
  const row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    let diagonal = row[0]!;
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const above = row[j]!;
      row[j] = Math.min(above + 1, row[j - 1]! + 1, diagonal + (a[i - 1] === b[j - 1] ? 0 : 1));
      diagonal = above;
    }
  }
  return row[b.length]! / Math.max(a.length, b.length, 1);
}
