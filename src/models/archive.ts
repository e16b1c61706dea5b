import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import unbzip2 from 'unbzip2-stream';
import { errorText, UtterError } from '../core/errors';
import type { ArchiveEntry } from './archive-entry';
import { zipEntries } from './zip';

/** Archives as models are published in: tar, with gzip or bzip2 around it, and zip. */

const suffixes = ['.tar', '.tar.gz', '.tgz', '.tar.bz2', '.tbz2', '.zip'] as const;

export function isArchive(path: string): boolean {
  return suffixes.some((suffix) => path.toLowerCase().endsWith(suffix));
}

/** `models/zipformer.tar.bz2` → `zipformer`. */
export function archiveTitle(path: string): string {
  return basename(path).replace(/\.(tar(\.(gz|bz2))?|tgz|tbz2|zip)$/i, '');
}

const blockBytes = 512;

/**
 * Unpacks the model files of an archive into one folder, without the folders that they are in there; recordings to try a
 * model on, and what lies outside, are left out. An archive with two files of one name gives the one that is least deep.
 * @throws UtterError `model-invalid` where it is damaged or cut off.
 */
export async function unpackModel(archive: string, folder: string, signal?: AbortSignal): Promise<void> {
  const depths = new Map<string, number>();
  try {
    for await (const { name, read } of entriesOf(archive, signal)) {
      const file = basename(name);
      const depth = name.split('/').length;
      const isWanted = /^[\w.-]+$/.test(file) && /\.(onnx|txt|model|json|safetensors)$/.test(file);
      if (!isWanted || (depths.get(file) ?? Infinity) <= depth) continue;
      depths.set(file, depth);
      const target = await open(join(folder, file), 'w');
      try {
        for await (const piece of read()) {
          signal?.throwIfAborted();
          await target.write(piece);
        }
      } finally {
        await target.close();
      }
    }
  } catch (error) {
    signal?.throwIfAborted();
    const reason = errorText(error);
    const remedy = 'Download it again, or unpack it with another program and import the folder.';
    throw new UtterError('model-invalid', `${archive} can't be unpacked (${reason}).`, remedy, { cause: error });
  }
}

function entriesOf(archive: string, signal: AbortSignal | undefined): AsyncGenerator<ArchiveEntry> {
  return /\.zip$/i.test(archive) ? zipEntries(archive, signal) : tarEntries(pieces(archive, signal));
}

async function* pieces(archive: string, signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
  const file = createReadStream(archive, { ...(signal && { signal }) });
  let stream: Readable = file;
  if (/gz$/i.test(archive)) stream = file.pipe(createGunzip());
  // The library's stream is of the kind that can't be iterated.
  else if (/bz2$/i.test(archive)) stream = new Readable().wrap(file.pipe(unbzip2()));
  if (stream !== file) file.on('error', (error) => stream.destroy(error));
  for await (const piece of stream) yield piece as Buffer;
}

/** Source: POSIX.1-2017 `pax`, ustar interchange format; GNU's long names. */
async function* tarEntries(source: AsyncGenerator<Buffer>): AsyncGenerator<ArchiveEntry> {
  let buffered: Buffer = Buffer.alloc(0);
  const fill = async (): Promise<boolean> => {
    const { value, done } = await source.next();
    if (done === true) return false;
    buffered = Buffer.concat([buffered, value]);
    return true;
  };
  const take = async (count: number): Promise<Buffer> => {
    while (buffered.length < count) if (!(await fill())) throw new Error('it ends early');
    const taken = buffered.subarray(0, count);
    buffered = buffered.subarray(count);
    return taken;
  };
  async function* body(size: number): AsyncGenerator<Buffer> {
    for (let left = size; left > 0;) {
      if (buffered.length === 0 && !(await fill())) throw new Error('it ends early');
      const piece = buffered.subarray(0, Math.min(left, buffered.length));
      buffered = buffered.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
    await take((blockBytes - (size % blockBytes)) % blockBytes);
  }

  let longName: string | null = null;
  for (;;) {
    const header = await take(blockBytes);
    if (header.every((byte) => byte === 0)) return;
    checkSum(header);
    const field = (start: number, length: number): string => header.toString('utf8', start, start + length).replace(/\0.*$/s, '');
    const size = Number.parseInt(field(124, 12).trim() || '0', 8);
    if (!Number.isSafeInteger(size) || size < 0) throw new Error('it has a file without a size');
    const prefix = field(257, 5) === 'ustar' ? field(345, 155) : '';
    const name = longName ?? (prefix === '' ? field(0, 100) : `${prefix}/${field(0, 100)}`);
    const kind = field(156, 1);
    longName = null;
    if (kind === '' || kind === '0') {
      let isRead = false;
      yield {
        name,
        read() {
          isRead = true;
          return body(size);
        },
      };
      if (!isRead) for await (const _ of body(size));
    } else if (kind === 'L' || kind === 'x') {
      const parts: Buffer[] = [];
      for await (const piece of body(size)) parts.push(Buffer.from(piece));
      const text = Buffer.concat(parts).toString('utf8');
      longName = kind === 'L' ? text.replace(/\0.*$/s, '') : (/\d+ path=([^\n]*)\n/.exec(text)?.[1] ?? null);
    } else for await (const _ of body(size));
  }
}

function checkSum(header: Buffer): void {
  const stated = Number.parseInt(header.toString('latin1', 148, 156).replace(/\0.*$/s, '').trim(), 8);
  const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  if (sum !== stated) throw new Error('it is no tar archive, or damaged');
}
