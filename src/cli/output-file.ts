import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { errorText, UtterError } from '../core/errors';

/** Names for the results of several recordings in one folder: `<name>.<extension>`, numbered where two would clash. */
export function outputNames(recordings: readonly string[], extension: string): string[] {
  const taken = new Set<string>();
  return recordings.map((recording) => {
    const stem = basename(recording, extname(recording));
    let name = `${stem}.${extension}`;
    // Folders on macOS and Windows don't tell cases apart.
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${stem}-${count}.${extension}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

/**
 * Writes a whole file or none: under another name first, then renamed.
 * @throws UtterError file-unwritable
 */
export async function writeWhole(folder: string, name: string, text: string): Promise<string> {
  const path = join(folder, name);
  const temporary = join(folder, `.${name}.${process.pid}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {}); // the first error is the one to tell
    const reason = errorText(error);
    throw new UtterError('file-unwritable', `${path} can't be written: ${reason}`, 'Choose another folder with --out.', {
      cause: error,
    });
  }
  return path;
}
