import type { ByteReader } from './bytes';

const ebml = 0x1a45dfa3;
const segment = 0x18538067;
const cluster = 0x1f43b675;
const voidElement = 0xec;
/** Seek head, info, cluster, tracks, cues, attachments, chapters, tags. */
const inSegment = new Set([0x114d9b74, 0x1549a966, cluster, 0x1654ae6b, 0x1c53bb6b, 0x1941a469, 0x1043a770, 0x1254c367]);

const windowBytes = 65_536;
const longestHeader = 16;

interface Header {
  readonly id: number;
  /** Infinite where the element ends with the next one. */
  readonly size: number;
  /** Where its contents begin. */
  readonly start: number;
}

/** Bytes that a file is to be read with instead of its own. */
export interface Patch {
  readonly position: number;
  readonly bytes: Uint8Array;
}

/**
 * mediabunny 1.61 never returns from looking for the next element of a WebM or Matroska file behind junk if there is none, or if its size makes no
 * sense. So each stretch of junk gets the header of a void element, which every reader skips. Reads the file once, in memory that does not grow
 * with it; other files have no patches.
 */
export async function voidedJunk(bytes: ByteReader): Promise<Patch[]> {
  const { size } = bytes;
  let window = await bytes.read(0, windowBytes);
  let windowStart = 0;
  if (window.length < 4 || numberAt(window, 0, 4) !== ebml) return [];
  const patches: Patch[] = [];

  /** Brings `count` bytes from `position` into the window, as far as the file has them, and gives the offset there. */
  async function load(position: number, count: number): Promise<number> {
    if (position < windowStart || position + count > windowStart + window.length) {
      window = await bytes.read(position, windowBytes);
      windowStart = position;
    }
    return position - windowStart;
  }

  async function headerAt(position: number): Promise<Header | null> {
    const at = await load(position, longestHeader);
    const idBytes = width(window[at]);
    const sizeBytes = width(window[at + idBytes]);
    const start = at + idBytes + sizeBytes;
    if (idBytes === 0 || sizeBytes === 0 || start > window.length) return null;
    const first = window[at + idBytes]!;
    // The bit that gives the length is not part of the number.
    const value = (first & (0xff >> sizeBytes)) * 256 ** (sizeBytes - 1) + numberAt(window, at + idBytes + 1, sizeBytes - 1);
    const isOpen = first === 0xff || (sizeBytes === 8 && value >= 2 ** 56 - 1);
    return { id: numberAt(window, at, idBytes), size: isOpen ? Infinity : value, start: windowStart + start };
  }

  /** Where the next element of a segment may begin; `end` if nowhere before. */
  async function nextElement(position: number, end: number): Promise<number> {
    for (let at = position; at + 4 <= end; ) {
      await load(at, 4);
      const stop = Math.min(end, windowStart + window.length) - 3;
      for (; at < stop; at++) if (inSegment.has(numberAt(window, at - windowStart, 4))) return at;
    }
    return end;
  }

  /** Makes what is between two elements one. Into a single byte none fits, and none is needed. */
  async function skipJunk(position: number, segmentEnd: number): Promise<number> {
    const next = await nextElement(position + 1, Math.min(segmentEnd, size));
    if (next - position > 1) patches.push({ position, bytes: voidHeader(next - position) });
    return next;
  }

  /** Where the elements in a cluster end: at its end, or where one begins that can't be in it. */
  async function clusterEnd(start: number, end: number, segmentEnd: number): Promise<number> {
    let position = start;
    while (position < end && position + 2 <= size) {
      const header = await headerAt(position);
      if (header === null) return skipJunk(position, segmentEnd);
      if (header.id === ebml || header.id === segment || inSegment.has(header.id)) break;
      position = header.start + header.size;
    }
    return position;
  }

  let segmentEnd = 0;
  let hasCluster = false;
  for (let position = 0; position + 2 <= size; ) {
    const header = await headerAt(position);
    const isIn = position < segmentEnd;
    // A live stream's segment ends where another begins.
    if (isIn && header?.id === segment && segmentEnd === Infinity && hasCluster) break;
    if (isIn && (header === null || !(inSegment.has(header.id) || header.id === voidElement))) {
      position = await skipJunk(position, segmentEnd);
    } else if (header === null) {
      break;
    } else if (header.id === segment) {
      segmentEnd = header.start + header.size;
      position = header.start;
    } else if (header.id === cluster) {
      hasCluster = true;
      const end = header.start + header.size;
      // Behind a segment it belongs to it.
      if (!isIn) segmentEnd = end;
      position = end > size && end !== Infinity ? end : await clusterEnd(header.start, end, segmentEnd);
    } else {
      position = header.start + header.size;
    }
  }
  return patches;
}

/** A reader of the file with its patches. */
export function patched(bytes: ByteReader, patches: readonly Patch[]): ByteReader {
  return {
    ...bytes,
    async read(start, count) {
      const read = await bytes.read(start, count);
      for (const patch of patches) {
        const from = Math.max(patch.position, start);
        const to = Math.min(patch.position + patch.bytes.length, start + read.length);
        if (from < to) read.set(patch.bytes.subarray(from - patch.position, to - patch.position), from - start);
      }
      return read;
    },
  };
}

/** The header of an element that is to be skipped, `length` bytes together. */
function voidHeader(length: number): Uint8Array {
  if (length <= 128) return Uint8Array.of(voidElement, 0x80 | (length - 2));
  const header = new Uint8Array(9);
  new DataView(header.buffer).setBigUint64(1, BigInt(length - 9));
  header.set([voidElement, 0x01]);
  return header;
}

/** Bytes of a number whose length is told by the zeros it begins with; 0 where it is none. */
function width(first: number | undefined): number {
  return first === undefined || first === 0 ? 0 : Math.clz32(first) - 23;
}

function numberAt(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) value = value * 256 + bytes[i]!;
  return value;
}
