import { z } from 'zod';
import { UtterError } from '../core/errors';
import type { Transcript } from '../core/transcript/types';
import type { HistoryDatabase } from './database';
import type { EntryRow, EntryVersion, TranscriptRow, VersionFacts } from './records';
import { searchTerms } from './terms';
import { factsSchema, transcriptSchema, versionSchema } from './transcript-schema';
import { currentVersion, withVersion } from './versions';

type Kept = 'id' | 'kind' | 'name' | 'startedAtMs' | 'modelId' | 'pinnedAtMs' | 'warnings' | 'app' | 'text';

interface BackupEntry extends Pick<EntryRow, Kept> {
  readonly transcript: Transcript;
  readonly facts: VersionFacts;
  readonly versions: readonly EntryVersion[];
}

interface BackupFile {
  readonly format: 'utter-history';
  readonly version: 1;
  readonly entries: readonly BackupEntry[];
}

const entrySchema = z.object({
  id: z.string().min(1).max(100),
  kind: z.enum(['dictation', 'recording']),
  name: z.string(),
  startedAtMs: z.number(),
  modelId: z.string().nullable(),
  pinnedAtMs: z.number().exactOptional(),
  warnings: z.array(z.string()).exactOptional(),
  app: z.string().exactOptional(),
  text: z.string(),
  transcript: transcriptSchema,
  facts: factsSchema,
  versions: z.array(versionSchema),
});

const backupSchema: z.ZodType<BackupFile> = z.object({
  format: z.literal('utter-history'),
  version: z.literal(1),
  entries: z.array(entrySchema),
});

/** What a backup brought: entries that were not here, and texts of entries that were. */
export interface Restored {
  readonly entries: number;
  readonly texts: number;
}

/** All texts of the history in one file, every version among them; sound is not in it. */
export class Backup {
  constructor(readonly database: HistoryDatabase) {}

  async write(): Promise<string> {
    const { entries, transcripts } = this.database;
    const kept: BackupEntry[] = [];
    for (const entry of await entries.orderBy('startedAtMs').toArray()) {
      const row = entry.state === 'done' ? await transcripts.get(entry.id) : undefined;
      if (row !== undefined) kept.push(backedUp(entry, row));
    }
    return JSON.stringify({ format: 'utter-history', version: 1, entries: kept } satisfies BackupFile);
  }

  /**
   * Adds what is not here; a text that an entry has otherwise becomes one of its versions.
   * @throws UtterError `text-invalid` for a file that is no backup, of which nothing is used
   */
  async restore(contents: string, name: string): Promise<Restored> {
    const { entries } = read(contents, name);
    const restored = { entries: 0, texts: 0 };
    for (const entry of entries) {
      const found = await this.#restoreEntry(entry);
      restored.entries += found.entries;
      restored.texts += found.texts;
    }
    return restored;
  }

  /** In a transaction of its own: one that is interrupted is whole as far as it came, and the same file goes on there. */
  #restoreEntry(backup: BackupEntry): Promise<Restored> {
    const { entries, transcripts } = this.database;
    return this.database.transaction('rw', [entries, transcripts], async () => {
      const { transcript, facts, versions, text, ...about } = backup;
      const [entry, row] = await Promise.all([entries.get(about.id), transcripts.get(about.id)]);
      if (entry !== undefined && row !== undefined) {
        const texts: readonly EntryVersion[] = [...versions, { ...facts, transcript, text }];
        const own = [currentVersion(entry, row), ...(row.versions ?? [])];
        const added = texts.filter((each) => !own.some((version) => version.kind === each.kind && version.text === each.text));
        if (added.length > 0) await transcripts.put({ ...row, versions: added.reduce(withVersion, row.versions ?? []) });
        return { entries: 0, texts: added.length };
      }
      if (entry !== undefined) return { entries: 0, texts: 0 }; // being spoken
      const isEdited = facts.kind === 'edited';
      const { durationMs } = transcript;
      const audio = { kind: 'none' } as const;
      await entries.put({ ...about, state: 'done', durationMs, text, terms: searchTerms(text), audio, isEdited });
      await transcripts.put({ entryId: about.id, transcript, facts, versions });
      return { entries: 1, texts: 0 };
    });
  }
}

function backedUp(entry: EntryRow, row: TranscriptRow): BackupEntry {
  const { id, kind, name, startedAtMs, modelId, pinnedAtMs, warnings, app } = entry;
  const { transcript, text, ...facts } = currentVersion(entry, row);
  return {
    id,
    kind,
    name,
    startedAtMs,
    modelId,
    text,
    transcript,
    facts,
    versions: row.versions ?? [],
    ...(pinnedAtMs !== undefined && { pinnedAtMs }),
    ...(warnings !== undefined && { warnings }),
    ...(app !== undefined && { app }),
  };
}

function read(contents: string, name: string): BackupFile {
  const remedy = 'Choose a file that “Back up texts” has saved.';
  try {
    return backupSchema.parse(JSON.parse(contents));
  } catch (error) {
    throw new UtterError('text-invalid', `${name} is not a backup of Utter’s history.`, remedy, { cause: error });
  }
}
