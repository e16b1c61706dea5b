import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { isRecordingName } from '../core/audio/recording-names';
import { UtterError } from '../core/errors';
import { doneState, readDoneList, type Recipe } from './done-list';
import { outputNames, removeLeftovers } from './output-file';

/** Which recordings a batch has, and which of them are still to be done. */

/** A recording and the name of its results, without the ending of their format. */
export interface Task {
  readonly path: string;
  readonly name: string;
}

/** A recording and where it lies below the folder that was named. */
export interface FoundRecording {
  readonly path: string;
  readonly within: string;
}

/** Part `index` of `count`, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * The recordings named, with each folder's in its place: below it at any depth, in the order of their paths, so that every
 * machine that sees the same files has the same list.
 */
export async function listRecordings(paths: readonly string[]): Promise<FoundRecording[]> {
  const found: FoundRecording[] = [];
  const isFolderOf = await Promise.all(paths.map(isFolder));
  const folders = isFolderOf.filter(Boolean).length;
  for (const [index, path] of paths.entries()) {
    if (isFolderOf[index] !== true) {
      found.push({ path, within: basename(path) });
      continue;
    }
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const recordings = entries.filter((entry) => entry.isFile() && isRecordingName(entry.name));
    if (recordings.length === 0) {
      throw new UtterError(
        'audio-undecodable',
        `${path} contains no recordings.`,
        'Name a folder with sound files, or the files themselves.',
      );
    }
    const files = recordings.map((entry) => join(entry.parentPath, entry.name)).sort(byCodeUnits);
    // Of several folders each keeps its results to itself.
    const own = folders > 1 ? basename(resolve(path)) : '';
    for (const file of files) found.push({ path: file, within: join(own, relative(path, file)) });
  }
  return found;
}

/** The same on every machine, whatever its language. */
function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isFolder(path: string): Promise<boolean> {
  // What isn't there is reported when it is opened, with the others.
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

/**
 * What to do, with the names that the results have in the whole batch: taken one by one in turn, so that recordings of a kind
 * that lie together are spread over the shards.
 */
export function batchTasks(recordings: readonly FoundRecording[], shard: Shard | null): Task[] {
  const names = outputNames(recordings.map(({ within }) => within));
  const tasks = recordings.map(({ path }, i) => ({ path, name: names[i]! }));
  return shard === null ? tasks : tasks.filter((_, i) => i % shard.count === shard.index - 1);
}

export interface Unfinished {
  readonly unfinished: readonly Task[];
  /** Of those that were done otherwise: by name, the options that were others. */
  readonly changed: ReadonlyMap<string, readonly string[]>;
}

/** Those that have no result yet, or were changed since, or are to be had in another format besides or in another way. */
export async function unfinishedTasks(
  tasks: readonly Task[],
  out: string,
  formats: readonly string[],
  recipe?: Recipe,
): Promise<Unfinished> {
  const done = await readDoneList(out);
  const unfinished: Task[] = [];
  const changed = new Map<string, readonly string[]>();
  for (const task of tasks) {
    const state = await doneState(done, out, task.name, task.path, formats, recipe);
    if (state.kind !== 'done') unfinished.push(task);
    if (state.kind === 'changed') changed.set(task.name, state.options);
  }
  await removeLeftovers(
    out,
    unfinished.map(({ name }) => name),
  );
  return { unfinished, changed };
}

/** `2/8` as a shard, or null when it isn't one. */
export function parseShard(text: string): Shard | null {
  const [, index, count] = /^(\d{1,9})\/(\d{1,9})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  return shard.index >= 1 && shard.index <= shard.count ? shard : null;
}
