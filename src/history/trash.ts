import type { HistoryDatabase } from './database';
import type { EntryRow } from './records';
import { searchTerms } from './terms';

/** What was deleted can be taken back for this long. */
export const trashDays = 30;

const dayMs = 86_400_000;

/** Deleted entries, whole: their words, versions and sound go when their time is up or when they are deleted for good. */
export class Trash {
  constructor(readonly database: HistoryDatabase) {}

  /** The newest first. */
  async list(): Promise<readonly EntryRow[]> {
    const rows = await this.database.entries.where('state').equals('trash').toArray();
    return rows.toSorted((a, b) => deletedAtMs(b) - deletedAtMs(a));
  }

  /** @returns the ids of those that were put there now */
  async put(ids: readonly string[], nowMs: number): Promise<readonly string[]> {
    const { entries } = this.database;
    return this.database.transaction('rw', entries, async () => {
      const rows = (await entries.bulkGet([...ids])).filter((row) => row?.state === 'done');
      await entries.bulkPut(rows.map((row) => ({ ...row!, state: 'trash', trashed: { atMs: nowMs, from: 'done' } })));
      return rows.map((row) => row!.id);
    });
  }

  /** An entry that was cut off; taken back, it is one again. `text` is what of it can be read in the trash. */
  async putCutOff(id: string, text: string, durationMs: number, nowMs: number): Promise<void> {
    const { entries, transcripts } = this.database;
    await this.database.transaction('rw', [entries, transcripts], async () => {
      const row = await entries.get(id);
      if (row?.state !== 'open') return;
      // One that was kept before has a text already.
      const read = (await transcripts.get(id)) === undefined ? { text, terms: searchTerms(text), durationMs } : {};
      await entries.put({ ...row, ...read, state: 'trash', trashed: { atMs: nowMs, from: 'open' } });
    });
  }

  async takeBack(ids: readonly string[]): Promise<void> {
    const { entries } = this.database;
    await this.database.transaction('rw', entries, async () => {
      for (const row of await entries.bulkGet([...ids])) {
        if (row?.trashed === undefined) continue;
        const { trashed, ...kept } = row;
        await entries.put({ ...kept, state: trashed.from });
      }
    });
  }

  /** Only what is in the trash, so that nothing is ever deleted that could not have been taken back. */
  async remove(ids: readonly string[]): Promise<void> {
    const rows = await this.database.entries.bulkGet([...ids]);
    await this.database.removeEntries(rows.flatMap((row) => (row?.state === 'trash' ? [row.id] : [])));
  }

  /** Deletes what has been there for `trashDays`. */
  async expire(nowMs: number): Promise<void> {
    const old = (await this.list()).filter((row) => deletedAtMs(row) <= nowMs - trashDays * dayMs);
    if (old.length > 0) await this.remove(old.map(({ id }) => id));
  }
}

function deletedAtMs({ trashed }: EntryRow): number {
  return trashed?.atMs ?? 0;
}
