/** Recordings for the tests: the fixture speech, read, resampled and written as whatever WAV a test needs. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Sound {
  readonly sampleRateHz: number;
  /** Mono, in [-1, 1]. */
  readonly samples: Float32Array;
}

export const fixture = (name: string): string => path.join(import.meta.dirname, 'fixtures', name);

/** Reads a 16-bit mono WAV of the plain 44-byte-header kind, as flite writes it. */
export function readSound(file: string): Sound {
  const bytes = readFileSync(file);
  const samples = new Float32Array((bytes.length - 44) / 2);
  for (let i = 0; i < samples.length; i++) samples[i] = bytes.readInt16LE(44 + 2 * i) / 32768;
  return { sampleRateHz: bytes.readUInt32LE(24), samples };
}

export const speech = (): Sound => readSound(fixture('speech.wav'));

export function silence(sampleRateHz: number, durationMs: number): Sound {
  return { sampleRateHz, samples: new Float32Array(Math.round((sampleRateHz * durationMs) / 1000)) };
}

export function join(...sounds: readonly Sound[]): Sound {
  const [{ sampleRateHz } = silence(16000, 0)] = sounds;
  if (sounds.some((sound) => sound.sampleRateHz !== sampleRateHz)) throw new Error('sounds of different rates');
  return { sampleRateHz, samples: Float32Array.from(sounds.flatMap((sound) => [...sound.samples])) };
}

/** Band-limited: a Hann-windowed sinc, 16 zero crossings on each side, cut below the lower Nyquist rate. */
export function resample({ sampleRateHz, samples }: Sound, toHz: number): Sound {
  if (toHz === sampleRateHz) return { sampleRateHz, samples };
  const cutoff = 0.95 * Math.min(1, toHz / sampleRateHz);
  const halfWidth = 16 / cutoff;
  const output = new Float32Array(Math.floor((samples.length * toHz) / sampleRateHz));
  for (let i = 0; i < output.length; i++) {
    const centre = (i * sampleRateHz) / toHz;
    let sum = 0;
    for (let j = Math.ceil(centre - halfWidth); j <= centre + halfWidth; j++) {
      const distance = j - centre;
      const x = Math.PI * cutoff * distance;
      const sinc = x === 0 ? 1 : Math.sin(x) / x;
      const hann = 0.5 + 0.5 * Math.cos((Math.PI * distance) / halfWidth);
      sum += (samples[j] ?? 0) * cutoff * sinc * hann;
    }
    output[i] = sum;
  }
  return { sampleRateHz: toHz, samples: output };
}

export interface WavOptions {
  /** The speech is in every channel. */
  readonly channels?: number;
  /** 32-bit floats keep samples exactly; 16-bit integers are what most recorders write. */
  readonly encoding?: 'pcm16' | 'float32';
}

export function wav({ sampleRateHz, samples }: Sound, { channels = 1, encoding = 'pcm16' }: WavOptions = {}): Buffer {
  const bytesPerSample = encoding === 'pcm16' ? 2 : 4;
  const frameBytes = bytesPerSample * channels;
  const dataBytes = samples.length * frameBytes;
  const bytes = Buffer.alloc(44 + dataBytes);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + dataBytes, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(encoding === 'pcm16' ? 1 : 3, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(sampleRateHz, 24);
  bytes.writeUInt32LE(sampleRateHz * frameBytes, 28);
  bytes.writeUInt16LE(frameBytes, 32);
  bytes.writeUInt16LE(8 * bytesPerSample, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(dataBytes, 40);
  for (let i = 0; i < samples.length; i++) {
    for (let channel = 0; channel < channels; channel++) {
      const at = 44 + i * frameBytes + channel * bytesPerSample;
      const sample = samples[i] ?? 0;
      if (encoding === 'float32') bytes.writeFloatLE(sample, at);
      else bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32767), at);
    }
  }
  return bytes;
}

/** Writes a file that must exist before a browser starts, outside the folder that Playwright empties. */
export function writeCached(name: string, bytes: Buffer): string {
  const folder = path.join(import.meta.dirname, '../node_modules/.cache/utter-e2e');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}
