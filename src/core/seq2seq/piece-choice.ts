import type { PieceBias } from './piece-bias';

/** What pieces may be chosen, and how. */
export interface ChoiceOptions {
  /** Pieces that are never written, by id; 1 for those. */
  readonly suppressed: Uint8Array;
  /** Besides, pieces that a text can't begin with. */
  readonly suppressedFirst: readonly number[];
  readonly bias: PieceBias | null;
  /** Above 0, pieces are drawn by their probability at that temperature, one hypothesis only. */
  readonly temperature?: number;
  /** Numbers in [0, 1) for drawing. */
  readonly random?: () => number;
}

export interface Continuation {
  readonly piece: number;
  /** Natural logarithm of its probability among the pieces that may be written. */
  readonly logProb: number;
}

/** Continuations that are weighed where the bias changes their order. */
const biasedTries = 40;
/** e to the power of less than this adds nothing to a sum in single precision. */
const negligible = -18;

/**
 * The likeliest pieces of one row, best first; one that is drawn where a temperature is given.
 * @param logits `(pieces)`
 * @param isFirst whether the text begins here
 */
export function continuations(
  logits: Float32Array,
  { suppressed, suppressedFirst, bias, temperature = 0, random = () => 0.5 }: ChoiceOptions,
  isFirst: boolean,
  beam: number,
): Continuation[] {
  const isBarred = (piece: number): boolean => suppressed[piece] === 1 || (isFirst && suppressedFirst.includes(piece));
  const best = largest(logits, bias === null || temperature > 0 ? beam + 1 : Math.max(biasedTries, beam + 1), isBarred);
  const highest = best[0] === undefined ? 0 : logits[best[0]]!;
  const logSum = highest + Math.log(sumOfPowers(logits, highest, suppressed));
  if (temperature > 0) {
    const piece = drawn(logits, highest, temperature, isBarred, random());
    return [{ piece, logProb: logits[piece]! - logSum }];
  }
  return best.map((piece) => ({ piece, logProb: logits[piece]! - logSum }));
}

/** Ids of the `count` largest logits, largest first. */
function largest(logits: Float32Array, count: number, isBarred: (piece: number) => boolean): number[] {
  const ids: number[] = [];
  let least = -Infinity;
  for (let piece = 0; piece < logits.length; piece++) {
    const logit = logits[piece]!;
    if (logit <= least || isBarred(piece)) continue;
    let at = ids.length;
    while (at > 0 && logits[ids[at - 1]!]! < logit) at--;
    ids.splice(at, 0, piece);
    if (ids.length > count) ids.pop();
    if (ids.length === count) least = logits[ids[count - 1]!]!;
  }
  return ids;
}

function sumOfPowers(logits: Float32Array, highest: number, suppressed: Uint8Array): number {
  let sum = 0;
  for (let piece = 0; piece < logits.length; piece++) {
    const below = logits[piece]! - highest;
    if (below > negligible && suppressed[piece] !== 1) sum += Math.exp(below);
  }
  return sum;
}

/** A piece drawn by its probability at a temperature. */
function drawn(
  logits: Float32Array,
  highest: number,
  temperature: number,
  isBarred: (piece: number) => boolean,
  at: number,
): number {
  let sum = 0;
  const powers: { readonly piece: number; readonly upTo: number }[] = [];
  for (let piece = 0; piece < logits.length; piece++) {
    const below = (logits[piece]! - highest) / temperature;
    if (below <= negligible || isBarred(piece)) continue;
    sum += Math.exp(below);
    powers.push({ piece, upTo: sum });
  }
  return (powers.find(({ upTo }) => upTo >= at * sum) ?? powers.at(-1)!).piece;
}
