import {
  type BeamOptions,
  extendedPath,
  hypothesisOf,
  type Path,
  type PieceHypothesis,
  searchBeam,
  startPath,
  withAttention,
} from './beam-search';
import { continuations } from './piece-choice';
import { type DecoderOutput, lastRow, type PieceDecoder } from './piece-decoder';

/** Below this probability a piece is not taken from the draft: from there on the beam decides. */
const sureLogProb = Math.log(0.8);
/** Runs of the decoder over a draft, and how much of it makes another one worth while. */
const mostRuns = 5;
const leastDraft = 4;

export interface DraftOptions extends BeamOptions {
  /** What another model heard, in this model's pieces. */
  readonly draft: readonly number[];
  /** Whether a piece is nothing but a mark: two models often differ in one. */
  isMark(piece: number): boolean;
}

/**
 * As `searchBeam`, but the decoder reads another model's text in one run and keeps it as long as it would surely have written the same
 * (speculative decoding: Leviathan et al. 2023); one run of twenty pieces takes about as long as three steps.
 */
export async function searchDraft(
  decoder: PieceDecoder,
  first: DecoderOutput,
  options: DraftOptions,
): Promise<PieceHypothesis[]> {
  const { isMark, endId, signal, mostPieces } = options;
  let path: Path = startPath(options.bias);
  let output: DecoderOutput = { ...lastRow(first), logits: lastRow(first).logits.slice() };
  let draft = options.draft.slice(0, mostPieces - 1);
  for (let run = 0; run < mostRuns && draft.length >= leastDraft; run++) {
    signal?.throwIfAborted();
    const read = joined(output, await decoder.append(draft));
    let kept = 0;
    let next = surePiece(read, 0, path, options);
    while (next !== null && next.piece === draft[kept]) {
      path = { ...next.path, attention: withAttention(path.attention, read, kept) };
      kept++;
      next = surePiece(read, kept, path, options);
    }
    if (next?.piece === endId) return [hypothesisOf(next.path, true)];
    decoder.forget(draft.length - kept);
    output = rowOf(read, kept);
    const left = draft.slice(kept);
    if (next === null || left.length === 0) break;
    // They differ in a mark: the draft continues with this model's, or without its own.
    if (isMark(next.piece)) draft = [next.piece, ...(isMark(left[0]!) ? left.slice(1) : left)];
    else if (isMark(left[0]!) && next.piece === left[1]) draft = left.slice(1);
    else break;
  }
  return searchBeam(decoder, output, options, path);
}

/** The best piece of a row if it is a sure one. */
function surePiece(
  output: DecoderOutput,
  row: number,
  path: Path,
  options: BeamOptions,
): { readonly piece: number; readonly path: Path } | null {
  const { logits } = rowOf(output, row);
  const ranked = continuations(logits, options, path.pieces.length === 0, options.beam)
    .map(({ piece, logProb }) => ({ piece, logProb, ...extendedPath(path, piece, logProb, options) }))
    .sort((a, b) => b.rank - a.rank);
  const [best] = ranked;
  return best !== undefined && best.logProb >= sureLogProb ? best : null;
}

/** The rows of two outputs of one path, one after the other, in memory of their own. */
function joined(before: DecoderOutput, after: DecoderOutput): DecoderOutput {
  const logits = new Float32Array(before.logits.length + after.logits.length);
  logits.set(before.logits);
  logits.set(after.logits, before.logits.length);
  const [a, b] = [before.attention, after.attention];
  const attention = a === null || b === null ? null : Float32Array.from([...a, ...b]);
  return { rows: before.rows + after.rows, logits, attention };
}

function rowOf({ rows, logits, attention }: DecoderOutput, row: number): DecoderOutput {
  const [pieces, frames] = [logits.length / rows, (attention?.length ?? 0) / rows];
  return {
    rows: 1,
    logits: logits.subarray(row * pieces, (row + 1) * pieces),
    attention: attention?.subarray(row * frames, (row + 1) * frames) ?? null,
  };
}
