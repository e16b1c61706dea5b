import { asText as text, type ByteReader } from './bytes';

/** A WAV file with a header that is true. */
export interface RepairedWave {
  readonly bytes: ByteReader;
  /** What the file's own header promises, where it can be believed; its writer may have left it open, or died before it knew. */
  readonly promisedMs: number | null;
}

interface Chunk {
  readonly id: string;
  readonly start: number;
  readonly length: number;
}

interface Range {
  readonly start: number;
  readonly length: number;
}

/** Sizes from here on mean that the writer didn't know. */
const openEnded = 0x7fff_0000;

/** What follows the samples and makes no sense is samples, too, if it is longer; else it is somebody's note. */
const longestNoteMs = 250;

/** How far into a chunk of metadata that makes no sense the next one is looked for. */
const searchBytes = 2 ** 20;

/**
 * WAV files whose sizes are wrong, as a recorder leaves them that died, or whose metadata is damaged, get a header by what is there: the
 * samples are read to their end, and chunks behind them are not taken for sound. RIFX, the big-endian form, becomes RIFF; what is joined to a file and
 * has the same format follows it. Format: IBM and Microsoft, "Multimedia Programming Interface and Data Specifications 1.0", 1991.
 * @returns null where the file is no RIFF WAVE file, or has no format in it.
 */
export function repairedWave(file: ByteReader): RepairedWave | null {
  const ranges: Range[] = [];
  let format: Uint8Array<ArrayBuffer> | null = null;
  let promised: number | null = 0;
  let isBigEndian = false;
  for (let position: number | null = 0; position !== null;) {
    const form: string = text(file.read(position, 4));
    if ((form !== 'RIFF' && form !== 'RIFX') || text(file.read(position + 8, 4)) !== 'WAVE') break;
    isBigEndian = form === 'RIFX';
    const part = readPart(file, position + 12, isBigEndian);
    if (part === null || (format !== null && text(part.format) !== text(format))) break;
    format = part.format;
    ranges.push(part.samples);
    promised = promised === null || part.promised === null ? null : promised + part.promised;
    position = part.next;
  }
  if (format === null) return null;
  const view = new DataView(format.buffer, format.byteOffset);
  const bytesPerSecond = view.getUint32(8, true);
  const width = isBigEndian ? Math.max(1, view.getUint16(14, true) / 8) : 1;
  return {
    bytes: assembled(file, format, ranges, width),
    promisedMs: promised === null || promised === 0 || bytesPerSecond === 0 ? null : (promised / bytesPerSecond) * 1000,
  };
}

interface Part {
  /** The format chunk's contents, little-endian, with sizes that fit together. */
  readonly format: Uint8Array<ArrayBuffer>;
  readonly samples: Range;
  readonly promised: number | null;
  /** Where another file is joined to this one. */
  readonly next: number | null;
}

function readPart(file: ByteReader, start: number, isBigEndian: boolean): Part | null {
  let format: Uint8Array<ArrayBuffer> | null = null;
  let before: Chunk | null = null;
  /** Where a search found something last: what made no sense there would be found again for ever. */
  let searchedTo = -1;
  for (let position = start; position + 8 <= file.size;) {
    const chunk = chunkAt(file, position, isBigEndian);
    if (!isPlausible(chunk, file)) {
      const found = nextOf(file, format === null ? 'fmt ' : 'data', position, before, searchedTo);
      if (found === null) return null;
      before = null;
      searchedTo = found;
      position = found;
      continue;
    }
    if (chunk.id === 'fmt ' && chunk.length >= 14)
      format = consistent(file.read(chunk.start, Math.min(chunk.length, 64)).slice(), isBigEndian);
    if (chunk.id === 'data' && format !== null) {
      const samples = samplesOf(file, chunk, format, isBigEndian);
      // An empty chunk may stand before the full one.
      if (samples.length > 0 || !isChain(file, chunk.start, isBigEndian)) {
        const end = samples.start + samples.length;
        const follows = [end, end + (end % 2)].find((at) => ['RIFF', 'RIFX'].includes(text(file.read(at, 4)))) ?? null;
        const isBelieved = chunk.length > 0 && chunk.length < openEnded && samples.length <= chunk.length;
        return { format, samples, promised: isBelieved ? chunk.length : null, next: follows };
      }
    }
    before = chunk;
    position = chunk.start + chunk.length + (chunk.length % 2);
  }
  return format === null ? null : { format, samples: { start: file.size, length: 0 }, promised: null, next: null };
}

/** Where the samples lie that a data chunk's header stands before, whatever its size says. */
function samplesOf(file: ByteReader, { start, length }: Chunk, format: Uint8Array, isBigEndian: boolean): Range {
  const there = file.size - start;
  if (length >= there) return { start, length: there };
  const bytesPerSecond = new DataView(format.buffer, format.byteOffset).getUint32(8, true);
  const rest = ((there - length) / Math.max(1, bytesPerSecond)) * 1000;
  const follows = text(file.read(start + length + (length % 2), 4));
  const isKnown =
    follows === 'RIFF' || follows === 'RIFX' || [0, 1].some((pad) => isChain(file, start + length + pad, isBigEndian));
  return { start, length: isKnown || (length > 0 && rest <= longestNoteMs) ? length : there };
}

/** Whether nothing but chunks follows, to the end of the file. */
function isChain(file: ByteReader, start: number, isBigEndian: boolean): boolean {
  let position = start;
  while (position + 8 <= file.size) {
    const chunk = chunkAt(file, position, isBigEndian);
    if (!isPlausible(chunk, file) || (chunk.id !== 'data' && chunk.start + chunk.length > file.size)) return false;
    position = chunk.start + chunk.length + (chunk.length % 2);
  }
  return true;
}

function chunkAt(file: ByteReader, position: number, isBigEndian: boolean): Chunk {
  const header = file.read(position, 8);
  const view = new DataView(header.buffer, header.byteOffset);
  return {
    id: text(header.subarray(0, 4)),
    start: position + 8,
    length: header.length < 8 ? 0 : view.getUint32(4, !isBigEndian),
  };
}

function isPlausible({ id, start, length }: Chunk, file: ByteReader): boolean {
  return /^[\x20-\x7e]{4}$/.test(id) && (id === 'data' || start + length <= file.size + 1);
}

/** The next chunk of a name where the one at `position` makes no sense, or the one before it had a wrong size. */
function nextOf(file: ByteReader, id: string, position: number, before: Chunk | null, searchedTo: number): number | null {
  const near = Math.max(0, position - 16);
  for (const from of before === null ? [position] : [near, before.start]) {
    const bytes = file.read(from, searchBytes);
    for (let at = 0; at + 8 <= bytes.length; at++) {
      const isNew = from + at > searchedTo && from + at !== position;
      if (isNew && bytes[at] === id.charCodeAt(0) && text(bytes.subarray(at, at + 4)) === id) return from + at;
    }
  }
  return null;
}

/** PCM's rates follow from its other fields; a writer may have them wrong, and then length and times are. */
function consistent(format: Uint8Array<ArrayBuffer>, isBigEndian: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(format.buffer, format.byteOffset, format.byteLength);
  if (isBigEndian) {
    for (const [at, width] of [
      [0, 2],
      [2, 2],
      [4, 4],
      [8, 4],
      [12, 2],
      [14, 2],
    ] as const) {
      if (at + width <= format.length) format.subarray(at, at + width).reverse();
    }
  }
  const [tag, channels, bits] = [
    view.getUint16(0, true),
    view.getUint16(2, true),
    format.length >= 16 ? view.getUint16(14, true) : 8,
  ];
  if ([0x0001, 0x0003, 0x0006, 0x0007, 0xfffe].includes(tag) && channels > 0 && bits > 0) {
    const frameBytes = channels * Math.ceil(bits / 8);
    view.setUint16(12, frameBytes, true);
    view.setUint32(8, frameBytes * view.getUint32(4, true), true);
  }
  return format;
}

/** The file as it should be: a header, then the samples, whose bytes are turned round in words of `width`. */
function assembled(file: ByteReader, format: Uint8Array, ranges: readonly Range[], width: number): ByteReader {
  const dataBytes = ranges.reduce((sum, { length }) => sum + length, 0);
  const header = new Uint8Array(12 + 8 + format.length + (format.length % 2) + 8);
  const view = new DataView(header.buffer);
  const put = (at: number, id: string, length: number): void => {
    for (let i = 0; i < 4; i++) header[at + i] = id.charCodeAt(i);
    view.setUint32(at + 4, Math.min(length, 0xffff_ffff), true);
  };
  put(0, 'RIFF', header.length - 8 + dataBytes);
  put(8, 'WAVE', 0);
  put(12, 'fmt ', format.length);
  header.set(format, 20);
  put(header.length - 8, 'data', dataBytes);

  const readSamples = (start: number, count: number): Uint8Array<ArrayBuffer> => {
    let first = 0;
    for (const range of ranges) {
      if (start < first + range.length) {
        const within = start - first;
        return file.read(range.start + within, Math.min(count, range.length - within));
      }
      first += range.length;
    }
    return new Uint8Array(0);
  };
  const readTurned = (start: number, count: number): Uint8Array<ArrayBuffer> => {
    const aligned = start - (start % width);
    const words = readSamples(aligned, Math.ceil((start + count - aligned) / width) * width).slice();
    for (let at = 0; at + width <= words.length; at += width) words.subarray(at, at + width).reverse();
    return words.subarray(start - aligned, start - aligned + count);
  };
  return {
    size: header.length + dataBytes,
    read: (start, count) =>
      start < header.length
        ? header.slice(start, Math.min(header.length, start + count))
        : (width > 1 ? readTurned : readSamples)(start - header.length, count),
    close: () => file.close(),
  };
}
