import { existsSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import type { BackendChoice } from '../core/backend';
import type { Recognizer } from '../core/recognizer';
import { transcriptText } from '../core/transcript/text';
import type { Transcript } from '../core/transcript/types';
import { changedModel, tinyFile, tinyModel } from './fixtures/models';
import { loadModel, readModel } from './load';
import { folderFiles, nodeEnvironment } from './node';

const json = (name: string): Record<string, unknown> =>
  JSON.parse(new TextDecoder().decode(tinyFile(name))) as Record<string, unknown>;

/** Bytes with one bit turned in the middle. */
function damaged(name: string): Uint8Array {
  const bytes = Uint8Array.from(tinyFile(name));
  bytes[bytes.length >> 1]! ^= 1;
  return bytes;
}

/** Recognises `samples` in blocks; `between` is called before each. */
async function recognize(
  recognizer: Recognizer,
  samples: Float32Array,
  between: (block: number) => void = () => {},
): Promise<Transcript> {
  for (let at = 0, block = 0; at < samples.length; at += 3000, block++) {
    between(block);
    await recognizer.acceptWaveform(samples.subarray(at, at + 3000), 16000);
  }
  return recognizer.inputFinished();
}

/** Twelve seconds: longer than the encoder remembers. */
async function longRecording(): Promise<Float32Array> {
  const { samples } = (await readModel(tinyModel)).parts.golden;
  return Float32Array.from({ length: 192000 }, (_, i) => samples[(i * 7 + (i >> 12)) % samples.length]!);
}

describe('reading a model', () => {
  it('[M3] recognises the golden recording and gives all memory back', async () => {
    const progress: number[] = [];
    const { golden } = (await readModel(tinyModel)).parts;
    const model = await loadModel(tinyModel, { backend: 'wasm', onProgress: (fraction) => progress.push(fraction) });
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect([progress[0], progress.at(-1)]).toEqual([0, 1]);
    expect(model.choice).toMatchObject({ backend: 'wasm', reports: [{ backend: 'wasm', state: 'ok' }] });
    const recognizer = model.createRecognizer({ endpointRules: null });
    expect(transcriptText(await recognize(recognizer, golden.samples))).toBe(golden.text);
    recognizer.dispose();
    model.dispose();
    expect(tf.memory().numTensors).toBe(0);
  });

  it('[D5] takes recordings of any length and rate, silent or empty', async () => {
    const model = await loadModel(tinyModel, { backend: 'wasm' });
    const recognizer = model.createRecognizer();
    for (const [count, rateHz] of [
      [0, 16000],
      [1, 16000],
      [119, 16000],
      [9, 8000],
      [50000, 48000],
      [400001, 192000],
    ] as const) {
      await recognizer.acceptWaveform(new Float32Array(count), rateHz);
      const { durationMs, partial, segments } = await recognizer.inputFinished();
      expect(durationMs).toBeCloseTo((count * 1000) / rateHz);
      expect(partial).toEqual({ committed: [], tentative: [] });
      for (const { endMs } of segments) expect(endMs).toBeLessThanOrEqual(durationMs);
      recognizer.reset();
    }
    recognizer.dispose();
    model.dispose();
  });

  it('[M3] stops when asked to', async () => {
    const controller = new AbortController();
    const loading = loadModel(tinyModel, {
      backend: 'auto',
      signal: controller.signal,
      onProgress: (fraction) => fraction > 0.5 && controller.abort(),
    });
    await expect(loading).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(tf.memory().numTensors).toBe(0);
    await expect(loadModel(tinyModel, { backend: 'wasm', signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });

  it.each(['weights.safetensors', 'units.txt', 'golden.json'])('[M3] refuses a %s that is not the manifest’s', async (name) => {
    const wrongHash = readModel(changedModel({ [name]: damaged(name) }));
    await expect(wrongHash).rejects.toMatchObject({ code: 'model-invalid' });
    await expect(wrongHash).rejects.toThrow(new RegExp(`/models/changed/${name} has SHA-256`));
    const cut = readModel(changedModel({ [name]: tinyFile(name).subarray(0, 60) }));
    await expect(cut).rejects.toThrow(new RegExp(`/models/changed/${name} has 60 bytes`));
  });

  it.each([
    ['units that are too few', { 'units.txt': '<blk>\na\n' }, /units\.txt has 2 units/],
    ['golden data that is not JSON', { 'golden.json': '{' }, /golden\.json is not JSON/],
    [
      'golden data of another shape',
      { 'golden.json': JSON.stringify({ ...json('golden.json'), units: 'a' }) },
      /golden\.json is not valid: units/,
    ],
    ['weights that are no safetensors', { 'weights.safetensors': 'hello, I am a text' }, /weights\.safetensors is cut off/],
    ['a manifest that is not JSON', { 'manifest.json': 'hello' }, /manifest\.json is not JSON/],
  ])('[M3] refuses %s', async (_, changes, message) => {
    const reading = readModel(changedModel(changes, !('manifest.json' in changes)));
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toMatchObject({ code: 'model-invalid' });
  });

  it('[M5] refuses weights without a tensor the manifest needs', async () => {
    const bytes = Buffer.from(tinyFile('weights.safetensors'));
    bytes.write('encoder.4.xx', bytes.indexOf('encoder.4.up'));
    const loading = loadModel(changedModel({ 'weights.safetensors': bytes }, true), { backend: 'wasm' });
    await expect(loading).rejects.toMatchObject({ code: 'model-invalid' });
    await expect(loading).rejects.toThrow(/has no tensor encoder\.4\.up/);
    expect(tf.memory().numTensors).toBe(0);
  });

  it('[M3] names the folder when there is no model', async () => {
    const reading = readModel(folderFiles('/nowhere/at/all'));
    await expect(reading).rejects.toMatchObject({ code: 'model-not-found' });
    await expect(reading).rejects.toThrow('/nowhere/at/all/manifest.json');
  });
});

describe('choosing a backend', () => {
  it('[E5] takes the fastest that works and reports on all', async () => {
    const model = await loadModel(tinyModel, { backend: 'auto' });
    const { backend, reason, reports } = model.choice;
    expect(reports.map((report) => report.backend)).toEqual(['webgpu', 'webgl', 'wasm']);
    const times = reports.flatMap((report) => (report.state === 'ok' ? [report] : []));
    expect(times.toSorted((a, b) => a.msPerChunk - b.msPerChunk)[0]!.backend).toBe(backend);
    expect(reason).toMatch(/ms of speech/);
    model.dispose();
  });

  it('[E5] refuses a named backend that does not work, with the reason', async () => {
    const loading = loadModel(tinyModel, { backend: 'webgl' });
    await expect(loading).rejects.toMatchObject({ code: 'backend-unavailable' });
    await expect(loading).rejects.toThrow(/^WebGL can't be used here: it exists in browsers only\.$/);
  });

  it('[E5] never uses a backend that gives another result than training', async () => {
    const golden = json('golden.json');
    const files = changedModel({ 'golden.json': JSON.stringify({ ...golden, units: [1, 2, 3] }) }, true);
    const loading = loadModel(files, { backend: 'auto' });
    await expect(loading).rejects.toMatchObject({ code: 'backend-unavailable' });
    await expect(loading).rejects.toThrow(/WebAssembly: it recognises other units.*plain JavaScript: it recognises/);
    expect(tf.memory().numTensors).toBe(0);
  });
});

describe('a backend that fails while recognising', () => {
  it('[E8] is replaced without losing audio, and the user is told why', async () => {
    const samples = await longRecording();
    const changes: BackendChoice[] = [];
    const model = await loadModel(tinyModel, { backend: 'wasm', onBackendChanged: (choice) => changes.push(choice) });
    const recognizers = [model.createRecognizer(), model.createRecognizer({ endpointRules: null, chunkFrames: 48 })];
    const undisturbed = await Promise.all(recognizers.map((recognizer) => recognize(recognizer, samples)));
    for (const recognizer of recognizers) recognizer.reset();

    const backend = tf.backend();
    const transcripts = await Promise.all(
      recognizers.map((recognizer) =>
        recognize(recognizer, samples, (block) => {
          if (block === 40) vi.spyOn(backend, 'read').mockRejectedValue(new Error('the device is gone'));
        }),
      ),
    );
    expect(transcripts.map(transcriptText)).toEqual(undisturbed.map(transcriptText));
    expect(changes).toHaveLength(1);
    expect(changes[0]).toEqual(model.choice);
    expect(model.choice.reason).toMatch(/^WebAssembly stopped working \(the device is gone\): plain JavaScript needs/);
    expect(model.choice.reports).toContainEqual({ backend: 'wasm', state: 'failed', reason: 'the device is gone' });

    // And when nothing is left, the failure says so.
    vi.spyOn(tf.backend(), 'read').mockRejectedValue(new Error('gone too'));
    await expect(recognizers[0]!.inputFinished()).resolves.toBeDefined();
    recognizers[0]!.reset();
    await expect(recognize(recognizers[0]!, samples)).rejects.toMatchObject({ code: 'device-lost' });
    vi.restoreAllMocks();
    for (const recognizer of recognizers) recognizer.dispose();
    model.dispose();
    expect(tf.memory().numTensors).toBe(0);
  });

  it('[E8] a destroyed WebGPU device is replaced without losing audio', { timeout: 180_000 }, async (context) => {
    const icd = '/usr/lib/chromium/vk_swiftshader_icd.json';
    if (existsSync(icd)) process.env['VK_ICD_FILENAMES'] ??= icd;
    const problem = await nodeEnvironment();
    if (problem !== null || (await navigator.gpu.requestAdapter()) === null) {
      console.warn(`loss of a WebGPU device not tested: ${problem ?? 'no graphics adapter'}`);
      context.skip('no WebGPU');
    }
    const samples = (await longRecording()).subarray(0, 60000);
    const changes: BackendChoice[] = [];
    const model = await loadModel(tinyModel, { backend: 'webgpu', onBackendChanged: (choice) => changes.push(choice) });
    const recognizer = model.createRecognizer();
    const { device } = tf.backend() as unknown as { device: GPUDevice };
    const transcript = await recognize(recognizer, samples, (block) => {
      if (block === 8) setTimeout(() => device.destroy(), 20);
    });
    expect(changes.map((choice) => choice.backend)).toEqual(['wasm']);
    recognizer.reset();
    expect(transcriptText(await recognize(recognizer, samples))).toBe(transcriptText(transcript));
    recognizer.dispose();
    model.dispose();
    expect(tf.memory().numTensors).toBe(0);
  });
});
