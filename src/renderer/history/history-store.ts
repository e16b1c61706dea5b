import { createContext, useContext } from 'react';
import { createStore, useStore, type StoreApi } from 'zustand';
import type { Transcript } from '../../core/transcript/types';
import type { EntryRow, EntryVersion } from '../../history/records';
import type { HistoryController } from './history-desk';

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

export type HistoryStore = StoreApi<HistoryState>;

/** Entries that are listed at first, and by how many more each time. */
export const pageEntries = 50;

export function createHistoryStore(): HistoryStore {
  return createStore<HistoryState>(() => ({
    isShown: false,
    query: '',
    entries: [],
    limit: pageEntries,
    opened: null,
    marked: new Set(),
    cutOff: [],
    isRecovering: false,
  }));
}

export const HistoryContext = createContext<HistoryController | null>(null);

export function useHistory(): HistoryController {
  const history = useContext(HistoryContext);
  if (history === null) throw new Error('useHistory needs a HistoryContext above it.');
  return history;
}

/** The selected part of the history's state; drawn again only when that part changes. */
export function useHistoryState<T>(selector: (state: HistoryState) => T): T {
  return useStore(useHistory().store, selector);
}
