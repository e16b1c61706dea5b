import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UtterError } from '../core/errors';
import { outputNames } from './output-file';

/** Which recordings a batch has, and which of them are still to be done. */

/** A recording and the name of its result. */
export interface Task {
  readonly path: string;
  readonly name: string;
}

/** Part `index` of `count`, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** What is taken out of a folder; a file that is named is tried whatever it is called. */
const recordingNames = /\.(wav|flac|mp3|ogg|oga|opus|m4a|aac|mp4|webm|mkv|mov)$/i;

/**
 * The recordings named, with each folder's in its place: below it at any depth, in the order of their paths, so that every
 * machine that sees the same files has the same list.
 */
export async function listRecordings(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    if (!(await isFolder(path))) {
      found.push(path);
      continue;
    }
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const recordings = entries.filter((entry) => entry.isFile() && recordingNames.test(entry.name) && !entry.name.startsWith('.'));
    if (recordings.length === 0) {
      throw new UtterError('audio-undecodable', `${path} contains no recordings.`, 'Name a folder with sound files, or the files themselves.');
    }
    found.push(...recordings.map((entry) => join(entry.parentPath, entry.name)).sort(byCodeUnits));
  }
  return found;
}

/** The same on every machine, whatever its language. */
function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isFolder(path: string): Promise<boolean> {
  // What isn't there is reported when it is opened, with the others.
  return stat(path).then((stats) => stats.isDirectory(), () => false);
}

/**
 * What to do, with the names that the results have in the whole batch: taken one by one in turn, so that recordings of a kind
 * that lie together are spread over the shards.
 */
export function batchTasks(recordings: readonly string[], format: string, shard: Shard | null): Task[] {
  const names = outputNames(recordings, format);
  const tasks = recordings.map((path, i) => ({ path, name: names[i]! }));
  return shard === null ? tasks : tasks.filter((_, i) => i % shard.count === shard.index - 1);
}

/** Those without a result that is at least as new as the recording; results are written whole or not at all. */
export async function unfinishedTasks(tasks: readonly Task[], out: string): Promise<Task[]> {
  const changedMs = (path: string): Promise<number | null> => stat(path).then((stats) => stats.mtimeMs, () => null);
  const unfinished: Task[] = [];
  for (const task of tasks) {
    const [doneMs, recordedMs] = [await changedMs(join(out, task.name)), await changedMs(task.path)];
    if (doneMs === null || recordedMs === null || doneMs < recordedMs) unfinished.push(task);
  }
  return unfinished;
}

/** `2/8` as a shard, or null when it isn't one. */
export function parseShard(text: string): Shard | null {
  const [, index, count] = /^(\d{1,9})\/(\d{1,9})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  return shard.index >= 1 && shard.index <= shard.count ? shard : null;
}
