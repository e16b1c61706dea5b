import Dexie from 'dexie';
import type { Transcript } from '../core/transcript/types';
import type { HistoryDatabase } from './database';
import { storedRateHz, type EntryRow, type EntryVersion, type StoredAudio } from './records';
import { waveFile } from './samples';
import { queryTerms, searchTerms } from './terms';

export interface Retention {
  /** Entries older than this are deleted; 0 keeps them for good. */
  readonly entryDays: number;
  /** Sound older than this is deleted, its text stays; 0 keeps it as long as the text. */
  readonly audioDays: number;
}

const dayMs = 86_400_000;

/** The reading side of the history, and all that changes finished entries. */
export class Archive {
  constructor(readonly database: HistoryDatabase) {}

  /**
   * Finished entries, newest first. Words of `query` must all be there, each from its beginning: "hel wor" finds "hello
   * world".
   */
  async list(query: string, limit: number): Promise<readonly EntryRow[]> {
    const terms = queryTerms(query);
    if (terms.length === 0) {
      const newest = this.database.entries.orderBy('startedAtMs').reverse();
      return newest
        .filter(({ state }) => state === 'done')
        .limit(limit)
        .toArray();
    }
    const [first = [], ...others] = await Promise.all(
      terms.map((term) => this.database.entries.where('terms').startsWith(term).primaryKeys()),
    );
    const sets = others.map((ids) => new Set(ids));
    const found = new Set(first.filter((id) => sets.every((ids) => ids.has(id))));
    // Ids begin with the time, so only those that are shown are read.
    const newest = [...found].toSorted((a, b) => (a < b ? 1 : -1));
    const entries = await this.database.entries.bulkGet(newest.slice(0, limit));
    return entries
      .filter((entry): entry is EntryRow => entry !== undefined && entry.state === 'done')
      .toSorted((a, b) => b.startedAtMs - a.startedAtMs);
  }

  async open(
    id: string,
  ): Promise<{ readonly entry: EntryRow; readonly transcript: Transcript; readonly versions: readonly EntryVersion[] } | null> {
    const [entry, row] = await Promise.all([this.database.entries.get(id), this.database.transcripts.get(id)]);
    if (entry === undefined || row === undefined) return null;
    return { entry, transcript: row.transcript, versions: row.versions ?? [] };
  }

  /** Entries that were never closed, oldest first. */
  async openEntries(): Promise<readonly EntryRow[]> {
    return (await this.database.entries.where('state').equals('open').toArray()).toSorted(
      (a, b) => a.startedAtMs - b.startedAtMs,
    );
  }

  /** An entry's sound as a file, from `startMs` on where that can be cut; null when none is kept. */
  async audioFile(id: string, startMs = 0): Promise<Blob | null> {
    const entry = await this.database.entries.get(id);
    if (entry === undefined || entry.audio.kind === 'none') return null;
    if (entry.audio.kind === 'file') return (await this.database.files.get(id))?.file ?? null;
    const startSample = Math.round((startMs * storedRateHz) / 1000);
    const rows = await this.database.audio
      .where('[entryId+startSample]')
      .between([id, Dexie.minKey], [id, Dexie.maxKey])
      .toArray();
    const pieces = rows.flatMap((row) => {
      const skipped = Math.max(0, startSample - row.startSample) * 2;
      return skipped >= row.samples.byteLength ? [] : [row.samples.slice(skipped)];
    });
    return pieces.length === 0 ? null : waveFile(pieces);
  }

  /** Puts other words in the place of an entry's: an edit, beside which other versions stay, or what another model heard. */
  async replaceText(
    id: string,
    transcript: Transcript,
    text: string,
    changes: { readonly isEdited: boolean; readonly modelId?: string },
  ): Promise<void> {
    const { entries, transcripts } = this.database;
    await this.database.transaction('rw', [entries, transcripts], async () => {
      const versions = changes.isEdited ? (await transcripts.get(id))?.versions : undefined;
      await transcripts.put({ entryId: id, transcript, ...(versions && { versions }) });
      await entries.update(id, { text, terms: searchTerms(text), durationMs: transcript.durationMs, ...changes });
    });
  }

  /** Everything of these entries goes, their sound too. */
  remove(ids: readonly string[]): Promise<void> {
    return this.database.removeEntries(ids);
  }

  /** Deletes what is older than `retention` allows. @returns how many entries went */
  async prune({ entryDays, audioDays }: Retention, nowMs: number): Promise<number> {
    const old = async (days: number): Promise<readonly EntryRow[]> =>
      days === 0
        ? []
        : this.database.entries
            .where('startedAtMs')
            .below(nowMs - days * dayMs)
            .filter(({ state }) => state === 'done')
            .toArray();
    const expired = await old(entryDays);
    await this.remove(expired.map(({ id }) => id));
    for (const { id, audio } of await old(audioDays)) if (audio.kind !== 'none') await this.removeAudio(id);
    return expired.length;
  }

  /** Takes the sound away and leaves the text. */
  async removeAudio(id: string): Promise<void> {
    const { entries, audio, files } = this.database;
    const none: StoredAudio = { kind: 'none' };
    await this.database.transaction('rw', [entries, audio, files], async () => {
      await audio.where('[entryId+startSample]').between([id, Dexie.minKey], [id, Dexie.maxKey]).delete();
      await files.delete(id);
      await entries.update(id, { audio: none });
    });
  }
}
