import { expect, it } from 'vitest';
import { createNoise, meanPower, withNoise } from './noise';

const decibels = (ratio: number): number => 10 * Math.log10(ratio);
/** Power of what changes from one sample to the next, and of what doesn't. */
const highPower = (samples: Float32Array): number => meanPower(samples.map((sample, i) => sample - (samples[i - 1] ?? 0)));

it('[C66] noise is as strong below the speech as was asked, and the same for the same seed', () => {
  const speech = Float32Array.from({ length: 48_000 }, (_, i) => (i < 24_000 ? Math.sin(i / 9) / 5 : 0));
  for (const colour of ['white', 'pink'] as const) {
    const noise = createNoise(colour, 16_000, 3);
    expect(meanPower(noise)).toBeCloseTo(1, 5);
    expect(createNoise(colour, 16_000, 3)).toEqual(noise);
    expect(createNoise(colour, 16_000, 4)).not.toEqual(noise);
    for (const ratioDb of [20, 10, 0, -5]) {
      const noisy = withNoise(speech, noise, ratioDb);
      const added = noisy.map((sample, i) => sample - speech[i]!);
      expect(decibels(meanPower(speech) / meanPower(added))).toBeCloseTo(ratioDb, 1);
    }
  }
  expect(withNoise(new Float32Array(10), createNoise('white', 5, 1), 10)).toEqual(new Float32Array(10));
});

it('[C66] pink noise has its power in the low frequencies, white noise in all', () => {
  expect(highPower(createNoise('white', 100_000, 1))).toBeCloseTo(2, 1);
  expect(highPower(createNoise('pink', 100_000, 1))).toBeLessThan(0.8);
  // Halving the rate of pink noise by means of two leaves about as much in each octave.
  const pairs = (samples: Float32Array): Float32Array =>
    Float32Array.from({ length: samples.length / 2 }, (_, i) => (samples[2 * i]! + samples[2 * i + 1]!) / 2);
  let pink = createNoise('pink', 2 ** 17, 2);
  const octaves: number[] = [];
  for (let octave = 0; octave < 5; octave++) {
    const half = pairs(pink);
    octaves.push(meanPower(pink) - meanPower(half));
    pink = half;
  }
  expect(Math.max(...octaves.slice(1)) / Math.min(...octaves.slice(1))).toBeLessThan(1.6);
});
