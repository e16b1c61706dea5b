import { afterId3, type ByteReader } from './bytes';

const pieceBytes = 65_536;

/** The audio frames of a FLAC (RFC 9639) or MP3 file without what precedes them, cut anywhere. */
export async function* rawFrames(bytes: ByteReader, codec: 'flac' | 'mp3'): AsyncGenerator<Uint8Array> {
  const start = codec === 'flac' ? await firstFlacFrame(bytes) : await afterId3(bytes);
  for (let position = start; position < bytes.size; position += pieceBytes) {
    yield await bytes.read(position, pieceBytes);
  }
}

/** Skips the marker and the metadata blocks: four bytes of last-block flag, type and length, then the content. */
async function firstFlacFrame(bytes: ByteReader): Promise<number> {
  let position = (await afterId3(bytes)) + 4;
  for (;;) {
    const header = await bytes.read(position, 4);
    if (header.length < 4) return bytes.size;
    const word = new DataView(header.buffer, header.byteOffset).getUint32(0);
    position += 4 + (word & 0xff_ffff);
    if (word >>> 31 === 1) return position;
  }
}
