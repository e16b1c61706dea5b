/** Where a recording's bytes are: a dropped file in a browser, a path in Node. */
export type AudioSource = Blob | { readonly path: string };

export interface ByteReader {
  readonly size: number;
  /** Up to `count` bytes from `start`; fewer at the end of the file. */
  read(start: number, count: number): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

export async function openBytes(source: AudioSource): Promise<ByteReader> {
  if (source instanceof Blob) {
    return {
      size: source.size,
      read: async (start, count) => new Uint8Array(await source.slice(start, start + count).arrayBuffer()),
      close: async () => {},
    };
  }
  const { open } = await import('node:fs/promises');
  const file = await open(source.path, 'r');
  const stats = await file.stat();
  if (!stats.isFile()) {
    await file.close();
    throw new Error('it is not a file');
  }
  return {
    size: stats.size,
    read: async (start, count) => {
      const bytes = new Uint8Array(count);
      const { bytesRead } = await file.read(bytes, 0, count, start);
      return bytes.subarray(0, bytesRead);
    },
    close: () => file.close(),
  };
}

/** Where the ID3v2 tags at the start of a file end. */
export async function afterId3(bytes: ByteReader): Promise<number> {
  let position = 0;
  for (;;) {
    const header = await bytes.read(position, 10);
    if (header.length < 10 || String.fromCharCode(...header.subarray(0, 3)) !== 'ID3') return position;
    const length = [6, 7, 8, 9].reduce((total, i) => (total << 7) | ((header[i] ?? 0) & 0x7f), 0);
    position += 10 + length;
  }
}
