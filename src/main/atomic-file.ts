import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorText, UtterError } from '../core/errors';

/** Writes beside the file and renames over it, so that a reader or a crash never meets half a file. */
export async function writeFileAtomically(path: string, contents: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(contents, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    // What went wrong first is what the user must read.
    await rm(temporary, { force: true }).catch(() => undefined);
    const reason = errorText(error);
    const remedy = 'Choose another folder or free some space.';
    throw new UtterError('file-unwritable', `Cannot write ${path}: ${reason}`, remedy, { cause: error });
  }
}
