import { asText as text, type ByteReader } from './bytes';

/** Whether an MP4 holds sound whose index was never written, since its recorder stopped before: boxes, but no `moov` among them (ISO/IEC 14496-12). */
export function isUnfinishedMp4(bytes: ByteReader): boolean {
  if (text(bytes.read(4, 4)) !== 'ftyp') return false;
  let hasMedia = false;
  for (let position = 0; position + 8 <= bytes.size;) {
    const header = bytes.read(position, 16);
    const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
    const kind = text(header.subarray(4, 8));
    if (kind === 'moov') return false;
    hasMedia ||= kind === 'mdat';
    const size = view.getUint32(0);
    const length = size === 1 && header.length === 16 ? Number(view.getBigUint64(8)) : size;
    // A size of zero goes on to the end of the file, or was never written.
    if (length < 8) break;
    position += length;
  }
  return hasMedia;
}

const dictationFormats: Readonly<Record<string, string>> = { dss: 'DSS', ds2: 'DS2', enc: 'encrypted DS2' };

/** The name of the format in which a dictation recorder of Olympus, Grundig or Philips writes, or null. */
export function dictationFormat(bytes: ByteReader): string | null {
  // The first byte counts the blocks of the header.
  const [blocks = 0] = bytes.read(0, 1);
  return blocks >= 1 && blocks <= 6 ? (dictationFormats[text(bytes.read(1, 3))] ?? null) : null;
}

/** An Ogg page is at most this long (RFC 3533). */
const longestPage = 27 + 255 + 255 * 255;

/** Whether an Ogg file ends in the middle of a page. */
export function endsWithinOggPage(bytes: ByteReader): boolean {
  if (text(bytes.read(0, 4)) !== 'OggS') return false;
  const start = Math.max(0, bytes.size - longestPage);
  const tail = bytes.read(start, bytes.size - start);
  for (let at = tail.length - 4; at >= 0; at--) {
    if (tail[at] !== 0x4f || text(tail.subarray(at, at + 4)) !== 'OggS') continue;
    const segments = tail[at + 26];
    if (segments === undefined || at + 27 + segments > tail.length) return true;
    const contents = tail.subarray(at + 27, at + 27 + segments).reduce((sum, length) => sum + length, 0);
    return at + 27 + segments + contents > tail.length;
  }
  return false;
}

const ebml = 0x1a45dfa3;
const segment = 0x18538067;
const cluster = 0x1f43b675;
const longestHeader = 12;

/**
 * Whether a WebM or Matroska file (RFC 9559) ends in the middle of an element: within its segment or a cluster, where their sizes are told, or within
 * a block, where they are not, as in what browsers record. Where what follows is no element, a demuxer looks for the next cluster and passes over what
 * is before it.
 */
export function matroskaState(bytes: ByteReader): 'whole' | 'cut off' | 'damaged' {
  if (elementAt(bytes, 0)?.id !== ebml) return 'whole';
  for (let position = 0; position < bytes.size;) {
    const element = elementAt(bytes, position);
    if (element === null) {
      const isAtEnd = bytes.size - position < longestHeader;
      return isAtEnd && bytes.read(position, 1)[0] !== 0 ? 'cut off' : isAtEnd ? 'whole' : 'damaged';
    }
    const end = element.start + element.size;
    const isOpen = !Number.isFinite(end);
    if (!isOpen && end > bytes.size) return 'cut off';
    if (isOpen && element.id !== segment && element.id !== cluster) return 'damaged';
    position = isOpen || element.id === segment ? element.start : end;
  }
  return 'whole';
}

/** An element's header (RFC 8794); its size is infinite where it ends with the next one. Null where there is none. */
function elementAt(
  bytes: ByteReader,
  position: number,
): { readonly id: number; readonly start: number; readonly size: number } | null {
  const header = bytes.read(position, longestHeader);
  const widthAt = (at: number): number => (header[at] === undefined || header[at] === 0 ? 0 : Math.clz32(header[at]) - 23);
  const numberAt = (at: number, count: number): number =>
    header.subarray(at, at + count).reduce((value, byte) => value * 256 + byte, 0);
  const idBytes = widthAt(0);
  const sizeBytes = widthAt(idBytes);
  if (idBytes === 0 || idBytes > 4 || sizeBytes === 0 || idBytes + sizeBytes > header.length) return null;
  // The bit that tells the length is no part of the number, and would take the last bits' place in it.
  const size = (header[idBytes]! & (0xff >> sizeBytes)) * 256 ** (sizeBytes - 1) + numberAt(idBytes + 1, sizeBytes - 1);
  const isOpen = size >= 2 ** (7 * sizeBytes) - 1;
  return { id: numberAt(0, idBytes), start: position + idBytes + sizeBytes, size: isOpen ? Infinity : size };
}
