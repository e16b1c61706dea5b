import type { Failure } from '../core/errors';
import type { Segment, Transcript, Word } from '../core/transcript/types';
import type { EntryVersion } from './records';

/** Messages between the page and the journal worker. */

/** Words that are committed since the last one: ended utterances, and those of the one being spoken. */
export interface Commit {
  readonly segments: readonly Segment[];
  readonly committed: readonly Word[];
  readonly durationMs: number;
}

export interface NewEntry {
  readonly id: string;
  readonly kind: 'dictation' | 'recording';
  readonly name: string;
  readonly startedAtMs: number;
  readonly modelId: string | null;
}

export interface FinishedEntry {
  readonly transcript: Transcript;
  readonly text: string;
  /** What is wrong with the recording although it could be read. */
  readonly warnings?: readonly string[];
}

export type JournalRequest =
  | {
      readonly type: 'begin';
      readonly entry: NewEntry;
      /** A dictation's samples come through `port`, a recording's file is kept whole. */
      readonly audio:
        | { readonly kind: 'samples'; readonly sampleRateHz: number; readonly port: MessagePort }
        | { readonly kind: 'file'; readonly file: Blob }
        | { readonly kind: 'none' };
    }
  | { readonly type: 'commit'; readonly entryId: string; readonly sequence: number; readonly commit: Commit }
  /** Adds a text to an entry that is closed; nothing happens where it was not kept. */
  | { readonly type: 'version'; readonly entryId: string; readonly version: EntryVersion }
  /** Says which application an entry's text went to. */
  | { readonly type: 'delivered'; readonly entryId: string; readonly app: string }
  /** Closes an entry; without `finished` nothing of it is kept. */
  | { readonly type: 'finish'; readonly entryId: string; readonly finished: FinishedEntry | null };

export type JournalReply =
  /** This commit, and all before it, are on the disk. */
  | { readonly type: 'committed'; readonly entryId: string; readonly sequence: number }
  | { readonly type: 'finished'; readonly entryId: string }
  | { readonly type: 'versionAdded'; readonly entryId: string }
  /** The entry can't be written; nothing more of it will be. */
  | { readonly type: 'failed'; readonly entryId: string; readonly failure: Failure };
