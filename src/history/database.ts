import Dexie, { type DexieOptions, type Table } from 'dexie';
import { UtterError } from '../core/errors';
import type { AudioRow, EntryRow, FileRow, JournalRow, TranscriptRow } from './records';
import { searchTerms } from './terms';

export const databaseName = 'utter-history';

/**
 * The history: IndexedDB, which the browser edition and Electron's page both have, so that one code writes and one test
 * proves both. Written from the journal worker, read from the page; each opens it for itself.
 */
export class HistoryDatabase extends Dexie {
  declare readonly entries: Table<EntryRow, string>;
  declare readonly transcripts: Table<TranscriptRow, string>;
  declare readonly audio: Table<AudioRow, [string, number]>;
  declare readonly files: Table<FileRow, string>;
  declare readonly journal: Table<JournalRow, [string, number]>;

  constructor(options: DexieOptions = {}, name = databaseName) {
    // Strict: a transaction is complete when it is on the disk, not when the system has promised to put it there.
    super(name, { chromeTransactionDurability: 'strict', ...options });
    // Versions are only ever added: each takes the one before it further, whatever version a user comes from.
    this.version(1).stores({
      entries: 'id, startedAtMs, state',
      transcripts: 'entryId',
      audio: '[entryId+startSample]',
      files: 'entryId',
      journal: '[entryId+sequence]',
    });
    this.version(2)
      .stores({ entries: 'id, startedAtMs, state, *terms' })
      .upgrade((transaction) =>
        transaction
          .table<EntryRow & { terms?: readonly string[] }>('entries')
          .toCollection()
          .modify((entry) => {
            Object.assign(entry, { terms: searchTerms(entry.text), isEdited: entry.isEdited ?? false });
          }),
      );
    this.version(3).stores({ entries: 'id, startedAtMs, state, *terms, pinnedAtMs, app' });
  }

  /** Everything of one entry, sound included, gone in the same transaction. */
  async removeEntries(ids: readonly string[]): Promise<void> {
    const { entries, transcripts, audio, files, journal } = this;
    await this.transaction('rw', [entries, transcripts, audio, files, journal], async () => {
      await Promise.all([entries.bulkDelete([...ids]), transcripts.bulkDelete([...ids]), files.bulkDelete([...ids])]);
      for (const id of ids) {
        await audio.where('[entryId+startSample]').between([id, Dexie.minKey], [id, Dexie.maxKey]).delete();
        await journal.where('[entryId+sequence]').between([id, Dexie.minKey], [id, Dexie.maxKey]).delete();
      }
    });
  }
}

/** A failure of the database in words; names are those of the Indexed Database API and of Dexie. */
export function historyError(error: unknown): UtterError {
  if (error instanceof UtterError) return error;
  const inner = error instanceof Error && 'inner' in error && error.inner instanceof Error ? error.inner : error;
  const names = [error, inner].map((each) => (each instanceof Error ? each.name : ''));
  const is = (name: string): boolean => names.includes(name);
  const reason = inner instanceof Error ? inner.message || inner.name : String(inner);
  const remedy = is('QuotaExceededError')
    ? 'Delete old entries under History, or free space on the disk.'
    : 'Allow this page to store data, or restart Utter. Until then your text is on the page only: copy it from there.';
  return new UtterError('history-unavailable', `The history could not be used: ${reason.replace(/\.$/, '')}.`, remedy, {
    cause: error,
  });
}
