import * as tf from '@tensorflow/tfjs-core';
import { expect, it, vi } from 'vitest';
import type { Manifest } from '../../core/model/manifest';
import { createAcousticModel } from '../acoustic-model';
import { shippedModelFolders, tinyAttentionFolder, tinyFolder, tinyModel, tinyTableFolder } from '../fixtures/models';
import { readModel } from '../load';
import { folderFiles } from '../node';
import { measureModel } from './measure';
import type { MeasureOptions } from './measure-options';
import { createTimedPipeline, stages } from './pipeline';

const options: MeasureOptions = { limitMs: 1500, host: { memory: () => null, processorMs: () => null } };
const folders = [tinyFolder, tinyTableFolder, tinyAttentionFolder, ...shippedModelFolders()];

function layerCount({ encoder }: Manifest): number {
  return encoder.architecture === 'causal-conv' ? encoder.layers.length : encoder.layers;
}

it('[E11] measures every stage of every chunk, latency and memory', async () => {
  // TensorFlow.js counts once it has a backend.
  (await createTimedPipeline('wasm', await readModel(tinyModel))).dispose();
  const before = tf.memory().numTensors;
  const compareWithReference: MeasureOptions['compareWithReference'] = ({ chunkFrames }) =>
    Promise.resolve({ state: 'unavailable', name: 'none', reason: `chunks of ${chunkFrames}` });
  const measured = await measureModel(tinyModel, 'wasm', {
    ...options,
    compareWithReference,
    host: { memory: () => ({ heapBytes: 5, rssBytes: 7 }), processorMs: () => 0 },
  });
  expect(tf.memory().numTensors).toBe(before);
  expect(measured.reference).toMatchObject({ reason: expect.stringMatching(/^chunks of \d+$/) as string });
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
  for (const { p50, p95 } of [measured.chunkMs, measured.finalMs, ...Object.values(measured.stages)])
    expect(p95).toBeGreaterThanOrEqual(p50);
}, 60_000);

it('[E13] a chunk takes at most nine operations for each layer, and one read-back', async () => {
  for (const folder of folders) {
    const { parts, weights } = await readModel(folderFiles(folder));
    const { manifest } = parts;
    let readBacks = 0;
    const model = await createAcousticModel('wasm', manifest, weights, (stage) => (readBacks += stage === 'readBack' ? 1 : 0));
    const stream = model.start();
    const frames = new Float32Array(
      manifest.streaming.chunkFrames * ((manifest.featurizer.sampleRateHz * manifest.featurizer.frameLengthMs) / 1000),
    );
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
