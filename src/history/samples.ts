import { storedRateHz } from './records';

/** Samples in [-1, 1] as 16-bit integers; what is louder is clipped. */
export function toInt16(samples: Float32Array): Int16Array<ArrayBuffer> {
  const integers = new Int16Array(samples.length);
  writeInt16(samples, integers, 0);
  return integers;
}

/** The same into `integers`, from place `offset` on. */
export function writeInt16(samples: Float32Array, integers: Int16Array, offset: number): void {
  for (let i = 0; i < samples.length; i++) integers[offset + i] = Math.round(Math.max(-1, Math.min(1, samples[i]!)) * 32767);
}

/** A WAV file of mono 16-bit samples at `storedRateHz`, which every player opens; the pieces are not copied. */
export function waveFile(pieces: readonly ArrayBuffer[]): Blob {
  const dataBytes = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const header = new DataView(new ArrayBuffer(44));
  const ascii = (at: number, text: string): void => {
    for (let i = 0; i < text.length; i++) header.setUint8(at + i, text.charCodeAt(i));
  };
  ascii(0, 'RIFF');
  header.setUint32(4, 36 + dataBytes, true);
  ascii(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true); // integers
  header.setUint16(22, 1, true); // channels
  header.setUint32(24, storedRateHz, true);
  header.setUint32(28, storedRateHz * 2, true);
  header.setUint16(32, 2, true);
  header.setUint16(34, 16, true);
  ascii(36, 'data');
  header.setUint32(40, dataBytes, true);
  return new Blob([header.buffer, ...pieces], { type: 'audio/wav' });
}

export function samplesMs(samples: number): number {
  return (samples * 1000) / storedRateHz;
}
