import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { errorText, UtterError } from '../core/errors';

/**
 * Names for the results of several recordings in one folder, without the ending that their format gives them: the recording's own below the folder it was
 * found in. Where two would have the same, each keeps its ending (`note.wav`, `note.flac`), so that a name doesn't depend on which was first.
 * @param within the recordings' paths below the folders they were found in.
 */
export function outputNames(within: readonly string[]): string[] {
  const unix = within.map((path) => path.replaceAll('\\', '/'));
  const stems = unix.map((path) => path.replace(/(?<=[^/])\.[^./]*$/, ''));
  const counts = new Map<string, number>();
  // Folders on macOS and Windows don't tell cases apart.
  for (const stem of stems) counts.set(stem.toLowerCase(), (counts.get(stem.toLowerCase()) ?? 0) + 1);
  const taken = new Set<string>();
  return stems.map((stem, i) => {
    const wanted = counts.get(stem.toLowerCase()) === 1 ? stem : unix[i]!;
    let name = wanted;
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${wanted}-${count}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

/**
 * Writes a whole file or none: under another name first, then renamed.
 * @param name may have folders in it, which are made.
 * @throws UtterError file-unwritable
 */
export async function writeWhole(folder: string, name: string, contents: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  // Not by the process's number, which a container gives again after one that was killed.
  const temporary = join(dirname(path), `.${name.replace(/^.*\//, '')}.${randomUUID()}.tmp`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, contents, { flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {}); // the first error is the one to tell
    throw new UtterError(
      'file-unwritable',
      `${path} can't be written: ${errorText(error)}`,
      'Choose another folder with --out.',
      {
        cause: error,
      },
    );
  }
  return path;
}

/** Removes what a process that was killed left of the results of these names, half written. */
export async function removeLeftovers(folder: string, names: readonly string[]): Promise<void> {
  const wanted = new Set(names);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const [, file] = /^\.(.+)\.[0-9a-f-]{36}\.tmp$/.exec(entry.name) ?? [];
    if (file === undefined || !entry.isFile()) continue;
    const within = relative(folder, join(entry.parentPath, file)).replaceAll('\\', '/');
    // With its format, and perhaps its channel.
    const isOne = wanted.has(within.replace(/\.[^.]+$/, '')) || wanted.has(within.replace(/\.channel-\d+\.[^.]+$/, ''));
    if (isOne) await rm(join(entry.parentPath, entry.name), { force: true });
  }
}
