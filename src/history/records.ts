import type { Segment, Transcript, Word } from '../core/transcript/types';

/** What the history database holds. Rows of one entry share its id, so that deleting an entry finds all of them. */

/** An entry that is still being spoken is `open`; one that stays open after its page is gone was cut off. */
export type EntryState = 'open' | 'done';

/** Sound kept with an entry: a dictation's samples, or the recording's own file. */
export type StoredAudio =
  | { readonly kind: 'none' }
  /** Mono 16-bit samples in rows of `AudioRow`. */
  | { readonly kind: 'samples'; readonly sampleRateHz: number }
  | { readonly kind: 'file'; readonly bytes: number };

/** One dictation or recording, without its words: small enough to list thousands. */
export interface EntryRow {
  readonly id: string;
  readonly kind: 'dictation' | 'recording';
  readonly state: EntryState;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly modelId: string | null;
  /** As it was shown and copied. */
  readonly text: string;
  /** Words of `text`, lower case, each once: what the search index holds. */
  readonly terms: readonly string[];
  readonly audio: StoredAudio;
  readonly isEdited: boolean;
}

/** The words of a finished entry, as JSON: fields that this version does not know survive. */
export interface TranscriptRow {
  readonly entryId: string;
  readonly transcript: Transcript;
  /** Other texts of the same sound, oldest first; absent where there is none. */
  readonly versions?: readonly EntryVersion[];
}

/** A text of an entry beside the one that was delivered. */
export interface EntryVersion {
  /** From the words that were shown while one spoke, or from the models that heard each segment once more. */
  readonly kind: 'streamed' | 'final';
  readonly transcript: Transcript;
  /** As it is shown and copied. */
  readonly text: string;
  readonly modelIds: readonly string[];
}

/** A piece of a dictation's sound; `startSample` orders the pieces. */
export interface AudioRow {
  readonly entryId: string;
  readonly startSample: number;
  /** Mono, 16-bit, little endian. */
  readonly samples: ArrayBuffer;
}

export interface FileRow {
  readonly entryId: string;
  readonly file: Blob;
}

/** `JournalRow.sequence` of the utterance that was being spoken; ended ones count from 0. */
export const openUtterance = -1;

/** Committed words of an open entry, written before they are shown as committed. */
export interface JournalRow {
  readonly entryId: string;
  readonly sequence: number;
  readonly segments: readonly Segment[];
  /** Of the utterance that was being spoken; empty in rows of ended ones. */
  readonly committed: readonly Word[];
  readonly durationMs: number;
}

/** Rate at which the sound of dictations is kept: what the recogniser hears, at a sixth of 48 kHz floats. */
export const storedRateHz = 16_000;

/** An id that is unique on this machine and sorts by time. */
export function newEntryId(nowMs: number): string {
  const random = crypto.getRandomValues(new Uint32Array(2));
  return `${nowMs.toString(36)}-${[...random].map((part) => part.toString(36)).join('')}`;
}

/** The Web Lock that whoever writes an open entry holds: it goes with its process, however that ends. */
export function lockName(entryId: string): string {
  return `utter-journal-${entryId}`;
}
