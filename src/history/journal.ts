import Dexie from 'dexie';
import type { Segment, Transcript } from '../core/transcript/types';
import type { HistoryDatabase } from './database';
import type { Commit, FinishedEntry, NewEntry } from './journal-protocol';
import { openUtterance, storedRateHz, type EntryVersion, type StoredAudio } from './records';
import { samplesMs } from './samples';
import { searchTerms } from './terms';

/** The writing side of the history: an entry is on the disk from its first moment, and closing it copies nothing. */
export class Journal {
  constructor(readonly database: HistoryDatabase) {}

  async begin(entry: NewEntry, file: Blob | null): Promise<void> {
    const { entries, files } = this.database;
    const audio: StoredAudio =
      file !== null
        ? { kind: 'file', bytes: file.size }
        : entry.kind === 'dictation'
          ? { kind: 'samples', sampleRateHz: storedRateHz }
          : { kind: 'none' };
    await this.database.transaction('rw', [entries, files], async () => {
      await entries.put({ ...entry, state: 'open', durationMs: 0, text: '', terms: [], audio, isEdited: false });
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

  /** Closes the entry; the journal's rows are then folded into its transcript. */
  async finish(entryId: string, { transcript, text }: FinishedEntry): Promise<void> {
    const { entries, transcripts, journal } = this.database;
    await this.database.transaction('rw', [entries, transcripts, journal], async () => {
      await transcripts.put({ entryId, transcript });
      await entries.update(entryId, { state: 'done', durationMs: transcript.durationMs, text, terms: searchTerms(text) });
      await journal.where('[entryId+sequence]').between([entryId, Dexie.minKey], [entryId, Dexie.maxKey]).delete();
    });
  }

  /** A text beside the one that was delivered; that one, and what was made of it by hand, stays. */
  async addVersion(entryId: string, version: EntryVersion): Promise<void> {
    const { transcripts } = this.database;
    await this.database.transaction('rw', transcripts, async () => {
      const row = await transcripts.get(entryId);
      if (row !== undefined) await transcripts.put({ ...row, versions: [...(row.versions ?? []), version] });
    });
  }

  discard(entryId: string): Promise<void> {
    return this.database.removeEntries([entryId]);
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
