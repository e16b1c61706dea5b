/** Where a recording's bytes are: a dropped file in a browser, a path in Node. */
export type AudioSource = Blob | { readonly path: string };

/** Bytes of a file, at once: FFmpeg asks for them in the middle of its work and can't wait. */
export interface ByteReader {
  readonly size: number;
  /** Up to `count` bytes from `start`; fewer at the end of the file. */
  read(start: number, count: number): Uint8Array<ArrayBuffer>;
  close(): void;
}

/** In workers alone; the types of the DOM lack it. */
declare const FileReaderSync: (new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer }) | undefined;

/** Each read of a dropped file goes to another process: few large ones are faster. */
const windowBytes = 2 ** 20;

/** @throws an error of the system where the file can't be read */
export async function openBytes(source: AudioSource): Promise<ByteReader> {
  if (!(source instanceof Blob)) return openPath(source.path);
  // Outside a worker, as in tests, a file is read as a whole.
  return typeof FileReaderSync === 'undefined'
    ? bytesInMemory(new Uint8Array(await source.arrayBuffer()))
    : openBlob(source, new FileReaderSync());
}

export function bytesInMemory(bytes: Uint8Array<ArrayBuffer>): ByteReader {
  return { size: bytes.length, read: (start, count) => bytes.subarray(start, start + count), close: () => {} };
}

function openBlob(blob: Blob, reader: { readAsArrayBuffer(blob: Blob): ArrayBuffer }): ByteReader {
  let windowStart = 0;
  let window = new Uint8Array(0);
  return {
    size: blob.size,
    read(start, count) {
      if (start < windowStart || start + count > windowStart + window.length) {
        windowStart = start;
        window = new Uint8Array(reader.readAsArrayBuffer(blob.slice(start, start + Math.max(count, windowBytes))));
      }
      return window.subarray(start - windowStart, start - windowStart + count);
    },
    close: () => {},
  };
}

async function openPath(path: string): Promise<ByteReader> {
  const { closeSync, fstatSync, openSync, readSync } = await import('node:fs');
  const file = openSync(path, 'r');
  const stats = fstatSync(file);
  if (!stats.isFile()) {
    closeSync(file);
    throw new Error('it is not a file');
  }
  let isOpen = true;
  return {
    size: stats.size,
    read(start, count) {
      const bytes = new Uint8Array(Math.max(0, Math.min(count, stats.size - start)));
      return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, start));
    },
    close() {
      if (isOpen) closeSync(file);
      isOpen = false;
    },
  };
}

/** The names in files are ASCII: a letter for each byte. */
export function asText(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
