import type { ByteReader } from './bytes';

/**
 * Length of the audio that a WAV header promises, null if the file is not a RIFF file or its writer left the length
 * open, as one that writes to a pipe does. The demuxer quietly uses what is there; this tells a cut-off file.
 */
export async function waveDurationMs(bytes: ByteReader): Promise<number | null> {
  const riff = text(await bytes.read(0, 12));
  if (!riff.startsWith('RIFF') || !riff.endsWith('WAVE')) return null;

  let bytesPerSecond = 0;
  for (let position = 12; position + 8 <= bytes.size; ) {
    const header = await bytes.read(position, 8);
    const length = new DataView(header.buffer).getUint32(4, true);
    const name = text(header.subarray(0, 4));
    if (name === 'fmt ') {
      const format = await bytes.read(position + 8, 16);
      if (format.length < 16) return null;
      bytesPerSecond = new DataView(format.buffer).getUint32(8, true);
    } else if (name === 'data') {
      const isOpenEnded = length === 0 || length >= 0x7fff_0000;
      return isOpenEnded || bytesPerSecond === 0 ? null : (length / bytesPerSecond) * 1000;
    }
    position += 8 + length + (length % 2);
  }
  return null;
}

function text(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
