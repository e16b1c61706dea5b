import type { Transcript } from '../../core/transcript/types';
import type { EntryRow, EntryVersion } from '../../history/records';

/** An entry that was cut off, and what of it is on the disk. */
export interface CutOff {
  readonly entry: EntryRow;
  readonly words: number;
  readonly audioMs: number;
}

/** An entry that is being looked at. */
export interface OpenedEntry {
  readonly entry: EntryRow;
  /** As it was delivered, or edited since. */
  readonly transcript: Transcript;
  /** Other texts of the same sound. */
  readonly versions: readonly EntryVersion[];
  /** Whether the final text is looked at, instead of the one that was delivered. */
  readonly isFinalShown: boolean;
}

/** The final text of an entry that was delivered without it; null where there is none. */
export function finalVersion({ versions }: Pick<OpenedEntry, 'versions'>): EntryVersion | null {
  return versions.findLast(({ kind }) => kind === 'final') ?? null;
}

/** What is looked at: read, heard, copied, exported and edited. */
export function shownVersion(opened: OpenedEntry): { readonly transcript: Transcript; readonly text: string } {
  const final = opened.isFinalShown ? finalVersion(opened) : null;
  return final ?? { transcript: opened.transcript, text: opened.entry.text };
}

/** What the history's page shows. */
export interface HistoryState {
  readonly isShown: boolean;
  readonly query: string;
  /** What `query` finds, newest first, `limit` at most. */
  readonly entries: readonly EntryRow[];
  readonly limit: number;
  readonly opened: OpenedEntry | null;
  /** Ids of the entries that "Export" and "Delete" are for. */
  readonly marked: ReadonlySet<string>;
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
    entries: [],
    limit: pageEntries,
    opened: null,
    marked: new Set(),
    cutOff: [],
    isRecovering: false,
  },
  reread: null,
};
