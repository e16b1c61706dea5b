import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import type { ArchiveEntry } from './archive-entry';

/** The files of a zip archive, by its directory; each is checked against the sum that the directory states. */
export async function* zipEntries(archive: string, signal: AbortSignal | undefined): AsyncGenerator<ArchiveEntry> {
  const zip = await openPromise(archive, { lazyEntries: true, autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      signal?.throwIfAborted();
      if (!entry.fileName.endsWith('/')) yield { name: entry.fileName, read: () => contents(zip, entry) };
    }
  } finally {
    zip.close();
  }
}

async function* contents(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  let sum = 0;
  for await (const piece of await zip.openReadStreamPromise(entry)) {
    sum = crc32(piece as Buffer, sum);
    yield piece as Buffer;
  }
  if (sum !== entry.crc32) throw new Error(`${entry.fileName} in it is damaged`);
}
