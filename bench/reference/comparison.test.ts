import { basename } from 'node:path';
import { expect, it } from 'vitest';
import type { Manifest } from '../../src/core/model/manifest';
import type { MeasureOptions } from '../../src/engine/bench/measure-options';
import { createTimedPipeline } from '../../src/engine/bench/pipeline';
import {
  shippedModelFolders,
  tinyAttentionFolder,
  tinyFolder,
  tinyModel,
  tinyTableFolder,
} from '../../src/engine/fixtures/models';
import { readModel } from '../../src/engine/load';
import { folderFiles } from '../../src/engine/node';
import { compareWithReference } from './comparison';

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
  const doubled = {
    ...weights,
    read: (name: string, shape: readonly number[]) =>
      weights.read(name, shape).map((v) => (name === `encoder.${last}.bias` ? v + 1 : v)),
  };
  const pipeline = await createTimedPipeline('wasm', { parts, weights });
  try {
    expect(await compareWithReference(pipeline, parts, doubled, options)).toMatchObject({
      state: 'unavailable',
      reason: expect.stringContaining('differs') as string,
    });
  } finally {
    pipeline.dispose();
  }
});
