import type { Segment, Transcript, Word } from '../core/transcript/types';
import type { EditTrail } from './edit-trail';

/** What the history database holds. Rows of one entry share its id, so that deleting an entry finds all of them. */

/**
 * An entry that is still being spoken is `open`; one that stays open after its page is gone was cut off. One that was deleted is in
 * the `trash` until its time is up.
 */
export type EntryState = 'open' | 'done' | 'trash';

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
  /** When it was pinned; absent where it is not. */
  readonly pinnedAtMs?: number;
  /** What is wrong with its recording although it could be read; absent where nothing is. */
  readonly warnings?: readonly string[];
  /** The application that its text was delivered to; absent where it was not, or nobody knows. */
  readonly app?: string;
  /** Of an entry in the trash: since when, and what it was before. */
  readonly trashed?: { readonly atMs: number; readonly from: 'open' | 'done' };
}

/** The words of a finished entry, as JSON: fields that this version does not know survive. */
export interface TranscriptRow {
  readonly entryId: string;
  readonly transcript: Transcript;
  /** Where the text came from; absent in rows of earlier versions. */
  readonly facts?: VersionFacts;
  /** Other texts of the same sound, oldest first; absent where there is none. */
  readonly versions?: readonly EntryVersion[];
  /** The steps of an edited text, to be undone at a later visit. */
  readonly trail?: EditTrail;
}

/**
 * Who made a text: `streamed` is what was delivered or transcribed at first, `final` what the final models heard of it too late, `heard`
 * what a model recognised again, `edited` what a person wrote.
 */
export type VersionKind = 'streamed' | 'final' | 'heard' | 'edited';

export interface VersionFacts {
  readonly kind: VersionKind;
  readonly modelIds: readonly string[];
  /** When it was made; absent for what was there when the entry was closed. */
  readonly atMs?: number;
}

/** A text of an entry beside the one that is shown, copied and found. */
export interface EntryVersion extends VersionFacts {
  readonly transcript: Transcript;
  /** As it is shown and copied. */
  readonly text: string;
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
