/** The decoder of an encoder–decoder model as the search sees it; `engine` implements it, tests use plain arrays. */

/** A row of the last call that continues with a piece. */
export interface DecoderRow {
  readonly parent: number;
  readonly piece: number;
}

export interface DecoderOutput {
  /** Those of the step, or the pieces of the prompt after `begin`. */
  readonly rows: number;
  /** `(rows, pieces)`; not to be kept beyond the next call. */
  readonly logits: Float32Array;
  /** Where each row looks in the sound, `(rows, frames)`; null for a decoder that doesn't tell. */
  readonly attention: Float32Array | null;
}

/** Knows one encoder output, and the keys and values of what was decoded of it so far. */
export interface PieceDecoder {
  /** Size of the vocabulary. */
  readonly pieces: number;
  /** Starts again with one row that has read the prompt in one run. */
  begin(prompt: readonly number[]): Promise<DecoderOutput>;
  /** The only row reads several pieces in one run. */
  append(pieces: readonly number[]): Promise<DecoderOutput>;
  /** The only row forgets its last pieces. */
  forget(pieces: number): void;
  /** Each row continues with its piece; rows of the last call that nobody names are forgotten. */
  step(rows: readonly DecoderRow[]): Promise<DecoderOutput>;
}

/** The output of the last row alone. */
export function lastRow({ rows, logits, attention }: DecoderOutput): DecoderOutput {
  const [pieces, frames] = [logits.length / rows, (attention?.length ?? 0) / rows];
  return {
    rows: 1,
    logits: logits.subarray((rows - 1) * pieces),
    attention: attention === null ? null : attention.subarray((rows - 1) * frames),
  };
}
