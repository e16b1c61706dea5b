import { expect, it } from 'vitest';
import type { BackendChoice } from '../backend';
import { liveChunkFrames, recordingChunkFrames } from './chunk-length';
import type { Manifest } from './manifest-schema';

const manifest = {
  streaming: { chunkFrames: 24, chunkFramesChoices: [12, 24, 48, 96] },
  featurizer: { frameShiftMs: 10 },
} as Manifest;

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
  expect(liveChunkFrames(manifest, { backend: 'cpu', reason: '', reports: [{ backend: 'cpu', state: 'failed', reason: 'slow' }] })).toBe(24);
});

it('[E14] a GPU keeps the shape that it was tested with', () => {
  expect(liveChunkFrames(manifest, choice(1, 'webgl'))).toBe(24);
});

it('[E14] recordings get the longest chunks', () => {
  expect(recordingChunkFrames(manifest)).toBe(96);
});
