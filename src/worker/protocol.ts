import type { SoundReport } from '../core/audio/sound-watch';
import type { BackendChoice, BackendName } from '../core/backend';
import type { Failure } from '../core/errors';
import type { UserWord, WordProblem } from '../core/language/user-words';
import type { LiveLengths } from '../core/model/chunk-length';
import type { TextSettings } from '../core/settings';
import type { Partial, Segment, Transcript } from '../core/transcript/types';
import type { FinalFacts, FinalWish } from './final-protocol';

export type { FinalFacts, FinalReport, FinalWish } from './final-protocol';

/**
 * Messages between the page and the speech worker. Every request carries an id; its replies carry the same.
 * A job (`start` or `transcribe`) ends with exactly one of `finished`, `cancelled` and `failed`; `stop` and `cancel`
 * name the job they are for, and so does `hurry`. After `finished` that tells of a late text there is one `late`.
 */
export type WorkerRequest =
  | { readonly type: 'load'; readonly id: number; readonly modelUrl: string; readonly backend: BackendName | 'auto' }
  /** The models of the final pass, loaded beside the live one; null gives them back. */
  | { readonly type: 'final'; readonly id: number; readonly wish: FinalWish | null }
  | { readonly type: 'words'; readonly id: number; readonly words: readonly UserWord[] }
  | { readonly type: 'learn'; readonly id: number; readonly word: UserWord; readonly clips: readonly RecordedClip[] }
  | {
      readonly type: 'start';
      readonly id: number;
      readonly sampleRateHz: number;
      readonly port: MessagePort;
      readonly text?: TextRequest;
      /** How much speech to recognise at a time; automatic where it is absent or not offered by the model. */
      readonly chunkMs?: number;
      readonly hearing?: HearingRequest;
    }
  /** From `startMs` on: a recording that was left half done goes on where it was. */
  | {
      readonly type: 'transcribe';
      readonly id: number;
      readonly file: File;
      readonly startMs?: number;
      readonly sound?: SoundChoice;
      readonly text?: TextRequest;
      readonly hearing?: HearingRequest;
    }
  | { readonly type: 'stop'; readonly id: number }
  | { readonly type: 'cancel'; readonly id: number }
  /** The end waits for final words no longer. */
  | { readonly type: 'hurry'; readonly id: number };

/** What of a recording is heard: by default the first audio track with sound in it, and all of its channels. Both count from 1. */
export interface SoundChoice {
  readonly track?: number;
  readonly channel?: number;
}

/** What there is to choose from. */
export interface SoundFacts {
  readonly tracks: number;
  /** Of the track that is heard. */
  readonly channels: number;
}

/** Who hears a job; without it the live model alone. */
export interface HearingRequest {
  /** ISO 639-1 codes of what may be spoken, the likeliest first. */
  readonly languages: readonly string[];
  /** Whether the live model knows the first of them: if not, text comes with the final words alone. */
  readonly isLive: boolean;
  /** Null: live words are the text. */
  readonly final: {
    /** How long the end of a dictation waits for final words. */
    readonly waitMs: number;
    /** Whether the words of a segment are heard again while it is spoken. */
    readonly isRefreshed: boolean;
  } | null;
}

/** How a job's words are to be written; without it they stay as recognised. */
export interface TextRequest {
  readonly settings: TextSettings;
  /** The text that the job continues, or its end. */
  readonly preceding: string;
  /** Commands that edit by voice and are switched off; without it none is obeyed. */
  readonly editCommandsOff?: readonly string[];
}

export type WorkerReply =
  | { readonly type: 'loading'; readonly id: number; readonly fraction: number }
  | { readonly type: 'loaded'; readonly id: number; readonly choice: BackendChoice; readonly liveLengths: LiveLengths | null }
  | { readonly type: 'finalLoaded'; readonly id: number; readonly facts: FinalFacts | null }
  /** The final pass has died for good: live words are the text now. */
  | { readonly type: 'finalLost'; readonly failure: Failure }
  | { readonly type: 'wordsSet'; readonly id: number; readonly problems: readonly WordProblem[] }
  | { readonly type: 'learned'; readonly id: number; readonly pronunciations: string[][] }
  | { readonly type: 'level'; readonly id: number; readonly rmsDb: number }
  | { readonly type: 'transcript'; readonly id: number; readonly update: TranscriptUpdate }
  | { readonly type: 'progress'; readonly id: number; readonly doneMs: number; readonly totalMs: number | null }
  /** A recording with more than one audio track or channel. */
  | { readonly type: 'sound'; readonly id: number; readonly facts: SoundFacts }
  /** What is wrong with a recording that could be read all the same: sentences, before its job ends. */
  | { readonly type: 'warnings'; readonly id: number; readonly warnings: readonly string[] }
  /** `isLate`: some of its words are the best at hand, and the final ones still come. */
  | { readonly type: 'finished'; readonly id: number; readonly isLate: boolean }
  /** The final text of a job that has finished; null where it never came. */
  | { readonly type: 'late'; readonly id: number; readonly text: LateText | null }
  | { readonly type: 'cancelled'; readonly id: number }
  | { readonly type: 'backendChanged'; readonly choice: BackendChoice }
  | { readonly type: 'failed'; readonly id: number; readonly error: Failure };

/** A job's final text that came after its end. */
export interface LateText {
  readonly transcript: Transcript;
  readonly modelIds: readonly string[];
}

/** A short recording of one word, mono. */
export interface RecordedClip {
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
}

/**
 * What is new since the last update. Ended segments never change, so each crosses to the page once: sending the whole
 * transcript every time would cost quadratically in the length of the recording.
 */
export interface TranscriptUpdate {
  readonly segments: readonly Segment[];
  readonly partial: Partial;
  readonly durationMs: number;
}

export const emptyTranscript: Transcript = { segments: [], partial: { committed: [], tentative: [] }, durationMs: 0 };

/** The update that turns a transcript of `sentSegments` segments into `transcript`. */
export function updateSince(sentSegments: number, transcript: Transcript): TranscriptUpdate {
  const { partial, durationMs } = transcript;
  return { segments: transcript.segments.slice(sentSegments), partial, durationMs };
}

/** `transcript` with an update from `updateSince` applied; unchanged segments keep their identity. */
export function applyUpdate(transcript: Transcript, update: TranscriptUpdate): Transcript {
  const { partial, durationMs } = update;
  const segments = update.segments.length === 0 ? transcript.segments : [...transcript.segments, ...update.segments];
  return { segments, partial, durationMs };
}

/**
 * From the page to the capture worklet: where to send the audio (to the recogniser, and to the journal that keeps it), and
 * when to end it. After `rest` the worklet stays, remembers the last moments, and can be connected again.
 */
export type CaptureCommand =
  | { readonly type: 'connect'; readonly port: MessagePort; readonly journal: MessagePort }
  | { readonly type: 'rest' }
  | { readonly type: 'finish' };

/** From the worklet to the speech worker and the journal: mono samples at the device's rate, then one `end`. */
export type CaptureMessage = { readonly type: 'block'; readonly samples: Float32Array<ArrayBuffer> } | { readonly type: 'end' };

/** From the worklet to the page, ten times a second as long as the audio thread runs. */
export type CaptureReport = SoundReport & { readonly type: 'sound' };

/** From the speech worker back to the worklet: a block it has copied, to be filled again. */
export interface BlockReturn {
  readonly samples: Float32Array<ArrayBuffer>;
}
