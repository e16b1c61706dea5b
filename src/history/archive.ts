import Dexie from 'dexie';
import type { Transcript } from '../core/transcript/types';
import type { HistoryDatabase } from './database';
import { noEdits, type EditTrail } from './edit-trail';
import { storedRateHz, type EntryRow, type EntryVersion, type StoredAudio, type VersionFacts } from './records';
import { waveFile } from './samples';
import { queryTerms } from './terms';
import { factsOf } from './versions';

export interface Retention {
  /** Entries older than this are deleted; 0 keeps them for good. */
  readonly entryDays: number;
  /** Sound older than this is deleted, its text stays; 0 keeps it as long as the text. */
  readonly audioDays: number;
}

/** Which entries are listed; null and empty parts leave all. */
export interface EntryFilter {
  readonly kind: 'any' | 'dictation' | 'recording';
  readonly fromMs: number | null;
  readonly untilMs: number | null;
  /** Where the text was delivered to. */
  readonly app: string | null;
}

export const anyEntry: EntryFilter = { kind: 'any', fromMs: null, untilMs: null, app: null };

/** An entry with its text and all others of the same sound. */
export interface StoredEntry {
  readonly entry: EntryRow;
  readonly transcript: Transcript;
  /** Where the text came from. */
  readonly facts: VersionFacts;
  readonly versions: readonly EntryVersion[];
  readonly trail: EditTrail;
}

const dayMs = 86_400_000;

/** The reading side of the history, and all that changes finished entries. */
export class Archive {
  constructor(readonly database: HistoryDatabase) {}

  /**
   * Finished entries, pinned ones first, then the newest. Words of `query` must all be there, each from its beginning: "hel wor" finds
   * "hello world".
   */
  async list(query: string, limit: number, filter: EntryFilter = anyEntry): Promise<readonly EntryRow[]> {
    const isWanted = (entry: EntryRow): boolean => entry.state === 'done' && passes(entry, filter);
    const terms = queryTerms(query);
    if (terms.length === 0) {
      const pinned = (await this.database.entries.where('pinnedAtMs').above(0).toArray()).filter(isWanted);
      const others = this.database.entries.orderBy('startedAtMs').reverse();
      const newest = await others
        .filter((entry) => entry.pinnedAtMs === undefined && isWanted(entry))
        .limit(Math.max(0, limit - pinned.length))
        .toArray();
      return [...pinned.toSorted(byNewest), ...newest].slice(0, limit);
    }
    const [first = [], ...others] = await Promise.all(
      terms.map((term) => this.database.entries.where('terms').startsWith(term).primaryKeys()),
    );
    const sets = others.map((ids) => new Set(ids));
    const found = new Set(first.filter((id) => sets.every((ids) => ids.has(id))));
    // Ids begin with the time, so only those that may be shown are read.
    const newest = [...found].toSorted((a, b) => (a < b ? 1 : -1));
    const listed: EntryRow[] = [];
    for (let from = 0; from < newest.length && listed.length < limit; from += limit) {
      const entries = await this.database.entries.bulkGet(newest.slice(from, from + limit));
      listed.push(...entries.filter((entry): entry is EntryRow => entry !== undefined && isWanted(entry)));
    }
    return listed.slice(0, limit).toSorted((a, b) => Number(isPinned(b)) - Number(isPinned(a)) || byNewest(a, b));
  }

  /** Whether anything is kept at all, whatever is searched for. */
  async isEmpty(): Promise<boolean> {
    return (await this.database.entries.where('state').equals('done').limit(1).count()) === 0;
  }

  /** Applications that texts were delivered to. */
  async apps(): Promise<readonly string[]> {
    return (await this.database.entries.orderBy('app').uniqueKeys()).map(String);
  }

  async open(id: string): Promise<StoredEntry | null> {
    const [entry, row] = await Promise.all([this.database.entries.get(id), this.database.transcripts.get(id)]);
    if (entry === undefined || row === undefined) return null;
    const { transcript, versions = [], trail = noEdits } = row;
    return { entry, transcript, facts: factsOf(entry, row), versions, trail };
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

  /** Pinned entries come first, and are never deleted for their age. */
  async pin(id: string, atMs: number | null): Promise<void> {
    const { entries } = this.database;
    await this.database.transaction('rw', entries, async () => {
      const row = await entries.get(id);
      if (row === undefined) return;
      const { pinnedAtMs: _, ...unpinned } = row;
      await entries.put(atMs === null ? unpinned : { ...unpinned, pinnedAtMs: atMs });
    });
  }

  /** Deletes what is older than `retention` allows, from the trash too, but nothing that is pinned. @returns how many entries went */
  async prune({ entryDays, audioDays }: Retention, nowMs: number): Promise<number> {
    const old = async (days: number): Promise<readonly EntryRow[]> =>
      days === 0
        ? []
        : this.database.entries
            .where('startedAtMs')
            .below(nowMs - days * dayMs)
            .filter((entry) => wasDone(entry) && !isPinned(entry))
            .toArray();
    const expired = await old(entryDays);
    await this.database.removeEntries(expired.map(({ id }) => id));
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

/** What was cut off was never kept: its age begins when it is recovered. */
function wasDone({ state, trashed }: EntryRow): boolean {
  return state === 'done' || (state === 'trash' && trashed?.from === 'done');
}

function isPinned({ pinnedAtMs }: EntryRow): boolean {
  return pinnedAtMs !== undefined;
}

function byNewest(a: EntryRow, b: EntryRow): number {
  return b.startedAtMs - a.startedAtMs;
}

function passes(entry: EntryRow, { kind, fromMs, untilMs, app }: EntryFilter): boolean {
  if (kind !== 'any' && entry.kind !== kind) return false;
  if (fromMs !== null && entry.startedAtMs < fromMs) return false;
  if (untilMs !== null && entry.startedAtMs >= untilMs) return false;
  return app === null || entry.app === app;
}
