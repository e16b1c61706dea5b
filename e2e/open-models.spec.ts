import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './app';
import { fixture, speech, wav } from './audio';
import { liveWords, utter } from './command-line';
import { UtterWindow, wordsOf } from './utter-window';

/** A small model of each kind of predictor, as another project publishes it. */
const folder = (name: string): string => join(import.meta.dirname, '..', 'src', 'engine', 'onnx', 'fixtures', name);

function manifest(name: string): object {
  const part = (file: string): object => {
    const bytes = readFileSync(join(folder(name), file));
    return { file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  };
  return {
    format: 'onnx-transducer',
    version: 1,
    id: name,
    name: `Open ${name}`,
    language: 'en',
    licence: 'CC0',
    parts: {
      encoder: part('encoder.onnx'),
      decoder: part('decoder.onnx'),
      joiner: part('joiner.onnx'),
      tokens: part('tokens.txt'),
    },
  };
}

/** Serves a fixture as one more installed model. */
async function install(page: Page, name: string): Promise<void> {
  await page.route('**/models/index.json', async (route) => {
    const own = (await (await route.fetch()).json()) as object[];
    await route.fulfill({
      json: [
        ...own,
        { id: name, name: `Open ${name}`, language: 'en', languages: ['en'], role: 'live', bytes: 1, url: `${name}/` },
      ],
    });
  });
  await page.route(`**/models/${name}/*`, async (route) => {
    const file = new URL(route.request().url()).pathname.split('/').at(-1)!;
    if (file === 'manifest.json') return route.fulfill({ json: manifest(name) });
    return route.fulfill({ body: readFileSync(join(folder(name), file)), contentType: 'application/octet-stream' });
  });
}

for (const name of ['zipformer', 'nemo']) {
  test(`[X26] a ${name} model in the picker gives the text of the command line, and the one before still works`, async ({
    page,
  }, info) => {
    test.slow();
    await install(page, name);
    const window = new UtterWindow(page);
    await window.open();
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(request.url()));
    const picker = page.getByRole('combobox', { name: 'Live model' });
    const before = await picker.inputValue();
    expect(loaded.filter((url) => url.includes('ort'))).toEqual([]);
    await picker.selectOption(name);
    await expect(window.backend).toContainText('automatic: processor', { timeout: 120_000 });
    await window.ready();
    expect(loaded.some((url) => url.includes('ort-wasm'))).toBe(true);
    const words = await window.transcribe('speech.wav', wav(speech()));
    expect(words).not.toEqual([]);
    // With the same manifest: the language decides how words are written.
    const installed = info.outputPath(name);
    cpSync(folder(name), installed, { recursive: true });
    writeFileSync(join(installed, 'manifest.json'), JSON.stringify(manifest(name)));
    expect(words).toEqual(wordsOf(await utter('transcribe', ...liveWords, '--model', installed, fixture('speech.wav'))));

    await picker.selectOption(before);
    await window.ready();
    expect((await window.transcribe('again.wav', wav(speech()))).length).toBeGreaterThan(0);
  });
}

test('[X29] an open model runs on WebGPU where it is asked for, and gives the text of WebAssembly', async ({ page }) => {
  test.slow();
  await install(page, 'zipformer');
  const window = new UtterWindow(page);
  await window.open();
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
  await page.getByRole('combobox', { name: 'Live model' }).selectOption('zipformer');
  await window.ready();
  const texts: (readonly string[])[] = [];
  for (const [backend, name] of [
    ['wasm', 'processor'],
    ['webgpu', 'graphics card'],
  ] as const) {
    await window.backend.selectOption(backend);
    await expect(window.backend).toContainText(`automatic: ${name}`, { timeout: 120_000 });
    await window.ready();
    texts.push(await window.transcribe(`${backend}.wav`, wav(speech())));
  }
  expect(texts[0]).not.toEqual([]);
  expect(texts[1]).toEqual(texts[0]);
  // The build with WebGPU is another file.
  expect(new Set(loaded.filter((file) => /ort-wasm.*\.wasm$/.test(file))).size).toBe(2);
});
