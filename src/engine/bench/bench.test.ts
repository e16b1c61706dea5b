import * as tf from '@tensorflow/tfjs-core';
import { basename } from 'node:path';
import { expect, it, vi } from 'vitest';
import { encoderWork } from '../../core/model/encoder-work';
import type { Manifest } from '../../core/model/manifest';
import { createAcousticModel } from '../acoustic-model';
import { shippedModelFolders, tinyAttentionFolder, tinyFolder, tinyModel, tinyTableFolder } from '../fixtures/models';
import { readModel } from '../load';
import { folderFiles } from '../node';
import { compareWithReference } from './comparison';
import { matmulSpeed } from './matmul-peak';
import { measureModel } from './measure';
import type { MeasureOptions } from './measure-options';
import { createTimedPipeline, stages } from './pipeline';

const options: MeasureOptions = { limitMs: 1500, host: { memory: () => null, processorMs: () => null } };
const folders = [tinyFolder, tinyTableFolder, tinyAttentionFolder, ...shippedModelFolders()];

for (const folder of folders) {
  it(`[E12] the reference computes what our encoder does, chunk after chunk: ${basename(folder)}`, async () => {
    const { parts, weights } = await readModel(folderFiles(folder));
    const pipeline = await createTimedPipeline('wasm', { parts, weights });
    try {
      const result = await compareWithReference(pipeline, parts, weights, options);
      expect(result).toMatchObject({ state: 'measured' });
      if (result.state === 'measured') expect(result.difference).toBeLessThan(1e-4);
    } finally {
      pipeline.dispose();
    }
  }, 120_000);
}

function layerCount({ encoder }: Manifest): number {
  return encoder.architecture === 'causal-conv' ? encoder.layers.length : encoder.layers;
}

it('[E12] a reference that computes something else is no reference', async () => {
  const { parts, weights } = await readModel(tinyModel);
  const last = layerCount(parts.manifest) - 1;
  const doubled = { ...weights, read: (name: string, shape: readonly number[]) => weights.read(name, shape).map((v) => (name === `encoder.${last}.bias` ? v + 1 : v)) };
  const pipeline = await createTimedPipeline('wasm', { parts, weights });
  try {
    expect(await compareWithReference(pipeline, parts, doubled, options)).toMatchObject({ state: 'unavailable', reason: expect.stringContaining('differs') as string });
  } finally {
    pipeline.dispose();
  }
});

it('[E11] measures every stage of every chunk, latency and memory', async () => {
  const before = tf.memory().numTensors;
  const measured = await measureModel(tinyModel, 'wasm', { ...options, host: { memory: () => ({ heapBytes: 5, rssBytes: 7 }), processorMs: () => 0 } });
  expect(tf.memory().numTensors).toBe(before);
  expect(measured.chunks).toBeGreaterThan(10);
  expect(measured.memory).toMatchObject({ heapBytes: 5, rssBytes: 7 });
  expect(measured.memory.tensorBytes).toBeGreaterThan(1000);
  expect(Object.keys(measured.stages)).toEqual([...stages]);
  const shares = Object.values(measured.stages).map(({ share }) => share);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
  expect(measured.chunkLengths.map(({ chunkAudioMs }) => chunkAudioMs)).toEqual([120, 180, 240]);
  expect(measured.chunkLengths.every(({ sameWords, utterances }) => sameWords && utterances === measured.utterances)).toBe(true);
  expect(measured.stages.encode.p50).toBeGreaterThan(0);
  expect(measured.rtf * measured.chunkAudioMs).toBeGreaterThanOrEqual(measured.stages.encode.p50 * 0.5);
  for (const { p50, p95 } of [measured.chunkMs, measured.finalMs, ...Object.values(measured.stages)]) expect(p95).toBeGreaterThanOrEqual(p50);
}, 60_000);

it('[E13] a chunk takes at most nine operations for each layer, and one read-back', async () => {
  for (const folder of folders) {
    const { parts, weights } = await readModel(folderFiles(folder));
    const { manifest } = parts;
    let readBacks = 0;
    const model = await createAcousticModel('wasm', manifest, weights, (stage) => (readBacks += stage === 'readBack' ? 1 : 0));
    const stream = model.start();
    const frames = new Float32Array(manifest.streaming.chunkFrames * ((manifest.featurizer.sampleRateHz * manifest.featurizer.frameLengthMs) / 1000));
    // Not tf.profile: the encoder calls its kernels without the engine.
    const kernels = tf.getKernelsForBackend('wasm').map((config) => vi.spyOn(config, 'kernelFunc'));
    await stream.encode(frames);
    const calls = kernels.reduce((sum, kernel) => sum + kernel.mock.calls.length, 0);
    for (const kernel of kernels) kernel.mockRestore();
    expect(readBacks).toBe(1);
    expect(calls).toBeGreaterThan(2 * layerCount(manifest));
    // Featurizer, normalisation and the changes of shape at either end are 16, with convolutions and a running maximum 40.
    const ends = manifest.encoder.architecture === 'causal-conv' ? 16 : 40;
    expect(calls).toBeLessThanOrEqual(9 * layerCount(manifest) + ends);
    stream.dispose();
    model.dispose();
  }
}, 60_000);

it.skipIf(shippedModelFolders().length === 0)('[E13] the encoder is not far from the speed of ONNX Runtime, and of matrix products', async () => {
  const { parts, weights } = await readModel(folderFiles(shippedModelFolders()[0]!));
  const pipeline = await createTimedPipeline('wasm', { parts, weights });
  try {
    const result = await compareWithReference(pipeline, parts, weights, { ...options, limitMs: 4000 });
    if (result.state !== 'measured') throw new Error(result.reason);
    // About 1 on an idle machine and on a busy one; the bounds leave room for one whose other work comes and goes.
    expect(result.timesAsFastAtBest).toBeGreaterThan(0.45);
    const { encoder, streaming } = parts.manifest;
    const peak = await matmulSpeed('wasm', [512, 512, 512]);
    const gflops = encoderWork(encoder, streaming.chunkFrames).flops / result.ownMs / 1e6;
    expect(gflops / peak.gflops).toBeGreaterThan(0.12);
  } finally {
    pipeline.dispose();
  }
}, 60_000);
