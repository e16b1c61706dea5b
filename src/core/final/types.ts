import type { Transcript, Word } from '../transcript/types';

/**
 * The final pass: models that hear a whole segment of speech again, after the streaming transducer has heard it live.
 * `engine` implements the models and the speech detector; everything that decides about words is here, on plain arrays.
 * Times are in milliseconds. Audio is mono at `finalSampleRateHz`.
 */

/** What every model of the final pass, and the speech detector, takes. */
export const finalSampleRateHz = 16_000;

/** What of an `AbortSignal` is needed here. */
export interface Cancellation {
  readonly aborted: boolean;
  throwIfAborted(): void;
}

/** Words that the search leans towards: the user's own and the language's spoken commands. */
export interface BiasPhrase {
  /** As the model would write it, without marks: `Kubernetes`, `new paragraph`. */
  readonly text: string;
  /** Nats that each matching letter gains; what a path gained is taken back where it leaves the phrase half said. */
  readonly weight: number;
  /** What the user writes for it. */
  readonly written?: string;
}

export interface HearRequest {
  /** ISO 639-1 codes of what may be spoken: one is taken as it is, of several the likeliest, of none any that the model knows. */
  readonly languages: readonly string[];
  readonly bias?: readonly BiasPhrase[];
  /** Hypotheses followed at once; 1 is greedy. By default what the model's manifest says. */
  readonly beam?: number;
  /** What another model wrote of the same sound: where this one agrees it needn't go piece by piece. */
  readonly draft?: string;
  readonly signal?: Cancellation;
}

/** One reading of a segment. */
export interface Hearing {
  /**
   * `text` is the word as spoken (lower case, no marks, hyphens apart) in English and as written in other languages; `written` is what the
   * model wrote, marks included; confidence is the model's own (geometric mean of its pieces' probabilities), not calibrated.
   * Times count from the segment's start and are guesses where `Heard.hasTimes` is false.
   */
  readonly words: readonly Word[];
  /** Natural logarithm of the reading's probability, and over how many pieces. */
  readonly logProb: number;
  readonly pieces: number;
}

/** What one model heard in a segment. */
export interface Heard {
  readonly modelId: string;
  readonly family: 'whisper' | 'moonshine';
  /** ISO 639-1. */
  readonly language: string;
  /** Best first; none where nothing was said. */
  readonly hypotheses: readonly Hearing[];
  /** Whether the words' times were measured rather than guessed from their lengths. */
  readonly hasTimes: boolean;
}

/** An encoder–decoder model, ready to hear. */
export interface FinalModel {
  readonly id: string;
  /** ISO 639-1 codes. */
  readonly languages: readonly string[];
  /** @throws UtterError `device-lost` when it can't go on; the signal's reason when aborted. */
  hear(samples: Float32Array, request: HearRequest): Promise<Heard>;
  dispose(): Promise<void>;
}

/** A stretch of speech with a little silence at either end. */
export interface SpeechSegment {
  readonly startMs: number;
  readonly endMs: number;
  /** Whether it ended for its length, at no pause or at one too short to mean anything; absent where a pause ended it. */
  readonly isCut?: true;
}

/** Tells where speech is, as the samples come. Its result does not depend on how they are cut into calls. */
export interface Segmenter {
  /** @returns the segments that have ended with these samples. */
  accept(samples: Float32Array): Promise<readonly SpeechSegment[]>;
  /** Where the open segment began; null in a pause. */
  readonly openSinceMs: number | null;
  /** No segment that is still to come begins before this, the open one included: samples before it are not needed any more. */
  readonly heldFromMs: number;
  /** The end of the audio: the open segment, if there is one. */
  finish(): Promise<readonly SpeechSegment[]>;
  reset(): void;
}

/** A segment to be heard again. */
export interface FinalSegment extends SpeechSegment {
  /** From `startMs` to `endMs`. */
  readonly samples: Float32Array;
  /** What the streaming search heard in it, with times of the recording; empty where no streaming model listens. */
  readonly streamed: readonly Word[];
  readonly languages: readonly string[];
  readonly bias: readonly BiasPhrase[];
}

/** What is written of a segment. */
export interface FinalText {
  /** Times are the recording's; confidence is calibrated: the share of such words that are right. */
  readonly words: readonly Word[];
  readonly language: string;
  /** Whether the words' times were measured; without it they are placed by what the streaming search heard. */
  readonly hasTimes?: boolean;
  /** What each of the models heard, for traces and versions; `streaming` is the search's. */
  readonly heard: readonly {
    readonly source: string;
    readonly words: readonly Word[];
    readonly hypotheses?: readonly Hearing[];
  }[];
  /** How the vote went, place by place, to be read; absent where nothing was voted on. */
  readonly why?: string;
}

/** Which models of the final pass this machine is fast enough for. */
export type FinalTier = 'both' | 'small' | 'none';

/** The models of the final pass and their vote. Calls are worked off in order. */
export interface FinalPass {
  readonly tier: Exclude<FinalTier, 'none'>;
  readonly modelIds: readonly string[];
  hear(segment: FinalSegment, signal?: Cancellation): Promise<FinalText>;
  /** What the quickest model makes of a segment that is still being spoken; null where it has no time for that. */
  refresh(segment: FinalSegment, signal?: Cancellation): Promise<readonly Word[] | null>;
  dispose(): Promise<void>;
}

/** A transcript whose last segments may still get better. */
export interface TimelyTranscript {
  /** All words in segments: the final ones where they came in time, else the best at hand. */
  readonly transcript: Transcript;
  /** The final transcript where it was late; null where `transcript` is it. Never rejects: at worst it is `transcript`. */
  readonly late: Promise<Transcript> | null;
}
