import { describe, expect, it } from 'vitest';
import { melBins, whisperFeatures } from './log-mel';
import { waveSamples } from './wave';

describe('Whisper’s features', () => {
  it('[V50] are those of Whisper’s own code for a chirp', () => {
    const samples = Float32Array.from(
      { length: 16_000 },
      (_, i) => 0.4 * Math.sin(2 * Math.PI * (200 + (i * 3000) / 16_000) * (i / 16_000)),
    );
    const { frames, data } = whisperFeatures(samples);
    expect(frames).toBe(100);
    // From `whisper/audio.py` (through faster-whisper 1.2): some bins of some frames.
    for (const [bin, frame, value] of golden) expect(data[bin! * frames + frame!]).toBeCloseTo(value!, 4);
  });

  it('[V50] reach eight powers of ten below the loudest bin and no further', () => {
    const samples = Float32Array.from({ length: 8000 }, (_, i) => (i < 4000 ? Math.sin(i) : 0));
    const { data } = whisperFeatures(samples);
    const largest = Math.max(...data);
    expect(Math.min(...data)).toBeCloseTo(largest - 2, 5);
    expect(data.length).toBe(melBins * 50);
  });

  it('[V50] take recordings shorter than a window', () => {
    const { frames, data } = whisperFeatures(new Float32Array(320).fill(0.1));
    expect(frames).toBe(2);
    expect(data.every(Number.isFinite)).toBe(true);
  });
});

describe('a self-test’s recording', () => {
  it('[V53] is refused by name where it is no plain WAV file', () => {
    expect(() => waveSamples(new Uint8Array(60), 'models/x/self-test.wav')).toThrow(
      /models\/x\/self-test\.wav is not a 16 kHz, mono, 16-bit WAV file/,
    );
  });
});

const golden: readonly (readonly number[])[] = [
  [0, 0, 1.114536],
  [5, 0, 1.213171],
  [20, 3, -0.3013],
  [30, 50, -0.617406],
  [40, 70, -0.617406],
  [60, 98, -0.617406],
  [79, 99, 0.064691],
  [10, 20, -0.617406],
];
