import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** How standard input is named among the recordings. */
export const standardInput = '-';

/** A file that can be read anywhere in it. */
export interface SpooledInput {
  readonly path: string;
  remove(): Promise<void>;
}

/** Containers are read back and forth, which pipes can't be: what comes from one is put into a temporary file first. */
export async function spooledInput(path: string, signal?: AbortSignal): Promise<SpooledInput> {
  const stats = path === standardInput ? null : await stat(path).catch(() => null);
  if (path !== standardInput && stats?.isFIFO() !== true && stats?.isCharacterDevice() !== true)
    return { path, remove: async () => {} };
  const spool = join(tmpdir(), `utter-${randomUUID()}`);
  const remove = (): Promise<void> => rm(spool, { force: true });
  try {
    await pipeline(path === standardInput ? process.stdin : createReadStream(path), createWriteStream(spool, { mode: 0o600 }), {
      ...(signal && { signal }),
    });
  } catch (error) {
    await remove();
    throw error;
  }
  return { path: spool, remove };
}
