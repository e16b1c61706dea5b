import { describe, expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import { createSegmenter, type SpeechDetector } from './segmenter';
import type { Segmenter, SpeechSegment } from './types';

/** Hears speech where samples are above a half; frames of 4 ms. */
const frameSamples = 64;

function loudnessDetector(): SpeechDetector & { readonly batches: number[] } {
  const batches: number[] = [];
  return {
    batches,
    frameSamples,
    createStream: () => ({
      async next(frames) {
        batches.push(frames.length / frameSamples);
        await Promise.resolve();
        return Float32Array.from({ length: frames.length / frameSamples }, (_, i) => (frames[i * frameSamples]! > 0.5 ? 1 : 0));
      },
    }),
  };
}

function sound(...runs: readonly (readonly [value: number, ms: number])[]): Float32Array {
  return Float32Array.from(runs.flatMap(([value, ms]) => new Array<number>(ms * 16).fill(value)));
}

async function cut(segmenter: Segmenter, samples: Float32Array, next: () => number): Promise<SpeechSegment[]> {
  const segments: SpeechSegment[] = [];
  for (let at = 0; at < samples.length;) {
    const count = next();
    segments.push(...(await segmenter.accept(samples.subarray(at, at + count))));
    at += count;
  }
  return [...segments, ...(await segmenter.finish())];
}

describe('segmenter', () => {
  it('[V3] cuts in the same places however the samples are cut into calls', async () => {
    const random = seededRandom(21);
    for (let round = 0; round < 20; round++) {
      const samples = sound(...Array.from({ length: 12 }, () => [random() < 0.5 ? 1 : 0, Math.floor(random() * 1500)] as const));
      const whole = await cut(createSegmenter(loudnessDetector()), samples, () => samples.length);
      expect(await cut(createSegmenter(loudnessDetector()), samples, () => Math.floor(random() * 700))).toEqual(whole);
    }
  });

  it('[V3] looks at a last frame that is not whole', async () => {
    const samples = sound([0, 100], [1, 98]);
    expect(await cut(createSegmenter(loudnessDetector()), samples, () => 333)).toEqual([{ startMs: 0, endMs: 198 }]);
  });

  it('[V14] gives the detector bounded work at once', async () => {
    const detector = loudnessDetector();
    await createSegmenter(detector).accept(new Float32Array(1_000_000));
    expect(Math.max(...detector.batches)).toBeLessThanOrEqual(32);
    expect(detector.batches.reduce((a, b) => a + b)).toBe(Math.floor(1_000_000 / frameSamples));
  });

  it('[V7] is as new after a reset, whatever was still being worked off', async () => {
    const segmenter = createSegmenter(loudnessDetector());
    const pending = segmenter.accept(sound([1, 3000], [0, 1000], [1, 500]));
    segmenter.reset();
    expect(await pending).toEqual([]);
    expect(segmenter.openSinceMs).toBeNull();
    expect(segmenter.heldFromMs).toBe(0);
    expect(await cut(segmenter, sound([0, 1000], [1, 500]), () => 1600)).toEqual([{ startMs: 750, endMs: 1500 }]);
  });
});
