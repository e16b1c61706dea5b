import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Encoder } from '../core/decoder/types';
import { seededRandom } from '../core/metrics';
import { createAcousticModel } from './acoustic-model';
import type { AcousticModel } from './acoustic-model';
import { tinyModel, tinyTableModel } from './fixtures/models';
import { readModel } from './load';
import type { ParityParts } from './parity';
import { createStreamingEncoder } from './streaming-encoder';

async function encode(encoder: Encoder, samples: Float32Array, chunkSamples: () => number): Promise<Float32Array> {
  const parts: number[] = [];
  for (let at = 0; at < samples.length; ) {
    const size = chunkSamples();
    const { data, frames, dim } = await encoder.acceptWaveform(samples.subarray(at, at + size));
    expect(data.length).toBe(frames * dim);
    parts.push(...data);
    at += size;
  }
  return Float32Array.from([...parts, ...(await encoder.inputFinished()).data]);
}

describe.each([
  ['pieces', tinyModel],
  ['a table of phones', tinyTableModel],
] as const)('streaming encoder of %s', (_, files) => {
  let parts: ParityParts;
  let model: AcousticModel;
  /** Five seconds of the golden recording at changing levels. */
  let samples: Float32Array;

  beforeAll(async () => {
    const read = await readModel(files);
    parts = read.parts;
    model = await createAcousticModel('wasm', parts.manifest, read.weights);
    const { golden } = parts;
    samples = Float32Array.from({ length: 81234 }, (_, i) => golden.samples[i % golden.samples.length]! * (1 + (i % 31) / 31));
  });

  afterAll(() => model.dispose());

  const source = { current: () => model, replace: (_: AcousticModel, cause: unknown) => Promise.reject(cause) };

  it('[E3] gives the same frames for any chunking of the samples', async () => {
    const random = seededRandom(21);
    const encoder = createStreamingEncoder(parts.manifest, source);
    const whole = await encode(encoder, samples, () => samples.length);
    const { streaming, encoder: layers } = parts.manifest;
    const featureFrames = Math.floor((samples.length + 80) / 160) + streaming.flushFrames;
    const wanted = Math.floor(featureFrames / layers.subsampling) - streaming.lookaheadFrames / layers.subsampling;
    expect(whole.length).toBe(wanted * encoder.outputDim);
    for (let round = 0; round < 3; round++) {
      encoder.reset();
      expect(await encode(encoder, samples, () => Math.floor(random() ** 2 * 20000))).toEqual(whole);
    }
    encoder.dispose();
  });

  it('[E3] gives the same frames, within rounding, for any number of frames encoded at a time', async () => {
    const reference = createStreamingEncoder(parts.manifest, source);
    const whole = await encode(reference, samples, () => 16000);
    for (const chunkFrames of [6, 12, 48]) {
      const encoder = createStreamingEncoder(parts.manifest, source, chunkFrames);
      const output = await encode(encoder, samples, () => 16000);
      expect(output.length).toBe(whole.length);
      expect(output.reduce((worst, value, i) => Math.max(worst, Math.abs(value - whole[i]!)), 0)).toBeLessThan(1e-4);
      encoder.dispose();
    }
    reference.dispose();
  });

  it('[E9] begins with the frame that training begins with, again after a reset', async () => {
    const { golden, manifest } = parts;
    const encoder = createStreamingEncoder(manifest, source, manifest.encoder.subsampling);
    for (let round = 0; round < 2; round++) {
      const first = await encoder.acceptWaveform(golden.samples.subarray(0, 8000));
      expect(first.frames).toBeGreaterThan(4);
      first.data.forEach((value, i) => expect(value).toBeCloseTo(golden.encoder.data[i]!, 2));
      encoder.reset();
    }
    encoder.dispose();
  });

  it('[E8] goes on after a loss with the state that the lost device had', async () => {
    const { subsampling } = parts.manifest.encoder;
    const undisturbed = createStreamingEncoder(parts.manifest, source, subsampling);
    const whole = await encode(undisturbed, samples, () => 16000);
    let chunks = 0;
    const failing: AcousticModel = {
      ...model,
      start() {
        const stream = model.start();
        return {
          ...stream,
          encode: (frames) => (++chunks === 60 ? Promise.reject(new Error('the device is gone')) : stream.encode(frames)),
        };
      },
    };
    const recovering = { current: () => failing, replace: () => Promise.resolve(model) };
    const encoder = createStreamingEncoder(parts.manifest, recovering, subsampling);
    // Equal to the last bit: what the encoder can still remember is all encoded again.
    expect(await encode(encoder, samples, () => 16000)).toEqual(whole);
    expect(chunks).toBe(60);
    encoder.dispose();
    undisturbed.dispose();
  });

  it('[E3] refuses chunks that are not a multiple of the subsampling', () => {
    for (const frames of [0, -6, 7, 4.5]) {
      expect(() => createStreamingEncoder(parts.manifest, source, frames)).toThrow(RangeError);
    }
  });

  it('[E4] keeps no tensors over 1,000 chunks', async () => {
    // The encoder's kernels allocate on the backend without the engine's knowledge, so both are asked.
    const held = () => ({ tensors: tf.memory().numTensors, buffers: tf.memory().numDataBuffers, data: tf.backend().numDataIds() });
    const before = held();
    const encoder = createStreamingEncoder(parts.manifest, source, 6);
    const chunk = samples.subarray(0, encoder.chunkSamples);
    await encoder.acceptWaveform(chunk);
    const after = held();
    for (let i = 0; i < 1000; i++) await encoder.acceptWaveform(chunk);
    expect(held()).toEqual(after);
    await encoder.inputFinished();
    encoder.reset();
    expect(held()).toEqual(after);
    encoder.dispose();
    expect(held()).toEqual(before);
  });

  it('[E4] reads back once a chunk', async () => {
    const encoder = createStreamingEncoder(parts.manifest, source);
    let reads = 0;
    const backend = tf.backend();
    const read = backend.read.bind(backend);
    backend.read = (dataId) => {
      reads++;
      return read(dataId);
    };
    await encoder.acceptWaveform(samples.subarray(0, 3 * encoder.chunkSamples + 400));
    backend.read = read;
    expect(reads).toBe(3);
    encoder.dispose();
  });

  it('[E7] gives nothing of a recording that was reset while it was encoded', async () => {
    const encoder = createStreamingEncoder(parts.manifest, source);
    const pending = encoder.acceptWaveform(samples);
    encoder.reset();
    expect((await pending).frames).toBe(0);
    const fresh = createStreamingEncoder(parts.manifest, source);
    expect(await encode(encoder, samples, () => 30000)).toEqual(await encode(fresh, samples, () => 30000));
    encoder.dispose();
    fresh.dispose();
  });
});
