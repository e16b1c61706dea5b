import { randomUUID } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { watch, type FSWatcher } from 'chokidar';
import { isRecordingName } from '../../core/audio/recording-names';
import { errorText } from '../../core/errors';
import type { WatchState } from '../../platform/system-services';
import { writeFileAtomically } from '../atomic-file';
import type { Log } from '../log';
import type { SeenRecording, WatchLedger } from './ledger';

export interface WatchFolderParts {
  readonly ledger: WatchLedger;
  readonly log: Log;
  changed(state: WatchState): void;
  /** A recording whose size has not changed for so long is whole. */
  readonly stableMs: number;
  /** How often the folder itself is looked for. */
  readonly checkMs: number;
}

/** Tells of new recordings in a folder, and writes their texts beside them. */
export interface WatchFolder {
  state(): WatchState;
  /** Goes on with the folder of the last time; what has come meanwhile is new. */
  begin(): Promise<void>;
  /** What is in the folder already is left alone. */
  choose(folder: string): Promise<void>;
  stop(): Promise<void>;
  /** The file of a recording that waits. */
  file(id: string): string | null;
  /** @throws UtterError `file-unwritable`; the recording counts as dealt with all the same */
  finish(id: string, text: string | null): Promise<void>;
}

interface Waiting extends SeenRecording {
  readonly id: string;
  readonly path: string;
}

export function createWatchFolder({ ledger, log, changed, stableMs, checkMs }: WatchFolderParts): WatchFolder {
  let watcher: FSWatcher | null = null;
  let waiting: readonly Waiting[] = [];
  /** Timers of files that are being written, by their path. */
  const settling = new Map<string, ReturnType<typeof setTimeout>>();
  let reason: string | null = null;
  // It keeps no process alive that has nothing else to do.
  setInterval(() => void check(), checkMs).unref();

  function state(): WatchState {
    const folder = ledger.folder();
    if (folder === null) return { state: 'off' };
    if (reason !== null) return { state: 'failed', folder, reason };
    const found = waiting.map(({ id, name }) => ({ id, name, url: `/watched/${id}` }));
    return { state: 'watching', folder, found };
  }

  async function open(folder: string): Promise<void> {
    await close();
    try {
      if (!(await stat(folder)).isDirectory()) throw new Error('it is no folder');
      reason = null;
      watcher = watch(folder, {
        depth: 0,
        ignorePermissionErrors: true,
        ignored: (path, stats) => stats?.isFile() === true && !isRecordingName(path),
      });
      // Not chokidar's own `awaitWriteFinish`, which takes what it finds at the start to be whole.
      watcher.on('add', (path) => settle(path));
      watcher.on('change', (path) => settle(path));
      watcher.on('unlink', (path) => drop(path));
      watcher.on('error', (error) => fail(errorText(error)));
      changed(state());
    } catch (error) {
      fail(errorText(error));
    }
  }

  async function close(): Promise<void> {
    for (const timer of settling.values()) clearTimeout(timer);
    settling.clear();
    const closing = watcher;
    watcher = null;
    waiting = [];
    await closing?.close();
  }

  function fail(why: string): void {
    reason = why;
    log.info(`the watched folder can't be read: ${why}`);
    void close();
    changed(state());
  }

  /** Drives are unplugged and come back, and no watcher tells of it everywhere. */
  async function check(): Promise<void> {
    const folder = ledger.folder();
    if (folder === null) return;
    const isThere = await stat(folder).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    if (isThere && reason !== null) await open(folder);
    else if (!isThere && reason === null) fail('it no longer exists');
  }

  /** Offers a recording once its size has not changed for a while; not every file system tells of each write. */
  function settle(path: string, before: SeenRecording | null = null): void {
    clearTimeout(settling.get(path));
    const look = async (): Promise<void> => {
      const now = await describe(path);
      if (!settling.delete(path) || now === null) return;
      if (before !== null && isSame(before, now)) offer(path, now);
      else settle(path, now);
    };
    settling.set(
      path,
      setTimeout(() => void look(), before === null ? 0 : stableMs),
    );
  }

  /** New, unless the ledger knows it. */
  function offer(path: string, seen: SeenRecording): void {
    const before = waiting.find((each) => each.path === path);
    if (seen.bytes === 0 || ledger.has(seen) || (before !== undefined && isSame(before, seen))) return;
    waiting = [...waiting.filter((each) => each !== before), { ...seen, id: randomUUID(), path }];
    changed(state());
  }

  function drop(path: string): void {
    clearTimeout(settling.get(path));
    settling.delete(path);
    waiting = waiting.filter((each) => each.path !== path);
    changed(state());
  }

  return {
    state,
    async begin() {
      const folder = ledger.folder();
      if (folder !== null) await open(folder);
    },
    async choose(folder) {
      const names = (await readdir(folder)).filter(isRecordingName);
      const present = await Promise.all(names.map((name) => describe(join(folder, name))));
      await ledger.restart(
        folder,
        present.filter((each) => each !== null),
      );
      await open(folder);
    },
    async stop() {
      await ledger.restart(null, []);
      await close();
      reason = null;
      changed(state());
    },
    file: (id) => waiting.find((each) => each.id === id)?.path ?? null,
    async finish(id, text) {
      const done = waiting.find((each) => each.id === id);
      // It was removed, or replaced by another one that is offered by itself.
      if (done === undefined) return;
      try {
        if (text !== null) await writeFileAtomically(await freeTextName(done.path), text);
      } finally {
        const { name, bytes, modifiedMs } = done;
        waiting = waiting.filter((each) => each !== done);
        await ledger.add({ name, bytes, modifiedMs });
        changed(state());
      }
    },
  };
}

function isSame(one: SeenRecording, other: SeenRecording): boolean {
  return one.name === other.name && one.bytes === other.bytes && one.modifiedMs === other.modifiedMs;
}

/** Null where there is no file any more. */
async function describe(path: string): Promise<SeenRecording | null> {
  const stats = await stat(path).catch(() => null);
  return stats?.isFile() ? { name: basename(path), bytes: stats.size, modifiedMs: stats.mtimeMs } : null;
}

/** `talk.txt` beside `talk.wav`; somebody else's text of that name is not overwritten. */
async function freeTextName(recording: string): Promise<string> {
  const stem = recording.slice(0, -extname(recording).length);
  for (let number = 1; ; number++) {
    const path = number === 1 ? `${stem}.txt` : `${stem} ${number}.txt`;
    if ((await stat(path).catch(() => null)) === null) return path;
  }
}
