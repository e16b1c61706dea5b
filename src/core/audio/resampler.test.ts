import { describe, expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import { createResampler } from './resampler';

const outHz = 16000;
const rates = [8000, 11025, 22050, 44100, 44099, 48000, 96000, 192000];

function tone(hz: number, rateHz: number, samples: number): Float32Array {
  return Float32Array.from({ length: samples }, (_, n) => Math.sin((2 * Math.PI * hz * n) / rateHz));
}

function resample(samples: Float32Array, fromHz: number, toHz = outHz): Float32Array {
  const resampler = createResampler(fromHz, toHz);
  return Float32Array.from([...resampler.accept(samples), ...resampler.finish()]);
}

/** Amplitude of a tone away from the signal's edges, by root mean square. */
function amplitude(samples: Float32Array): number {
  const inner = samples.subarray(Math.floor(samples.length * 0.2), Math.floor(samples.length * 0.8));
  return Math.sqrt((2 * inner.reduce((sum, value) => sum + value * value, 0)) / inner.length);
}

describe('resampler', () => {
  it.each(rates)('[A21] gives the same samples for any chunking of %i Hz', (rateHz) => {
    const random = seededRandom(rateHz);
    const samples = Float32Array.from({ length: Math.round(rateHz * 0.3) }, () => random() * 2 - 1);
    const whole = resample(samples, rateHz);
    const resampler = createResampler(rateHz, outHz);
    for (let round = 0; round < 2; round++) {
      const parts: number[] = [];
      for (let at = 0; at < samples.length;) {
        const size = Math.floor(random() ** 3 * 3000);
        parts.push(...resampler.accept(samples.subarray(at, at + size)));
        at += size;
      }
      parts.push(...resampler.finish());
      expect(Float32Array.from(parts)).toEqual(whole);
    }
  });

  it.each(rates)('[A22] gives ceil(N · to / from) samples for %i Hz', (rateHz) => {
    for (const count of [0, 1, 7, 160, 12345]) {
      expect(resample(new Float32Array(count), rateHz).length).toBe(Math.ceil((count * outHz) / rateHz));
    }
  });

  it.each(rates.filter((rate) => rate > outHz))(
    '[A23] attenuates what lies above 8 kHz by more than 60 dB, from %i Hz',
    (rateHz) => {
      for (const hz of [8050, 9000, 10900, rateHz / 2 - 100].filter((f) => f > 8000 && f < rateHz / 2)) {
        expect(20 * Math.log10(amplitude(resample(tone(hz, rateHz, rateHz / 2), rateHz)))).toBeLessThan(-60);
      }
    },
  );

  it('[A23] attenuates images above the input’s own band by more than 60 dB', () => {
    const images = resample(tone(3000, 8000, 4000), 8000);
    const wanted = tone(3000, outHz, images.length);
    const residue = images.map((value, n) => value - wanted[n]!);
    expect(20 * Math.log10(amplitude(residue))).toBeLessThan(-60);
  });

  it.each(rates)('[A24] keeps the pass band within 0.01 dB and in place, from %i Hz', (rateHz) => {
    for (const hz of [100, 1000, 0.92 * Math.min(8000, rateHz / 2)]) {
      const out = resample(tone(hz, rateHz, Math.round(rateHz / 2)), rateHz);
      const wanted = tone(hz, outHz, out.length);
      expect(Math.abs(20 * Math.log10(amplitude(out)))).toBeLessThan(0.01);
      expect(amplitude(out.map((value, n) => value - wanted[n]!))).toBeLessThan(1e-3);
    }
  });

  it.each(rates)('[A24] leaves a constant as it is, from %i Hz', (rateHz) => {
    const out = resample(new Float32Array(rateHz / 10).fill(0.5), rateHz);
    for (const value of out.subarray(300, out.length - 300)) expect(Math.abs(value - 0.5)).toBeLessThan(1e-6);
  });

  it('[A25] passes samples of the target rate through unchanged', () => {
    const samples = tone(440, outHz, 1000);
    expect(resample(samples, outHz)).toEqual(samples);
  });
});
