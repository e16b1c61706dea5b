import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Encoder } from '../core/decoder/types';
import { seededRandom } from '../core/metrics';
import { dependsOnChunk, type Manifest } from '../core/model/manifest';
import { createAcousticModel } from './acoustic-model';
import type { AcousticModel } from './acoustic-model';
import { tinyAttentionModel, tinyModel, tinyTableModel } from './fixtures/models';
import { readModel } from './load';
import type { ParityParts } from './parity';
import { createStreamingEncoder } from './streaming-encoder';

async function encode(encoder: Encoder, samples: Float32Array, chunkSamples: () => number): Promise<Float32Array> {
  const parts: number[] = [];
  for (let at = 0; at < samples.length;) {
    const size = chunkSamples();
    const { data, frames, dim } = await encoder.acceptWaveform(samples.subarray(at, at + size));
    expect(data.length).toBe(frames * dim);
    parts.push(...data);
    at += size;
  }
  return Float32Array.from([...parts, ...(await encoder.inputFinished()).data]);
}

function worstDifference(output: Float32Array, wanted: Float32Array): number {
  expect(output.length).toBe(wanted.length);
  return output.reduce((worst, value, i) => Math.max(worst, Math.abs(value - wanted[i]!)), 0);
}

/** How many frames a recording gives, its flush included. */
function outputFrames({ encoder, featurizer, streaming }: Manifest, samples: number): number {
  if (featurizer.kind === 'kaldi-fbank') {
    const frames = Math.floor((samples + 80) / 160) + streaming.flushFrames;
    return Math.floor(frames / encoder.subsampling) - streaming.lookaheadFrames / encoder.subsampling;
  }
  const frames = Math.floor((samples - 200) / 160) + 1 + streaming.flushFrames;
  return (Math.ceil(frames / streaming.chunkFrames) * streaming.chunkFrames) / encoder.subsampling;
}

describe.each([
  ['pieces', tinyModel],
  ['a table of phones', tinyTableModel],
  ['phones by attention over chunks', tinyAttentionModel],
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
    expect(whole.length).toBe(outputFrames(parts.manifest, samples.length) * encoder.outputDim);
    for (let round = 0; round < 3; round++) {
      encoder.reset();
      expect(await encode(encoder, samples, () => Math.floor(random() ** 2 * 20000))).toEqual(whole);
    }
    encoder.dispose();
  });

  it('[E3] gives the same frames, within rounding, for any number of frames encoded at a time', async (context) => {
    if (dependsOnChunk(parts.manifest.encoder)) context.skip('its frames hear their whole chunk');
    const reference = createStreamingEncoder(parts.manifest, source);
    const whole = await encode(reference, samples, () => 16000);
    for (const chunkFrames of [6, 12, 48]) {
      const encoder = createStreamingEncoder(parts.manifest, source, chunkFrames);
      const output = await encode(encoder, samples, () => 16000);
      expect(output.length).toBe(whole.length);
      expect(worstDifference(output, whole)).toBeLessThan(1e-4);
      encoder.dispose();
    }
    reference.dispose();
  });

  it('[E9] begins with the frame that training begins with, again after a reset', async () => {
    const { golden, manifest } = parts;
    const chunkFrames = dependsOnChunk(manifest.encoder) ? manifest.streaming.chunkFrames : manifest.encoder.subsampling;
    const encoder = createStreamingEncoder(manifest, source, chunkFrames);
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
    // Equal to the last bit: what the encoder can still remember is all encoded again. Attention may sum up in another order.
    const recovered = await encode(encoder, samples, () => 16000);
    if (dependsOnChunk(parts.manifest.encoder)) expect(worstDifference(recovered, whole)).toBeLessThan(1e-4);
    else expect(recovered).toEqual(whole);
    expect(chunks).toBe(60);
    encoder.dispose();
    undisturbed.dispose();
  });

  it('[E8] goes on after a loss in a long recording as if nothing had been', async () => {
    const { subsampling } = parts.manifest.encoder;
    // The loudest sound is at the beginning, where the encoder no longer hears it.
    const long = Float32Array.from({ length: 320_000 }, (_, i) => samples[i % samples.length]! * (i < 16_000 ? 1 : 0.02));
    const chunkFrames = 4 * subsampling;
    const undisturbed = createStreamingEncoder(parts.manifest, source, chunkFrames);
    const whole = await encode(undisturbed, long, () => 50_000);
    let chunks = 0;
    const failing: AcousticModel = {
      ...model,
      start() {
        const stream = model.start();
        const lost = Math.floor(1900 / chunkFrames);
        return {
          ...stream,
          encode: (frames) => (++chunks === lost ? Promise.reject(new Error('the device is gone')) : stream.encode(frames)),
        };
      },
    };
    const encoder = createStreamingEncoder(
      parts.manifest,
      { current: () => failing, replace: () => Promise.resolve(model) },
      chunkFrames,
    );
    expect(worstDifference(await encode(encoder, long, () => 50_000), whole)).toBeLessThan(1e-4);
    expect(chunks).toBe(Math.floor(1900 / chunkFrames));
    encoder.dispose();
    undisturbed.dispose();
  });

  it('[E14] takes chunks of any length that the manifest offers, one utterance after the other', async () => {
    const { chunkFramesChoices } = parts.manifest.streaming;
    const before = tf.memory().numTensors;
    const first = new Map<number, Float32Array>();
    for (const chunkFrames of [...chunkFramesChoices, ...chunkFramesChoices]) {
      const encoder = createStreamingEncoder(parts.manifest, source, chunkFrames);
      const output = await encode(encoder, samples, () => 7000);
      encoder.reset();
      expect(await encode(encoder, samples, () => 9000)).toEqual(output);
      expect(output).toEqual(first.get(chunkFrames) ?? output);
      first.set(chunkFrames, output);
      encoder.dispose();
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('[E3] hears a whole recording at once, as long as it is', async (context) => {
    const { encoder: config, streaming } = parts.manifest;
    if (!dependsOnChunk(config)) context.skip('its frames are the same for any length');
    const frames = Math.floor((samples.length - 200) / 160) + 1 + streaming.flushFrames;
    const outputs: Float32Array[] = [];
    for (const chunkFrames of [1000, 2000]) {
      const encoder = createStreamingEncoder(parts.manifest, source, chunkFrames);
      outputs.push(await encode(encoder, samples, () => 20_000));
      encoder.dispose();
    }
    expect(outputs[0]!.length).toBe(Math.floor(frames / config.subsampling) * config.outputDim);
    expect(outputs[1]).toEqual(outputs[0]);
  });

  it('[E3] refuses chunks that are not a multiple of the subsampling', () => {
    for (const frames of [0, -6, 7, 4.5]) {
      expect(() => createStreamingEncoder(parts.manifest, source, frames)).toThrow(RangeError);
    }
  });

  it('[E4] keeps no tensors over 1,000 chunks', async () => {
    // The encoder's kernels allocate on the backend without the engine's knowledge, so both are asked.
    const held = () => ({
      tensors: tf.memory().numTensors,
      buffers: tf.memory().numDataBuffers,
      data: tf.backend().numDataIds(),
    });
    const before = held();
    const encoder = createStreamingEncoder(parts.manifest, source, 12);
    const chunk = samples.subarray(0, encoder.chunkSamples);
    // What depends on the length of chunks is made with the first of them, which waits for the samples of the second.
    for (let i = 0; i < 2; i++) await encoder.acceptWaveform(chunk);
    const after = held();
    for (let i = 0; i < 1000; i++) await encoder.acceptWaveform(chunk);
    expect(held()).toEqual(after);
    await encoder.inputFinished();
    encoder.reset();
    for (let i = 0; i < 2; i++) await encoder.acceptWaveform(chunk);
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
