import { describe, expect, it } from 'vitest';
import { seededRandom } from '../core/metrics';
import type { KaldiFbankConfig } from '../core/model/manifest';
import { createFraming } from './framing';

const config = { sampleRateHz: 16000, frameLengthMs: 25, frameShiftMs: 10, snipEdges: false } as KaldiFbankConfig;
const length = 400;
const shift = 160;

/** All frames by the definition: sample `t * shift - before + i` of the signal mirrored at its edges. */
function framesOf(samples: Float32Array, snipEdges: boolean): number[][] {
  const n = samples.length;
  const whole = n < length ? 0 : 1 + Math.floor((n - length) / shift);
  const count = snipEdges ? whole : Math.floor((n + shift / 2) / shift);
  const before = snipEdges ? 0 : length / 2 - shift / 2;
  const at = (index: number): number => {
    let i = index;
    while (i < 0 || i >= n) i = i < 0 ? -1 - i : 2 * n - 1 - i;
    return samples[i]!;
  };
  return Array.from({ length: count }, (_, t) => Array.from({ length }, (__, i) => at(t * shift - before + i)));
}

describe('framing', () => {
  it.each([false, true])('[F2] cuts the frames Kaldi cuts, for any chunking and length (snipEdges %s)', (snipEdges) => {
    const random = seededRandom(11);
    for (let round = 0; round < 80; round++) {
      const samples = Float32Array.from({ length: Math.floor(random() ** 3 * 5000) + 1 }, () => random());
      const framing = createFraming({ ...config, snipEdges });
      const frames: number[] = [];
      const takeSome = (): void => {
        const count = Math.floor(random() * (framing.availableFrames + 1));
        frames.push(...framing.take(count));
      };
      for (let at = 0; at < samples.length;) {
        const size = Math.floor(random() * 700);
        framing.accept(samples.subarray(at, at + size));
        at += size;
        takeSome();
      }
      framing.finish();
      frames.push(...framing.take(framing.availableFrames));
      expect(frames).toEqual(framesOf(samples, snipEdges).flat());
    }
  });

  it('[F2] gives nothing for nothing, and starts anew after a reset', () => {
    const framing = createFraming(config);
    framing.finish();
    expect(framing.availableFrames).toBe(0);
    framing.accept(new Float32Array(1000).fill(1));
    framing.finish();
    expect(framing.availableFrames).toBe(6);
    framing.reset();
    framing.accept(new Float32Array(400));
    expect([...framing.take(1)].every((value) => value === 0)).toBe(true);
  });

  it('[F2] fills what is not there with zeros', () => {
    const framing = createFraming(config);
    framing.accept(new Float32Array(400).fill(1));
    framing.finish();
    const frames = framing.take(5);
    expect(frames.length).toBe(5 * length);
    expect([...frames.subarray(0, 3 * length)].every((value) => value === 1)).toBe(true);
    expect([...frames.subarray(3 * length)].every((value) => value === 0)).toBe(true);
  });
});
