import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Manifest } from '../../core/model/manifest';
import { memoryLog } from '../fixtures/log';
import { createModels } from './models';

/** The smallest manifest that is valid: one convolution and a projection. */
function manifest(id: string, name: string): Manifest {
  const file = { bytes: 100, sha256: '0'.repeat(64) };
  return {
    format: 'utter-model',
    version: 1,
    id,
    name,
    language: 'en',
    licence: 'CC0',
    units: { kind: 'pieces', file: 'units.txt', count: 3, blankId: 0, wordBoundary: '▁' },
    featurizer: {
      kind: 'kaldi-fbank',
      sampleRateHz: 16000,
      frameLengthMs: 25,
      frameShiftMs: 10,
      bins: 80,
      lowHz: 20,
      highHz: -400,
      preemphasis: 0.97,
      window: 'povey',
      removeDcOffset: true,
      snipEdges: false,
      energyFloor: 1e-5,
    },
    encoder: {
      architecture: 'causal-conv',
      inputDim: 80,
      outputDim: 4,
      subsampling: 3,
      layers: [
        { kind: 'conv', in: 80, out: 8, kernel: 5, stride: 3, dilation: 1 },
        { kind: 'projection', in: 8, out: 4 },
      ],
      states: [{ name: 'encoder.0', shape: [2, 80] }],
    },
    predictor: { architecture: 'conv', contextUnits: 2, embeddingDim: 4, outputDim: 4 },
    joint: { architecture: 'linear', activation: 'tanh', dim: 4 },
    streaming: { chunkFrames: 12, chunkFramesChoices: [12], lookaheadFrames: 0, flushFrames: 12 },
    files: { 'weights.safetensors': file, 'units.txt': file, 'golden.json': file },
    evaluation: [],
  };
}

describe('models', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'utter-models-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function install(folder: string, contents: object | string): void {
    mkdirSync(join(root, folder), { recursive: true });
    const text = typeof contents === 'string' ? contents : JSON.stringify(contents);
    writeFileSync(join(root, folder, 'manifest.json'), text);
  }

  it('[H13] lists what is installed, with its size and an address that the protocol serves', async () => {
    install('shipped/small en', manifest('small-en', 'Small'));
    const models = createModels([join(root, 'shipped'), join(root, 'missing')], memoryLog());
    expect(models.folder('small en')).toBeNull();
    expect(await models.list()).toEqual([
      {
        id: 'small-en',
        name: 'Small',
        language: 'en',
        languages: ['en'],
        bytes: 300,
        hash: '0'.repeat(64),
        role: 'live',
        url: 'app://utter/models/small%20en/',
      },
    ]);
    expect(models.folder('small en')).toBe(join(root, 'shipped/small en'));
    for (const name of ['', '.', '..', 'shipped', '../shipped/small en']) expect(models.folder(name)).toBeNull();
  });

  it('[H13] the user’s model takes the place of a shipped one of the same name', async () => {
    install('shipped/en', manifest('en', 'Shipped'));
    install('user/en', manifest('en', 'Mine'));
    const models = createModels([join(root, 'shipped'), join(root, 'user')], memoryLog());
    expect((await models.list()).map(({ name }) => name)).toEqual(['Mine']);
    expect(models.folder('en')).toBe(join(root, 'user/en'));
  });

  it('[H13] a folder that is no valid model is left out and logged; the others are there', async () => {
    install('shipped/good', manifest('good', 'Good'));
    install('shipped/broken', '{"format":');
    install('shipped/foreign', { ...manifest('foreign', 'Foreign'), version: 2 });
    mkdirSync(join(root, 'shipped/empty'));
    const log = memoryLog();
    const models = createModels([join(root, 'shipped')], log);
    expect((await models.list()).map(({ id }) => id)).toEqual(['good']);
    expect(models.folder('foreign')).toBeNull();
    for (const name of ['broken', 'foreign', 'empty']) expect(log.lines.join('\n')).toContain(join(root, 'shipped', name));
  });

  it('[X49] lists models of other projects beside Utter’s, and none that is still being installed', async () => {
    const root = mkdtempSync(join(tmpdir(), 'utter-models-'));
    const part = (file: string) => ({ file, bytes: 10, sha256: '0'.repeat(64) });
    const onnx = {
      format: 'onnx-transducer',
      version: 1,
      id: 'zipformer',
      name: 'Zipformer',
      language: 'fr',
      licence: 'Apache-2.0',
      parts: { encoder: part('e.onnx'), decoder: part('d.onnx'), joiner: part('j.onnx'), tokens: part('tokens.txt') },
    };
    for (const [folder, json] of [
      ['own', manifest('own', 'Own')],
      ['zipformer', onnx],
      ['.zipformer.downloading', onnx],
    ] as const) {
      mkdirSync(join(root, folder));
      writeFileSync(join(root, folder, 'manifest.json'), JSON.stringify(json));
    }
    const models = createModels([root], memoryLog());
    expect((await models.list()).map(({ id, bytes, language }) => [id, bytes, language])).toEqual([
      ['own', 300, 'en'],
      ['zipformer', 40, 'fr'],
    ]);
    rmSync(root, { recursive: true });
  });
});
