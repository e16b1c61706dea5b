import type { Transcript } from '../core/transcript/types';
import type { HistoryDatabase } from './database';
import { stepped, noEdits, type EditTrail } from './edit-trail';
import type { EntryRow, EntryVersion, TranscriptRow, VersionFacts } from './records';
import { searchTerms } from './terms';

/** Of what models recognised again, this many texts of an entry are kept; of what a person wrote, all. */
const mostHeard = 10;

export interface EntryText {
  readonly transcript: Transcript;
  readonly text: string;
}

/** Where an entry's text came from, also in a row of an earlier version. */
export function factsOf(entry: EntryRow, { facts }: Pick<TranscriptRow, 'facts'>): VersionFacts {
  const modelIds = entry.modelId === null ? [] : [entry.modelId];
  return facts ?? { kind: entry.isEdited ? 'edited' : 'streamed', modelIds };
}

/** An entry's text as one of its versions. */
export function currentVersion(entry: EntryRow, row: TranscriptRow): EntryVersion {
  return { ...factsOf(entry, row), transcript: row.transcript, text: entry.text };
}

/** The versions with one more, unless the same is among them; a person's are never dropped. */
export function withVersion(versions: readonly EntryVersion[], added: EntryVersion): readonly EntryVersion[] {
  const isThere = versions.some(({ kind, text }) => kind === added.kind && text === added.text);
  const all = isThere ? versions : [...versions, added];
  const surplus = all.filter(({ kind }) => kind === 'heard').slice(0, -mostHeard);
  return surplus.length === 0 ? all : all.filter((version) => !surplus.includes(version));
}

/** Whatever changes the text of an entry: the one before stays as a version, and an edit gives way to nothing but an edit. */
export class Versions {
  constructor(readonly database: HistoryDatabase) {}

  /**
   * Writes what a person made of the text.
   * @param own what was written last in the same sitting, which it replaces; null at the sitting's first change
   * @returns whether the entry is there
   */
  edit(id: string, next: EntryText, own: string | null, nowMs: number, trail?: EditTrail): Promise<boolean> {
    return this.#change(id, (current, versions, row) => {
      if (current.text === next.text && current.kind === 'edited') return { current, versions, trail: trail ?? row.trail };
      const isOwn = current.kind === 'edited' && current.text === own;
      const { modelIds } = current;
      return {
        current: { ...next, kind: 'edited', modelIds, atMs: nowMs },
        versions: isOwn ? versions : withVersion(versions, current),
        trail: trail ?? stepped(row.trail ?? noEdits, current.text, next.text),
      };
    });
  }

  /** What a model heard takes the place of what another one did, and stands beside what a person wrote. */
  hear(id: string, heard: EntryText, modelId: string, nowMs: number): Promise<boolean> {
    return this.#change(id, (current, versions, { trail }) => {
      const version: EntryVersion = { ...heard, kind: 'heard', modelIds: [modelId], atMs: nowMs };
      if (current.kind === 'edited') return { current, versions: withVersion(versions, version), trail };
      return { current: version, versions: current.text === version.text ? versions : withVersion(versions, current) };
    });
  }

  /** Makes a version the text of its entry; the one that was it becomes a version. */
  restore(id: string, { kind, text }: EntryVersion): Promise<boolean> {
    return this.#change(id, (current, versions) => {
      const chosen = versions.find((each) => each.kind === kind && each.text === text);
      if (chosen === undefined) return { current, versions };
      return { current: chosen, versions: withVersion(versions, current).filter((each) => each !== chosen) };
    });
  }

  async #change(
    id: string,
    change: (
      current: EntryVersion,
      versions: readonly EntryVersion[],
      row: TranscriptRow,
    ) => { readonly current: EntryVersion; readonly versions: readonly EntryVersion[]; readonly trail?: EditTrail | undefined },
  ): Promise<boolean> {
    const { entries, transcripts } = this.database;
    return this.database.transaction('rw', [entries, transcripts], async () => {
      const [entry, row] = await Promise.all([entries.get(id), transcripts.get(id)]);
      if (entry === undefined || row === undefined) return false;
      const { current, versions, trail } = change(currentVersion(entry, row), row.versions ?? [], row);
      const { transcript, text, ...facts } = current;
      const { trail: _, ...kept } = row;
      await transcripts.put({ ...kept, transcript, facts, versions, ...(trail && { trail }) });
      const modelId = facts.modelIds.at(-1) ?? entry.modelId;
      const isEdited = facts.kind === 'edited';
      await entries.update(id, { text, terms: searchTerms(text), durationMs: transcript.durationMs, isEdited, modelId });
      return true;
    });
  }
}
