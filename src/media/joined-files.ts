import { asText as text, type ByteReader } from './bytes';

/** A part of a file that is a file itself. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

export interface JoinedFiles {
  /** One of them where nothing was joined. */
  readonly parts: readonly Part[];
  /** Bytes behind the last one's end that are none of a recording's. */
  readonly strayBytes: number;
  /** Where the last one ends by its own structure, if that is before the last byte. */
  readonly end: number;
  /** Whether the last one goes on beyond the last byte, by its own structure. */
  readonly isCutOff: boolean;
}

/** What stands behind a recording's end is padding or somebody's note, up to this length. */
const longestNote = 1024;

/** A container whose length is told at its start, so that FFmpeg reads no further. */
interface Kind {
  isStart(bytes: ByteReader, at: number): boolean;
  /** Where the file that starts there ends by its own structure, which may be behind the last byte. */
  endOf(bytes: ByteReader, start: number): number;
}

/**
 * Recordings that were put behind one another in one file, as `cat` does, in containers whose reader stops at the end of the first. The others are
 * streams, whose reader goes on by itself; for WAV see `wave.ts`.
 */
export function joinedFiles(bytes: ByteReader): JoinedFiles {
  const kind = kinds.find(({ isStart }) => isStart(bytes, 0));
  const parts: Part[] = [];
  let start = 0;
  for (; kind !== undefined && kind.isStart(bytes, start);) {
    const end = kind.endOf(bytes, start);
    const next = [end, end + 1].find((at) => at < bytes.size && kind.isStart(bytes, at));
    parts.push({ start, end: next ?? bytes.size });
    // Writers count a few bytes too many, and those that didn't know the length nearly all that there can be.
    const isCutOff = end > bytes.size + longestNote && end < bytes.size + longestChunk;
    if (next === undefined) return { parts, end: Math.min(end, bytes.size), strayBytes: strayBytes(bytes, end), isCutOff };
    start = next;
  }
  return { parts: [{ start: 0, end: bytes.size }], end: bytes.size, strayBytes: 0, isCutOff: false };
}

export function partOf(bytes: ByteReader, { start, end }: Part): ByteReader {
  if (start === 0 && end === bytes.size) return bytes;
  return {
    size: end - start,
    read: (at, count) => bytes.read(start + at, Math.max(0, Math.min(count, end - start - at))),
    close: () => bytes.close(),
  };
}

function strayBytes(bytes: ByteReader, end: number): number {
  const stray = bytes.size - end;
  return stray > longestNote && !isPadding(bytes, end) ? stray : 0;
}

function isPadding(bytes: ByteReader, start: number): boolean {
  return bytes.read(start, longestNote).every((byte) => byte === 0);
}

function has(bytes: ByteReader, at: number, letters: string): boolean {
  return text(bytes.read(at, letters.length)) === letters;
}

/** A whole number of the file; one that isn't there reaches beyond its end. */
function numberAt(bytes: ByteReader, at: number, width: 4 | 8, isLittle: boolean): number {
  const read = bytes.read(at, width);
  if (read.length < width) return Infinity;
  const view = new DataView(read.buffer, read.byteOffset, width);
  return width === 4 ? view.getUint32(0, isLittle) : Number(view.getBigUint64(0, isLittle));
}

const w64Start = 'riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00';
const asfStart = '\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c';

const kinds: readonly Kind[] = [
  {
    // AIFF: one chunk around all others, of even length.
    isStart: (bytes, at) => has(bytes, at, 'FORM') && /^AIF[FC]$/.test(text(bytes.read(at + 8, 4))),
    endOf: (bytes, start) => start + 8 + 2 * Math.ceil(numberAt(bytes, start + 4, 4, false) / 2),
  },
  {
    isStart: (bytes, at) => has(bytes, at, w64Start),
    endOf: (bytes, start) => start + 8 * Math.ceil(numberAt(bytes, start + 16, 8, true) / 8),
  },
  {
    // WAV of more than 4 GB (EBU Tech 3306): the length stands in the chunk that follows.
    isStart: (bytes, at) => has(bytes, at, 'RF64') && has(bytes, at + 8, 'WAVEds64'),
    endOf: (bytes, start) => start + 8 + numberAt(bytes, start + 20, 8, true),
  },
  {
    isStart: (bytes, at) => has(bytes, at, 'caff\0\x01'),
    // The last chunk may go on to the end of the file, which its length of -1 says.
    endOf: (bytes, start) =>
      endOfChunks(bytes, start + 8, (at) => (has(bytes, at, 'caff') ? null : 12 + openEnded(numberAt(bytes, at + 4, 8, false)))),
  },
  {
    isStart: (bytes, at) => has(bytes, at, '.snd'),
    endOf: (bytes, start) => start + numberAt(bytes, start + 4, 4, false) + numberAt(bytes, start + 8, 4, false),
  },
  {
    isStart: (bytes, at) => has(bytes, at + 4, 'ftyp'),
    endOf: (bytes, start) => endOfChunks(bytes, start + numberAt(bytes, start, 4, false), (at) => boxBytes(bytes, at)),
  },
  {
    // OpenDML goes on in further chunks of 2 GB.
    isStart: (bytes, at) => has(bytes, at, 'RIFF') && has(bytes, at + 8, 'AVI '),
    endOf: (bytes, start) =>
      endOfChunks(bytes, start, (at) =>
        at === start || (has(bytes, at, 'RIFF') && has(bytes, at + 8, 'AVIX'))
          ? 8 + 2 * Math.ceil(numberAt(bytes, at + 4, 4, true) / 2)
          : null,
      ),
  },
  {
    isStart: (bytes, at) => has(bytes, at, asfStart),
    endOf: (bytes, start) =>
      endOfChunks(bytes, start, (at) => (at > start && has(bytes, at, asfStart) ? null : numberAt(bytes, at + 16, 8, true))),
  },
  {
    isStart: (bytes, at) => /^#!AMR(-WB)?\n/.test(text(bytes.read(at, 9))),
    endOf: (bytes, start) => found(bytes, start + 6, '#!AMR'),
  },
  {
    isStart: (bytes, at) => has(bytes, at, 'FLV\x01'),
    // A tag has its length in the three bytes behind its kind, and 15 more.
    endOf: (bytes, start) =>
      endOfChunks(bytes, start + numberAt(bytes, start + 5, 4, false) + 4, (at) =>
        has(bytes, at, 'FLV\x01') ? null : 15 + (numberAt(bytes, at, 4, false) % 2 ** 24),
      ),
  },
];

const longestChunk = 2 ** 40;

/** @param lengthAt of the chunk that begins there, with its header; null where none does. */
function endOfChunks(bytes: ByteReader, start: number, lengthAt: (at: number) => number | null): number {
  let position = start;
  while (position < bytes.size) {
    const length = lengthAt(position);
    if (length === Infinity) return bytes.size;
    // What makes no sense is none.
    if (length === null || length < 8 || length > longestChunk) return position;
    position += length;
  }
  return position;
}

function openEnded(length: number): number {
  return length >= 2 ** 63 ? Infinity : length;
}

/** Of an MP4's box; null where the next file begins, and for what is none. */
function boxBytes(bytes: ByteReader, at: number): number | null {
  const kind = text(bytes.read(at + 4, 4));
  if (kind === 'ftyp' || !/^[\x20-\x7e\xa9]{4}$/.test(kind)) return null;
  const size = numberAt(bytes, at, 4, false);
  if (size === 0) return Infinity;
  return size === 1 ? numberAt(bytes, at + 8, 8, false) : size;
}

const searchBytes = 2 ** 20;

/** Where these letters stand next; beyond the end where they don't. */
function found(bytes: ByteReader, from: number, letters: string): number {
  const first = letters.charCodeAt(0);
  for (let start = from; start < bytes.size; start += searchBytes) {
    const read = bytes.read(start, searchBytes + letters.length);
    for (let at = read.indexOf(first); at !== -1; at = read.indexOf(first, at + 1)) {
      if (text(read.subarray(at, at + letters.length)) === letters) return start + at;
    }
  }
  return bytes.size;
}
