import { UtterError } from '../../core/errors';

/**
 * Samples of a plain WAV file: PCM, 16 bits, mono. Recordings of people go through `media`, which knows all kinds.
 * @throws UtterError `model-invalid` for anything else
 */
export function waveSamples(bytes: Uint8Array, path: string): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const name = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.byteLength >= 12 && name(0) === 'RIFF' && name(8) === 'WAVE') {
    let isPlain = false;
    for (let at = 12; at + 8 <= bytes.byteLength; at += 8 + view.getUint32(at + 4, true)) {
      const length = Math.min(view.getUint32(at + 4, true), bytes.byteLength - at - 8);
      if (name(at) === 'fmt ' && length >= 16) {
        const [format, channels, bits] = [
          view.getUint16(at + 8, true),
          view.getUint16(at + 10, true),
          view.getUint16(at + 22, true),
        ];
        isPlain = format === 1 && channels === 1 && bits === 16 && view.getUint32(at + 12, true) === 16_000;
      } else if (name(at) === 'data' && isPlain) {
        return Float32Array.from({ length: length >> 1 }, (_, i) => view.getInt16(at + 8 + 2 * i, true) / 32768);
      }
    }
  }
  throw new UtterError('model-invalid', `${path} is not a 16 kHz, mono, 16-bit WAV file.`, 'The model is damaged: reinstall it.');
}
