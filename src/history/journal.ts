import Dexie from 'dexie';
import type { Segment, Transcript } from '../core/transcript/types';
import type { HistoryDatabase } from './database';
import type { Commit, FinishedEntry, NewEntry } from './journal-protocol';
import { openUtterance, storedRateHz, type EntryVersion, type StoredAudio } from './records';
import { samplesMs } from './samples';
import { searchTerms } from './terms';
import { currentVersion, withVersion } from './versions';

/** The writing side of the history: an entry is on the disk from its first moment, and closing it copies nothing. */
export class Journal {
  constructor(readonly database: HistoryDatabase) {}

  /** An entry that was kept before, as that of a recording that goes on, keeps what was made of it. */
  async begin(entry: NewEntry, file: Blob | null): Promise<void> {
    const { entries, files } = this.database;
    const audio: StoredAudio =
      file !== null
        ? { kind: 'file', bytes: file.size }
        : entry.kind === 'dictation'
          ? { kind: 'samples', sampleRateHz: storedRateHz }
          : { kind: 'none' };
    await this.database.transaction('rw', [entries, files], async () => {
      const { trashed: _, ...before } = (await entries.get(entry.id)) ?? { durationMs: 0, text: '', terms: [], isEdited: false };
      await entries.put({ ...before, ...entry, state: 'open', audio });
      if (file !== null) await files.put({ entryId: entry.id, file });
    });
  }

  /** @param samples mono, at `storedRateHz`; `startSample` is where they begin. */
  async appendAudio(entryId: string, startSample: number, samples: Int16Array<ArrayBuffer>): Promise<void> {
    const { buffer, byteOffset, byteLength } = samples;
    const isWhole = byteLength === buffer.byteLength;
    const stored = isWhole ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
    await this.database.audio.put({ entryId, startSample, samples: stored });
  }

  /** Writes what is new; the open utterance takes the place of its former self. */
  async appendText(entryId: string, sequence: number, { segments, committed, durationMs }: Commit): Promise<void> {
    const row = { entryId, durationMs };
    const open = { ...row, sequence: openUtterance, segments: [], committed };
    await this.database.journal.bulkPut(segments.length === 0 ? [open] : [{ ...row, sequence, segments, committed: [] }, open]);
  }

  /** Closes the entry; the journal's rows are then folded into its transcript. A text that a person made before stays its text. */
  async finish(entryId: string, { transcript, text, warnings = [] }: FinishedEntry): Promise<void> {
    const { entries, transcripts, journal } = this.database;
    await this.database.transaction('rw', [entries, transcripts, journal], async () => {
      const [entry, row] = await Promise.all([entries.get(entryId), transcripts.get(entryId)]);
      const { durationMs } = transcript;
      const told = warnings.length > 0 ? { warnings } : {};
      if (entry?.isEdited === true && row !== undefined) {
        const modelIds = entry.modelId === null ? [] : [entry.modelId];
        const heard: EntryVersion = { kind: 'streamed', transcript, text, modelIds };
        await transcripts.put({ ...row, versions: withVersion(row.versions ?? [], heard) });
        await entries.update(entryId, { state: 'done', durationMs, ...told });
      } else {
        const former = entry === undefined || row === undefined ? null : currentVersion(entry, row);
        // What was transcribed at first is the beginning of what there is now.
        const hasOwn = former !== null && former.kind !== 'streamed';
        const versions = hasOwn ? withVersion(row?.versions ?? [], former) : row?.versions;
        await transcripts.put({ entryId, transcript, ...(versions && { versions }) });
        await entries.update(entryId, { state: 'done', durationMs, text, terms: searchTerms(text), ...told });
      }
      await journal.where('[entryId+sequence]').between([entryId, Dexie.minKey], [entryId, Dexie.maxKey]).delete();
    });
  }

  /** A text beside the one that was delivered; that one, and what was made of it by hand, stays. */
  async addVersion(entryId: string, version: EntryVersion): Promise<void> {
    const { transcripts } = this.database;
    await this.database.transaction('rw', transcripts, async () => {
      const row = await transcripts.get(entryId);
      if (row !== undefined) await transcripts.put({ ...row, versions: withVersion(row.versions ?? [], version) });
    });
  }

  /** Nothing happens where the entry was not kept. */
  async delivered(entryId: string, app: string): Promise<void> {
    await this.database.entries.update(entryId, { app });
  }

  /** Nothing is kept of what was written; an entry that was kept before is as it was. */
  async discard(entryId: string): Promise<void> {
    const { entries, transcripts, journal } = this.database;
    const wasKept = (await transcripts.get(entryId)) !== undefined;
    if (!wasKept) return this.database.removeEntries([entryId]);
    await this.database.transaction('rw', [entries, journal], async () => {
      await entries.update(entryId, { state: 'done' });
      await journal.where('[entryId+sequence]').between([entryId, Dexie.minKey], [entryId, Dexie.maxKey]).delete();
    });
  }

  /** What is on the disk of an open entry: its committed words, and how much sound. */
  async readOpen(entryId: string): Promise<{ readonly transcript: Transcript; readonly audioMs: number }> {
    const rows = await this.database.journal
      .where('[entryId+sequence]')
      .between([entryId, Dexie.minKey], [entryId, Dexie.maxKey])
      .toArray();
    const segments: Segment[] = rows.flatMap((row) => row.segments);
    const open = rows.find(({ sequence }) => sequence === openUtterance);
    const last = await this.database.audio
      .where('[entryId+startSample]')
      .between([entryId, Dexie.minKey], [entryId, Dexie.maxKey])
      .last();
    const audioMs = last === undefined ? 0 : samplesMs(last.startSample + last.samples.byteLength / 2);
    return {
      transcript: {
        segments,
        partial: { committed: open?.committed ?? [], tentative: [] },
        durationMs: Math.max(audioMs, open?.durationMs ?? 0),
      },
      audioMs,
    };
  }
}
