import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../core/metrics';
import type { ChunkAttentionConfig } from '../core/model/manifest';
import { parseSafetensors } from '../core/model/safetensors';
import { acquireBackend, activateBackend, type Device } from './backends';
import { createChunkAttentionEncoder } from './encoder-chunk-attention';
import { attentionConfig, randomWeights, smallSizes } from './fixtures/random-attention';
import { referenceEncoder } from './fixtures/reference-attention';

const config = attentionConfig(smallSizes);
const weights = randomWeights();

function randomFeatures(frames: number): number[][] {
  const random = seededRandom(3);
  return Array.from({ length: frames }, (_, t) =>
    Array.from({ length: 80 }, (_v, bin) => Math.sin(t / 7 + bin) + random() - 0.5),
  );
}

describe.each(['cpu', 'wasm'] as const)('the encoder with attention over chunks, on %s', (backend) => {
  let device: Device;
  const held = () => ({ tensors: tf.memory().numTensors, data: tf.backend().numDataIds() });
  let before: ReturnType<typeof held>;
  beforeEach(async () => {
    device = await acquireBackend(backend);
    activateBackend(backend);
    before = held();
  });
  afterEach(() => {
    expect(held()).toEqual(before);
    device.release();
  });

  function stream(
    encoder: ReturnType<typeof createChunkAttentionEncoder>,
    features: number[][],
    chunks: readonly number[],
  ): Float32Array {
    const run = encoder.start();
    const out: number[] = [];
    let t = 0;
    for (const frames of chunks) {
      const output = tf.tidy(() => run.step(tf.tensor2d(features.slice(t, (t += frames)))));
      out.push(...output.dataSync());
      output.dispose();
    }
    run.dispose();
    return Float32Array.from(out);
  }

  function worstDifference(sizes: ChunkAttentionConfig, chunks: readonly number[]): number {
    const features = randomFeatures(chunks.reduce((total, frames) => total + frames, 0));
    const wanted = referenceEncoder(sizes, weights, features, chunks).flat();
    const encoder = createChunkAttentionEncoder(sizes, weights);
    const output = stream(encoder, features, chunks);
    tf.dispose([...encoder.weights]);
    expect(output.length).toBe(wanted.length);
    expect(Math.max(...wanted.map(Math.abs))).toBeGreaterThan(0.5);
    return wanted.reduce((worst, value, i) => Math.max(worst, Math.abs(value - output[i]!)), 0);
  }

  it.each([4, 16, 32, 96])(
    '[E3] gives in chunks of %d frames what a whole utterance gives whose frames see no more',
    (chunkFrames) => {
      // Positions (100 feature frames) and left context (72) come round.
      expect(worstDifference(config, new Array<number>(288 / chunkFrames).fill(chunkFrames))).toBeLessThan(1e-4);
    },
  );

  it('[E3] takes chunks of one length after another', () => {
    expect(worstDifference(config, [16, 16, 16, 4, 48, 96, 8, 8, 8, 160, 12])).toBeLessThan(1e-4);
  });

  it.each([
    ['without pool and bottleneck', { poolAfter: 0, subsampling: 2, bottleneck: 0 }],
    ['with the pool behind the last layer', { poolAfter: 3 }],
    ['of one head and a size that is no multiple of four', { channels: 10, heads: 1 }],
    ['of heads that are no multiple of four', { channels: 18, heads: 3 }],
  ])('[E3] also %s', (_, change) => {
    expect(worstDifference(attentionConfig({ ...smallSizes, ...change }), new Array<number>(8).fill(16))).toBeLessThan(1e-4);
  });

  it('[E8] goes on where another stream was, once it has heard what can still matter', () => {
    const features = randomFeatures(640);
    const encoder = createChunkAttentionEncoder(config, weights);
    const whole = stream(encoder, features, new Array<number>(40).fill(16));
    const from = 16 * 20;
    const run = encoder.start(from);
    let worst = 0;
    for (let t = from; t < features.length; t += 16) {
      const output = tf.tidy(() => run.step(tf.tensor2d(features.slice(t, t + 16))));
      const data = output.dataSync();
      output.dispose();
      // Three layers, each of which sees 72 frames in chunks of 16, and one chunk for the convolutions.
      if (t >= from + (3 * 5 + 1) * 16)
        data.forEach((value, i) => (worst = Math.max(worst, Math.abs(value - whole[(t / 4) * 11 + i]!))));
    }
    run.dispose();
    tf.dispose([...encoder.weights]);
    expect(worst).toBeLessThan(1e-5);
  });

  it('[E4] keeps as many tensors and bytes after a thousand chunks as after one', () => {
    const encoder = createChunkAttentionEncoder(config, weights);
    const run = encoder.start();
    const chunk = randomFeatures(4);
    const step = (): void => tf.tidy(() => run.step(tf.tensor2d(chunk))).dispose();
    step();
    const first = { ...held(), bytes: tf.memory().numBytes };
    for (let i = 0; i < 1000; i++) step();
    expect({ ...held(), bytes: tf.memory().numBytes }).toEqual(first);
    run.dispose();
    tf.dispose([...encoder.weights]);
  });

  it('[M2] refuses a tensor of another shape by name', () => {
    const header = Buffer.from(
      JSON.stringify({ 'encoder.conv1.weight': { dtype: 'F32', shape: [3, 1, 1], data_offsets: [0, 12] } }),
    );
    const file = Buffer.concat([Buffer.from(BigUint64Array.of(BigInt(header.length)).buffer), header, Buffer.alloc(12)]);
    const other = parseSafetensors(file, '/models/x', 'weights.safetensors');
    tf.engine().startScope();
    expect(() => createChunkAttentionEncoder(config, other)).toThrow(
      /encoder\.conv1\.weight of shape \(3, 1, 1\), but \(3, 80, 24\) is needed/,
    );
    tf.engine().endScope();
  });
});
