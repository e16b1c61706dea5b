import type { Cancellation } from '../final/types';
import type { PieceBias } from './piece-bias';
import { lastRow, type DecoderOutput, type DecoderRow, type PieceDecoder } from './piece-decoder';
import { type ChoiceOptions, continuations } from './piece-choice';
import { isLoop } from './loops';

export interface BeamOptions extends ChoiceOptions {
  /** Hypotheses that are followed at once; 1 is greedy. */
  readonly beam: number;
  /** Pieces that end a text. */
  readonly endId: number;
  /** Bound of a text: a loop ends there at the latest. */
  readonly mostPieces: number;
  readonly signal?: Cancellation;
}

export interface PieceHypothesis {
  /** Without prompt and end. */
  readonly pieces: readonly number[];
  /** Natural logarithms, one for each piece and one for the end where the text has ended. */
  readonly logProbs: readonly number[];
  /** Their sum. */
  readonly logProb: number;
  /** What hypotheses are ranked by: that sum and the bias, by pieces. */
  readonly score: number;
  /** Where the decoder looked when it wrote each piece, `(frames)` each; empty where it doesn't tell. */
  readonly attention: readonly Float32Array[];
  /** Whether it ended by itself rather than at the bound. */
  readonly hasEnded: boolean;
}

/** What a hypothesis may lag behind the best, nats: those further back hardly ever win, and each costs a row. */
const widthNats = 6;

/** A text that is being written. */
export interface Path {
  readonly pieces: readonly number[];
  readonly logProbs: readonly number[];
  readonly attention: readonly Float32Array[];
  readonly logProb: number;
  readonly bonus: number;
  readonly biasState: number;
}

export function startPath(bias: PieceBias | null): Path {
  return { pieces: [], logProbs: [], attention: [], logProb: 0, bonus: 0, biasState: bias?.start ?? 0 };
}

/** The path that continues with a piece, or ends; `rank` is what candidates are compared by. */
export function extendedPath(
  path: Path,
  piece: number,
  logProb: number,
  { bias, endId }: Pick<BeamOptions, 'bias' | 'endId'>,
): { readonly path: Path; readonly rank: number } {
  const isEnd = piece === endId;
  const biasState = bias === null || isEnd ? path.biasState : bias.after(path.biasState, piece);
  const earned = bias === null ? 0 : isEnd ? -bias.refund(path.biasState) : bias.earned;
  const grown: Path = {
    pieces: isEnd ? path.pieces : [...path.pieces, piece],
    logProbs: [...path.logProbs, logProb],
    attention: path.attention,
    logProb: path.logProb + logProb,
    bonus: path.bonus + earned,
    biasState,
  };
  return { path: grown, rank: grown.logProb + grown.bonus };
}

/**
 * Batched beam search over a decoder's steps: one run per step for all hypotheses, those too far behind dropped, length-normalised.
 * Source: Graves 2012; the normalisation and the end (as many finished hypotheses as the beam is wide) are Whisper's.
 * @param first the output whose last row is what the text continues with.
 * @param start what has been written already, by the decoder too.
 * @returns the finished hypotheses, best first; at least one.
 */
export async function searchBeam(
  decoder: PieceDecoder,
  first: DecoderOutput,
  options: BeamOptions,
  start: Path = startPath(options.bias),
): Promise<PieceHypothesis[]> {
  const { endId, mostPieces, signal } = options;
  const beam = options.temperature === undefined || options.temperature === 0 ? options.beam : 1;
  const finished: PieceHypothesis[] = [];
  let output: DecoderOutput = lastRow(first);
  let paths: Path[] = [start];

  for (let count = start.pieces.length; ; count++) {
    const candidates = paths.flatMap((path, row) =>
      continuations(output.logits.subarray(row * decoder.pieces, (row + 1) * decoder.pieces), options, count === 0, beam).map(
        ({ piece, logProb }) => ({ row, piece, ...extendedPath(path, piece, logProb, options) }),
      ),
    );
    candidates.sort((a, b) => b.rank - a.rank);
    const best = candidates[0]?.rank ?? -Infinity;
    const next: (Path & { readonly row: number })[] = [];
    let taken = 0;
    for (const { path, row, piece, rank } of candidates) {
      if (taken >= beam || rank < best - widthNats) break;
      taken++;
      if (piece === endId) finished.push(hypothesisOf(path, true));
      else if (!isLoop(path.pieces)) next.push({ ...path, row, attention: withAttention(path.attention, output, row) });
    }
    const bestFinished = finished.reduce((most, { logProb }) => Math.max(most, logProb), -Infinity);
    // Probability only falls: what is already far less likely than a finished text is not worth a row.
    const open = next.filter(({ logProb, bonus }) => logProb + Math.max(0, bonus) > bestFinished - widthNats);
    if (finished.length >= beam || open.length === 0 || count + 1 >= mostPieces) {
      if (finished.length === 0) finished.push(...(next.length > 0 ? next : paths).map((path) => hypothesisOf(path, false)));
      return finished.sort((a, b) => b.score - a.score);
    }
    signal?.throwIfAborted();
    output = await decoder.step(open.map(({ row, pieces }): DecoderRow => ({ parent: row, piece: pieces.at(-1)! })));
    paths = open;
  }
}

export function hypothesisOf({ pieces, logProbs, attention, logProb, bonus }: Path, hasEnded: boolean): PieceHypothesis {
  return { pieces, logProbs, attention, logProb, hasEnded, score: (logProb + bonus) / Math.max(1, logProbs.length) };
}

/** The row's own copy: the output is overwritten by the next step. */
export function withAttention(
  before: readonly Float32Array[],
  { attention, rows }: DecoderOutput,
  row: number,
): readonly Float32Array[] {
  if (attention === null) return before;
  const frames = attention.length / rows;
  return [...before, attention.slice(row * frames, (row + 1) * frames)];
}
