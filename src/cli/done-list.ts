import { appendFile, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/**
 * What a folder of results was made from, so that a run can be gone on with: a result counts as done where its source is the same file, as long and as
 * old as it was. A line of JSON for each, added once its files are written.
 */
const listName = '.utter-done.jsonl';

const entrySchema = z.object({
  name: z.string(),
  source: z.string(),
  bytes: z.number(),
  modifiedMs: z.number(),
  files: z.array(z.string()),
});
type Entry = z.infer<typeof entrySchema>;

export type DoneList = ReadonlyMap<string, Entry>;

export async function readDoneList(folder: string): Promise<DoneList> {
  const text = await readFile(join(folder, listName), 'utf8').catch(() => '');
  const entries = text.split('\n').flatMap((line) => {
    try {
      return [entrySchema.parse(JSON.parse(line))];
    } catch {
      // A line that was cut off is one of a recording that is done again.
      return [];
    }
  });
  return new Map(entries.map((entry) => [entry.name, entry]));
}

/** Whether the files of a result are there, in all formats that are wanted, and its source is what it was. */
export async function isDone(
  done: DoneList,
  folder: string,
  name: string,
  source: string,
  formats: readonly string[],
): Promise<boolean> {
  const entry = done.get(name);
  const now = await describe(source);
  if (entry === undefined || now === null) return false;
  if (entry.source !== now.source || entry.bytes !== now.bytes || entry.modifiedMs !== now.modifiedMs) return false;
  const kinds = new Set(entry.files.map((file) => file.replace(/^.*\./, '')));
  if (!formats.every((format) => kinds.has(format))) return false;
  const present = await Promise.all(
    entry.files.map((file) =>
      stat(join(folder, file)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return present.every(Boolean);
}

export async function addDone(folder: string, name: string, source: string, files: readonly string[]): Promise<void> {
  const description = await describe(source);
  if (description !== null) await appendFile(join(folder, listName), `${JSON.stringify({ name, ...description, files })}\n`);
}

async function describe(path: string): Promise<Omit<Entry, 'name' | 'files'> | null> {
  const stats = await stat(path).catch(() => null);
  return stats?.isFile() === true ? { source: resolve(path), bytes: stats.size, modifiedMs: stats.mtimeMs } : null;
}
