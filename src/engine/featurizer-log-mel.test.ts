import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../core/metrics';
import { type AcousticModel, createAcousticModel } from './acoustic-model';
import { attentionManifest, logMel, randomWeights, smallSizes } from './fixtures/random-attention';
import { createFraming } from './framing';
import { whisperFeatures } from './seq2seq/log-mel';

const manifest = attentionManifest(smallSizes, 16);
const { bins } = logMel;

/** Three seconds that grow louder by 60 dB, with silence in between. */
function recording(): Float32Array {
  const random = seededRandom(5);
  return Float32Array.from({ length: 48000 }, (_, i) => {
    const level = i % 12000 < 3000 ? 0 : 10 ** (-3.5 + (3 * i) / 48000);
    return level * (Math.sin(i ** 1.3 / 40) + random() - 0.5);
  });
}

/** The logarithm of each power as Whisper's own features have it, `(frames, bins)`; those far below the loudest are not known. */
function reference(samples: Float32Array): { logs: number[][]; loudest: number } {
  // Whisper mirrors the end; frames that see it are left out.
  const { frames, data } = whisperFeatures(samples);
  const count = Math.floor((samples.length - 200) / 160) + 1;
  const relative = Array.from({ length: count }, (_, t) =>
    Array.from({ length: bins }, (_v, bin) => 4 * data[bin * frames + t]! - 4),
  );
  return { logs: relative, loudest: 4 * data.reduce((largest, value) => Math.max(largest, value), -Infinity) - 4 };
}

describe.each(['wasm', 'cpu'] as const)('Whisper’s log-mel relative to the loudest so far, on %s', (backend) => {
  let model: AcousticModel;
  beforeAll(async () => {
    model = await createAcousticModel(backend, manifest, randomWeights());
  });
  afterAll(() => {
    model.dispose();
    expect(tf.memory().numTensors).toBe(0);
  });

  async function features(samples: Float32Array, next: () => number, framesAtOnce: () => number): Promise<Float32Array> {
    const framing = createFraming(logMel);
    const stream = model.startFeatures();
    const out: number[] = [];
    for (let at = 0; at < samples.length;) {
      const size = next();
      framing.accept(samples.subarray(at, at + size));
      at += size;
      while (framing.availableFrames > 0) {
        const frames = Math.min(framing.availableFrames, framesAtOnce());
        out.push(...(await stream.next(framing.take(frames))));
      }
    }
    framing.finish();
    expect(framing.availableFrames).toBe(0);
    stream.dispose();
    return Float32Array.from(out);
  }

  it('[F1] are Whisper’s, but for the maximum', async () => {
    const samples = recording();
    const { logs, loudest } = reference(samples);
    const own = await features(
      samples,
      () => samples.length,
      () => 100,
    );
    expect(own.length).toBe(logs.length * bins);
    let running = logMel.initialMaximum;
    let worst = 0;
    for (const [t, row] of logs.entries()) {
      running = Math.max(running, ...row.filter((value) => value > loudest - 8));
      for (const [bin, value] of row.entries()) {
        // What Whisper lifts to eight powers of ten below the loudest is not known here.
        if (value <= loudest - 8 + 1e-4) continue;
        const wanted = (Math.max(value - running, -logMel.dynamicRange) + logMel.offset) / 4;
        worst = Math.max(worst, Math.abs(own[t * bins + bin]! - wanted));
      }
    }
    expect(running).toBeGreaterThan(logMel.initialMaximum + 2);
    expect(worst).toBeLessThan(1e-3);
  });

  it('[F2] [F3] are the same for any cut of the samples and of the frames', async () => {
    const samples = recording().subarray(0, 30000);
    const random = seededRandom(8);
    const whole = await features(
      samples,
      () => samples.length,
      () => 1000,
    );
    for (let round = 0; round < 2; round++) {
      const cut = await features(
        samples,
        () => 1 + Math.floor(random() ** 3 * 4000),
        () => 1 + Math.floor(random() * 40),
      );
      expect(cut.length).toBe(whole.length);
      expect(cut.reduce((worst, value, i) => Math.max(worst, Math.abs(value - whole[i]!)), 0)).toBeLessThan(1e-5);
    }
  });

  it('[F3] don’t depend on the level once something was heard, and silence is as far below as they reach', async () => {
    const samples = recording().subarray(20000);
    const quiet = samples.map((value) => value * 0.05);
    const [loud, soft] = [
      await features(
        samples,
        () => 8000,
        () => 50,
      ),
      await features(
        quiet,
        () => 8000,
        () => 50,
      ),
    ];
    const end = loud.length - 40 * bins;
    expect(loud.subarray(end).reduce((worst, value, i) => Math.max(worst, Math.abs(value - soft[end + i]!)), 0)).toBeLessThan(
      2e-2,
    );
    const silent = await features(
      new Float32Array(4000),
      () => 4000,
      () => 50,
    );
    const floor = (Math.max(Math.log10(logMel.powerFloor) - logMel.initialMaximum, -logMel.dynamicRange) + logMel.offset) / 4;
    expect(silent.every((value) => Math.abs(value - floor) < 1e-5)).toBe(true);
  });
});

it('[F2] the first frame comes with the 200th sample, and each as soon as its last one has', () => {
  const framing = createFraming(logMel);
  framing.accept(new Float32Array(199));
  expect(framing.availableFrames).toBe(0);
  framing.accept(Float32Array.of(1));
  expect(framing.availableFrames).toBe(1);
  framing.accept(new Float32Array(159));
  expect(framing.availableFrames).toBe(1);
  framing.accept(new Float32Array(1));
  expect(framing.availableFrames).toBe(2);
  // Frame 0 is mirrored around sample 0: sample 199 is its last and, mirrored, its second.
  const [first] = [framing.take(1)];
  expect([first[1], first[399], first[0]]).toEqual([1, 1, 0]);
});
