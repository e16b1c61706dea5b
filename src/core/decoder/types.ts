import type { Partial, Word } from '../transcript/types';

/** The three parts of a transducer as the search sees them; `engine` implements them, tests use plain arrays. */

/** Joint-space frames that one chunk of audio gave; row-major `(frames, dim)`. */
export interface EncoderOutput {
  readonly frames: number;
  readonly dim: number;
  readonly data: Float32Array;
}

/**
 * Streaming acoustic encoder including the featurizer: samples in, joint-space frames out, one GPU read-back per
 * call. Its state is private; `reset` returns it to the start of an utterance.
 */
export interface Encoder {
  readonly outputDim: number;
  /** Duration of one output frame. */
  readonly frameMs: number;
  /** Samples (16 kHz or whatever the manifest says) after which a chunk is encoded. */
  readonly chunkSamples: number;
  /** Takes samples of any count; returns the frames of all chunks that are now complete (possibly none). */
  acceptWaveform(samples: Float32Array): Promise<EncoderOutput>;
  /** Encodes what is left, padded with the manifest's flush frames of silence. */
  inputFinished(): Promise<EncoderOutput>;
  reset(): void;
  dispose(): void;
}

/** Text side of the transducer, a function of the last `contextUnits` units only. */
export interface Predictor {
  readonly contextUnits: number;
  readonly outputDim: number;
  /** Output for a context, `(outputDim)`; cached by context, so the same array may be returned again. */
  predict(context: readonly number[]): Float32Array;
}

/** Combines one encoder frame and one predictor output into logits over the units. */
export interface Joint {
  readonly units: number;
  /**
   * Whether logits become comparable by a softmax over the units of a frame (`local`), or are themselves the scores of
   * a model that is normalised over whole utterances (`global`).
   */
  readonly normalization: 'local' | 'global';
  /** Units in one frame at most. */
  readonly maxUnitsPerFrame: number;
  /** Writes logits `(units)` into `out`; `frameOffset` indexes into `encoder`. */
  score(encoder: Float32Array, frameOffset: number, predictor: Float32Array, out: Float32Array): void;
  /** The same for searches that score many contexts in a frame, where there is a cheaper way. */
  forContexts?(): ContextJoint;
}

/** A joint that takes each predictor output and each frame once. */
export interface ContextJoint {
  /** A predictor output in the form that `score` takes, for any frame. */
  prepare(prediction: Float32Array): Float64Array;
  /** Starts a frame; `encoder` is not to be changed before the next. */
  begin(encoder: Float32Array, frameOffset: number): void;
  /** Writes logits `(units)` into `out`. */
  score(prepared: Float64Array, out: Float32Array): void;
}

/** Where a search begins. */
export interface SearchStart {
  /** The number of its first frame. */
  readonly frame: number;
  /** The last word before it, which words don't overlap. */
  readonly lastWord: Word | undefined;
  /** Text before the first utterance, as it stands before a cursor. */
  readonly context: string;
}

/** The beginning of a recording of which nothing is known. */
export const searchStart: SearchStart = { frame: 0, lastWord: undefined, context: '' };

/** From encoder frames to words, frame by frame, one utterance after the other. */
export interface Search {
  /**
   * Searches one frame; `data[offset …]` is its encoder output.
   * @param durationLimitMs where words must end: the recording's end once it is known, before that Infinity.
   * @returns a promise where the model answers asynchronously; the next call waits for it.
   */
  advance(data: Float32Array, offset: number, durationLimitMs: number): void | Promise<void>;
  /** Frame (counted since the search began) of the best hypothesis' last unit; -1 while the utterance has none. */
  readonly lastUnitFrame: number;
  /** The utterance so far. */
  partial(): Partial;
  /** All words of the utterance; the next one begins with the next frame, without a past. */
  endUtterance(): readonly Word[];
}

/** A search whose model answers at once. */
export interface DirectSearch extends Search {
  advance(data: Float32Array, offset: number, durationLimitMs: number): void;
}
