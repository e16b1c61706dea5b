import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BackendName } from '../core/backend';
import { createAcousticModel } from './acoustic-model';
import { shippedModelFolders, tinyAttentionFolder, tinyFolder, tinyTableFolder } from './fixtures/models';
import { readModel } from './load';
import { folderFiles, nodeEnvironment } from './node';
import { checkParity, encoderTolerance, featuresTolerance } from './parity';

/** Chromium brings a Vulkan driver that runs on any processor. */
const chromiumVulkan = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome']
  .map((folder) => `${folder}/vk_swiftshader_icd.json`)
  .find((path) => existsSync(path));

async function whyNoWebGpu(): Promise<string | null> {
  const problem = await nodeEnvironment();
  if (problem !== null) return problem;
  return (await navigator.gpu.requestAdapter()) === null ? 'no graphics adapter, and no Chromium with SwiftShader' : null;
}

let webGpuProblem: string | null = null;

beforeAll(async () => {
  if (chromiumVulkan !== undefined) process.env['VK_ICD_FILENAMES'] ??= chromiumVulkan;
  webGpuProblem = await whyNoWebGpu();
});

async function expectParity(folder: string, backend: BackendName): Promise<void> {
  const { parts, weights } = await readModel(folderFiles(folder));
  const model = await createAcousticModel(backend, parts.manifest, weights);
  const parity = await checkParity(model, parts);
  model.dispose();
  console.info(
    `${basename(folder)} on ${backend}: features ${parity.featuresMaxAbs.toExponential(1)}, ` +
      `encoder ${parity.encoderRelative.toExponential(1)}, ${parity.msPerChunk.toFixed(1)} ms a chunk`,
  );
  expect(parity.featuresMaxAbs).toBeLessThanOrEqual(featuresTolerance);
  expect(parity.encoderRelative).toBeLessThanOrEqual(encoderTolerance);
  expect(parity.units).toEqual(parts.golden.units);
  expect(parity.text).toBe(parts.golden.text.trim().replace(/ +/g, ' '));
  expect(parity.problem).toBeNull();
}

/** Models with more weights than this take minutes where a processor computes without SIMD or plays a GPU. */
const mostSlowBytes = 16e6;

const isLarge = (folder: string): boolean => statSync(join(folder, 'weights.safetensors')).size > mostSlowBytes;

describe.each([tinyFolder, tinyTableFolder, tinyAttentionFolder, ...shippedModelFolders()])('golden parity of %s', (folder) => {
  it('[F1] [E1] wasm computes what training computed', () => expectParity(folder, 'wasm'));
});

const forSlowBackends = [
  tinyFolder,
  tinyTableFolder,
  tinyAttentionFolder,
  ...shippedModelFolders().filter((folder) => !isLarge(folder)),
];

describe.each(forSlowBackends)('golden parity of %s', (folder) => {
  it('[F1] [E1] cpu computes what training computed', () => expectParity(folder, 'cpu'));

  it('[F1] [E1] webgpu computes what training computed', { timeout: 180_000 }, async (context) => {
    if (webGpuProblem !== null) {
      console.warn(`webgpu in Node not tested: ${webGpuProblem}`);
      context.skip(webGpuProblem);
    }
    await expectParity(folder, 'webgpu');
  });
});

describe('the self-test itself', () => {
  it.each([tinyFolder, tinyTableFolder, tinyAttentionFolder])(
    '[E2] finds wrong features, wrong encoder output and wrong units of %s',
    async (folder) => {
      const { parts, weights } = await readModel(folderFiles(folder));
      const model = await createAcousticModel('wasm', parts.manifest, weights);
      const { golden } = parts;
      const off = (data: Float32Array, by: number): Float32Array => data.map((value, i) => (i === 7 ? value + by : value));
      const problemWith = async (change: Partial<typeof golden>): Promise<string | null> =>
        (await checkParity(model, { ...parts, golden: { ...golden, ...change } })).problem;
      expect(await problemWith({ features: { ...golden.features, data: off(golden.features.data, 2e-3) } })).toMatch(/features/);
      expect(await problemWith({ encoder: { ...golden.encoder, data: off(golden.encoder.data, 1) } })).toMatch(/encoder/);
      expect(await problemWith({ encoder: { ...golden.encoder, data: golden.encoder.data.slice(20) } })).toMatch(/encoder/);
      expect(await problemWith({ units: golden.units.slice(1) })).toMatch(/units/);
      expect(await problemWith({})).toBeNull();
      await expect(checkParity(model, parts, 1e-9)).rejects.toThrow(/too slow/);
      model.dispose();
      expect(tf.memory().numTensors).toBe(0);
    },
  );
});
