import { appendFile, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/**
 * What a folder of results was made from and how, so that a run can be gone on with: a result counts as done where its source is the same file, as long
 * and as old as it was, and is heard in the same way. A line of JSON for each, added once its files are written.
 */
const listName = '.utter-done.jsonl';

const entrySchema = z.object({
  name: z.string(),
  source: z.string(),
  bytes: z.number(),
  modifiedMs: z.number(),
  files: z.array(z.string()),
  /** Lists from before there were recipes have none. */
  recipe: z.record(z.string(), z.string()).optional(),
});
type Entry = z.infer<typeof entrySchema>;

/** What a result depends on besides its recording, by the options that say it; a value each, whatever it is. */
export type Recipe = Readonly<Record<string, string>>;

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

export type DoneState =
  | { readonly kind: 'done' }
  | { readonly kind: 'undone' }
  /** Made of the same file, with other options than these. */
  | { readonly kind: 'changed'; readonly options: readonly string[] };

/** Whether the files of a result are there, in all formats that are wanted, its source is what it was, and so is how it is heard. */
export async function doneState(
  done: DoneList,
  folder: string,
  name: string,
  source: string,
  formats: readonly string[],
  recipe: Recipe = {},
): Promise<DoneState> {
  const entry = done.get(name);
  const now = await describe(source);
  const isSame =
    entry !== undefined && entry.source === now?.source && entry.bytes === now.bytes && entry.modifiedMs === now.modifiedMs;
  if (!isSame) return { kind: 'undone' };
  const kinds = new Set(entry.files.map((file) => file.replace(/^.*\./, '')));
  const isThere = await Promise.all(
    entry.files.map((file) =>
      stat(join(folder, file)).then(
        () => true,
        () => false,
      ),
    ),
  );
  if (!formats.every((format) => kinds.has(format)) || !isThere.every(Boolean)) return { kind: 'undone' };
  const options = entry.recipe === undefined ? [] : changedOptions(entry.recipe, recipe);
  return options.length === 0 ? { kind: 'done' } : { kind: 'changed', options };
}

/** @param recipe what the result depends on besides its source. */
export async function addDone(
  folder: string,
  name: string,
  source: string,
  files: readonly string[],
  recipe: Recipe = {},
): Promise<void> {
  const description = await describe(source);
  if (description === null) return;
  // A line that was cut off, as by a loss of power, must not take the next one with it: each begins on a line of its own.
  await appendFile(join(folder, listName), `\n${JSON.stringify({ name, ...description, files, recipe })}`);
}

/** The options in which two recipes differ. */
function changedOptions(a: Recipe, b: Recipe): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((option) => a[option] !== b[option]);
}

async function describe(path: string): Promise<Pick<Entry, 'source' | 'bytes' | 'modifiedMs'> | null> {
  const stats = await stat(path).catch(() => null);
  return stats?.isFile() === true ? { source: resolve(path), bytes: stats.size, modifiedMs: stats.mtimeMs } : null;
}
