import type { Transcript } from '../../core/transcript/types';
import { anyEntry, type EntryFilter, type StoredEntry } from '../../history/archive';
import type { EntryRow, EntryVersion } from '../../history/records';

/** An entry that was cut off, and what of it is on the disk. */
export interface CutOff {
  readonly entry: EntryRow;
  readonly words: number;
  readonly audioMs: number;
}

/** An entry that is being looked at. */
export interface OpenedEntry extends StoredEntry {
  /** The version that is in view; null for the entry's text. */
  readonly shown: EntryVersion | null;
  /** Whether it is shown beside the entry's text, word by word. */
  readonly isCompared: boolean;
}

/** What is looked at: read, heard, copied, exported and edited. */
export function shownText(opened: OpenedEntry): { readonly transcript: Transcript; readonly text: string } {
  return opened.shown ?? { transcript: opened.transcript, text: opened.entry.text };
}

/** The entry's text while it is edited. */
export interface Editing {
  readonly entryId: string;
  readonly draft: string;
  readonly isSaved: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** What was put into the trash last, and can be taken back at once. */
export interface Removed {
  readonly kind: 'deleted' | 'discarded';
  readonly ids: readonly string[];
}

/** What the history's page shows. */
export interface HistoryState {
  readonly isShown: boolean;
  readonly query: string;
  readonly filter: EntryFilter;
  /** What `query` and `filter` find, newest first, `limit` at most. */
  readonly entries: readonly EntryRow[];
  readonly limit: number;
  /** Nothing is kept yet, whatever is searched for. */
  readonly isEmpty: boolean;
  /** Applications to filter by. */
  readonly apps: readonly string[];
  readonly opened: OpenedEntry | null;
  readonly editing: Editing | null;
  /** How many times as fast as it was said sound is played. */
  readonly speed: number;
  /** Ids of the entries that "Export" and "Delete" are for. */
  readonly marked: ReadonlySet<string>;
  readonly isTrashShown: boolean;
  readonly trash: readonly EntryRow[];
  readonly removed: Removed | null;
  readonly cutOff: readonly CutOff[];
  /** Whether cut-off entries are being recovered. */
  readonly isRecovering: boolean;
}

/** Sound from the history that is being recognised again. */
export interface Reread {
  readonly entryId: string;
  readonly doneMs: number;
  readonly totalMs: number | null;
}

export interface HistorySlice {
  readonly history: HistoryState;
  readonly reread: Reread | null;
}

/** Entries that are listed at first, and by how many more each time. */
export const pageEntries = 50;

export const historySlice: HistorySlice = {
  history: {
    isShown: false,
    query: '',
    filter: anyEntry,
    entries: [],
    limit: pageEntries,
    isEmpty: true,
    apps: [],
    opened: null,
    editing: null,
    speed: 1,
    marked: new Set(),
    isTrashShown: false,
    trash: [],
    removed: null,
    cutOff: [],
    isRecovering: false,
  },
  reread: null,
};
