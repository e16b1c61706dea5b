import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadAnyModel } from '../../engine/load-any';
import { listModels, modelFiles, modelFolder } from '../model-folder';
import type { Terminal } from '../terminal';
import { checkModel, downloadModel, importModelCommand, listCatalogue, readCatalogue, removeModelCommand } from './model-store';

const fixture = (name: string): string => fileURLToPath(new URL(`../../engine/onnx/fixtures/${name}`, import.meta.url));
let data: string;
let root: string;
let printed: string;
const terminal: Terminal = { out: (text) => void (printed += text), err() {}, status: null };

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'utter-store-'));
  root = join(data, 'models');
  printed = '';
});
afterEach(() => rm(data, { recursive: true, force: true }));

it('[X50] imports a model, tells what it is and how fast it runs here, lists and removes it', async () => {
  expect(await importModelCommand(fixture('nemo'), terminal, undefined, root)).toBe(0);
  expect(printed).toMatch(/^Imported as nemo: a streaming nemo transducer, 40 pieces, chunks of 250 ms every 160 ms at 16000 Hz/);
  expect(printed).toMatch(/It runs here: .*real-time factor of the encoder \d+\.\d\d on WebAssembly/);
  expect((await listModels(root)).map(({ manifest, bytes }) => [manifest.id, bytes > 1000])).toEqual([['nemo', true]]);
  expect(await removeModelCommand('nemo', terminal, root)).toBe(0);
  expect(await readdir(root)).toEqual([]);
});

it('[X59] what is here is listed, loaded and used without a network', async () => {
  await importModelCommand(fixture('zipformer'), terminal, undefined, root);
  const asked = vi.fn(() => Promise.reject(new Error('no network')));
  vi.stubGlobal('fetch', asked);
  const connect = vi.spyOn(Socket.prototype, 'connect');
  try {
    expect((await listModels(root)).map(({ manifest }) => manifest.id)).toEqual(['zipformer']);
    expect(await listCatalogue({}, terminal, root)).toBe(0);
    const model = await loadAnyModel(await modelFiles(join(root, 'zipformer')), { backend: 'wasm' });
    const recognizer = model.createRecognizer({ endpointRules: null });
    await recognizer.acceptWaveform(
      Float32Array.from({ length: 16000 }, (_, i) => Math.sin(i / 20) / 4),
      16000,
    );
    expect((await recognizer.inputFinished()).durationMs).toBeCloseTo(1000, -1);
    model.dispose();
    expect(asked).not.toHaveBeenCalled();
    expect(connect).not.toHaveBeenCalled();
  } finally {
    vi.unstubAllGlobals();
    connect.mockRestore();
  }
});

it('[X50] checks a folder where it lies, or tells what is missing', async () => {
  expect(await checkModel(fixture('lstm'), terminal)).toBe(0);
  expect(printed).toContain('a streaming lstm transducer, 267 pieces');
  await writeFile(join(data, 'encoder.onnx'), 'x');
  await expect(checkModel(data, terminal)).rejects.toThrow(/decoder….onnx and joiner….onnx and tokens\.txt are missing/);
  expect(await modelFolder(fixture('lstm'))).toBe(fixture('lstm'));
});

it('[X50] lists the catalogue with the user’s own entries, and knows the ids that can be downloaded', async () => {
  const [first] = await readCatalogue(root);
  const own = { format: 'utter-catalogue', version: 1, models: [{ ...first!, id: 'mine', name: 'Mine' }] };
  await writeFile(join(data, 'catalogue.json'), JSON.stringify(own));
  expect(await listCatalogue({}, terminal, root)).toBe(0);
  expect(printed).toContain('zipformer-fr-2023-04-14');
  expect(printed).toContain('Mine');
  expect(printed).toMatch(/kroko-de-2025-08-06 .*not published/);
  expect(printed).toContain('kroko-de-2025-08-06: No published error rate was found.');
  await expect(downloadModel('nothing', {}, terminal, undefined, root)).rejects.toMatchObject({
    code: 'model-not-found',
    remedy: expect.stringContaining('mine') as string,
  });
});

it('[X50] a download from a mirror that is not there fails with the remedy, and leaves no model', async () => {
  await expect(
    downloadModel('zipformer-en-20m', { mirror: 'http://127.0.0.1:9' }, terminal, undefined, root),
  ).rejects.toMatchObject({
    code: 'download-failed',
    remedy: expect.stringContaining('mirror') as string,
  });
  expect(await listModels(root)).toEqual([]);
}, 60_000);
