import { expect, it } from 'vitest';
import type { BackendChoice } from '../backend';
import { automaticLiveMs, liveChunkFrames, liveLengths, offeredLiveMs, recordingChunkFrames } from './chunk-length';
import type { Manifest } from './manifest-schema';

const manifest = {
  streaming: { chunkFrames: 24, chunkFramesChoices: [12, 24, 48, 96] },
  featurizer: { frameShiftMs: 10 },
  encoder: { architecture: 'causal-conv' },
} as Manifest;
/** A model whose words depend on the length. */
const attentive = { ...manifest, encoder: { architecture: 'chunk-attention' } } as Manifest;

const choice = (msPerChunk: number, backend: BackendChoice['backend'] = 'wasm'): BackendChoice => ({
  backend,
  reason: '',
  reports: [
    { backend: 'webgl', state: 'ok', msPerChunk: 1, rtf: 1 / 240 },
    { backend: 'wasm', state: 'ok', msPerChunk, rtf: msPerChunk / 240 },
  ],
});

it('[E14] live speech is encoded in the shortest chunks that the backend in use has ample time for', () => {
  expect([5, 60, 61, 200].map((ms) => liveChunkFrames(manifest, choice(ms)))).toEqual([12, 12, 24, 24]);
});

it('[E14] a backend whose speed is not known gets the default', () => {
  expect(liveChunkFrames(manifest, { backend: 'wasm', reason: '', reports: [] })).toBe(24);
  expect(
    liveChunkFrames(manifest, { backend: 'cpu', reason: '', reports: [{ backend: 'cpu', state: 'failed', reason: 'slow' }] }),
  ).toBe(24);
});

it('[E14] a GPU keeps the shape that it was tested with', () => {
  expect(liveChunkFrames(manifest, choice(1, 'webgl'))).toBe(24);
});

it('[E15] a chosen length is taken if the manifest offers it, on any backend; any other is automatic', () => {
  for (const each of [choice(5), choice(200), choice(1, 'webgl')]) {
    const automatic = liveChunkFrames(manifest, each);
    expect([120, 240, 960].map((ms) => liveChunkFrames(manifest, each, ms))).toEqual([12, 24, 96]);
    expect([null, 0, 12, 125, 2000].map((ms) => liveChunkFrames(manifest, each, ms))).toEqual(Array(5).fill(automatic));
  }
});

it('[E15] lengths are offered in milliseconds, shortest first; one alone is no choice', () => {
  const { streaming, featurizer } = manifest;
  const withChoices = (chunkFramesChoices: number[]): Manifest => ({
    ...manifest,
    streaming: { ...streaming, chunkFramesChoices },
  });
  const lengths = liveLengths({ ...withChoices([96, 12, 24, 12]), featurizer: { ...featurizer, frameShiftMs: 12.5 } })!;
  expect(lengths).toEqual({ offeredMs: [150, 300, 1200], defaultMs: 300, isDefaultBest: false });
  expect([automaticLiveMs(lengths, choice(75)), automaticLiveMs(lengths, choice(76))]).toEqual([150, 300]);
  expect([150, 300, 301, null].map((ms) => offeredLiveMs(lengths, ms))).toEqual([150, 300, null, null]);
  expect(liveLengths(withChoices([24]))).toBeNull();
});

it('[E14] recordings get the longest chunks', () => {
  expect(recordingChunkFrames(manifest)).toBe(96);
});

it('[E14] a model whose words depend on the length hears everything in its default chunks, unless another length is chosen', () => {
  expect([5, 60, 200].map((ms) => liveChunkFrames(attentive, choice(ms)))).toEqual([24, 24, 24]);
  expect(liveChunkFrames(attentive, choice(5), 120)).toBe(12);
  expect(recordingChunkFrames(attentive)).toBe(24);
});
