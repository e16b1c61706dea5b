import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DownloadProgress } from '../../platform/model-host';
import { memoryLog } from '../fixtures/log';
import { createModelStore, type MainModelStore } from './model-store';

const fixture = (name: string): string => fileURLToPath(new URL(`../../engine/onnx/fixtures/${name}`, import.meta.url));
const shipped = fileURLToPath(new URL('../../../resources/models', import.meta.url));

let server: Server;
let data: string;
let own: string;
let base: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let settings: { downloadProxy: string; downloadMirror: string };
let progress: DownloadProgress[];
let store: MainModelStore;
const log = memoryLog();

function hub(request: IncomingMessage, response: ServerResponse): void {
  const bytes = readFileSync(join(fixture('lstm'), (request.url ?? '').split('/').at(-1)!));
  const hash = createHash('sha256').update(bytes).digest('hex');
  if (request.method === 'HEAD') response.writeHead(200, { 'x-linked-etag': `"${hash}"`, 'x-linked-size': bytes.length }).end();
  else response.writeHead(200, { 'Content-Length': bytes.length }).end(bytes);
}

beforeEach(async () => {
  answer = hub;
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  data = await mkdtemp(join(tmpdir(), 'utter-store-'));
  own = join(data, 'models');
  const part = (file: string): object => ({ file });
  const entry = {
    id: 'small-fr',
    name: 'Small French',
    language: 'fr',
    licence: 'CC0',
    family: 'lstm',
    address: `${base}/team/small`,
    megabytes: 1,
    parts: {
      encoder: part('encoder.onnx'),
      decoder: part('decoder.onnx'),
      joiner: part('joiner.onnx'),
      tokens: part('tokens.txt'),
    },
    evaluation: [{ set: 'dev', wer: 0.1, source: 'https://papers.example/1' }],
    note: 'Words come late.',
  };
  await writeFile(join(data, 'catalogue.json'), JSON.stringify({ format: 'utter-catalogue', version: 1, models: [entry] }));
  settings = { downloadProxy: '', downloadMirror: '' };
  progress = [];
  store = createModelStore({
    shipped,
    own,
    catalogues: [join(data, 'catalogue.json'), join(data, 'none.json')],
    log,
    settings: () => settings,
    onProgress: (told) => progress.push(told),
    download: { attempts: 1, retryMs: 1 },
  });
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(data, { recursive: true, force: true });
});

describe('the desktop app’s models', () => {
  it('[X52] are listed with what is known of them, and those to be had', async () => {
    const { installed, damaged, available, usedBytes, freeBytes, noDownloads, noImports } = await store.read();
    const names = (await readdir(shipped)).filter((name) => name !== 'index.json');
    expect(installed.length).toBeGreaterThan(0);
    expect(names).toEqual(expect.arrayContaining(installed.map(({ folder }) => folder)));
    for (const model of installed) {
      expect(model).toMatchObject({ origin: 'shipped', url: `app://utter/models/${model.folder}/` });
      expect(model.licence).not.toBe('');
      expect(model.bytes).toBeGreaterThan(1e5);
    }
    expect(damaged).toEqual([]);
    expect(available).toEqual([
      {
        id: 'small-fr',
        name: 'Small French',
        language: 'fr',
        languages: ['fr'],
        licence: 'CC0',
        role: 'live',
        bytes: 1e6,
        source: `${base}/team/small`,
        rates: [{ set: 'dev', wer: 0.1, source: 'https://papers.example/1' }],
        note: 'Words come late.',
        partialBytes: 0,
        isRunning: false,
      },
    ]);
    expect([usedBytes, noDownloads, noImports]).toEqual([0, null, null]);
    expect(freeBytes).toBeGreaterThan(0);
  });

  it('[X53] are downloaded with progress, and are then installed instead of to be had', async () => {
    expect(await store.download('small-fr')).toBe('installed');
    expect(progress.at(-1)).toMatchObject({ id: 'small-fr' });
    expect(progress.at(-1)!.doneBytes).toBe(progress.at(-1)!.totalBytes);
    const { installed, available, usedBytes } = await store.read();
    expect(available).toEqual([]);
    expect(installed.find(({ id }) => id === 'small-fr')).toMatchObject({
      origin: 'downloaded',
      source: `${base}/team/small`,
      url: 'app://utter/models/small-fr/',
      rates: [{ set: 'dev', wer: 0.1, source: 'https://papers.example/1' }],
    });
    expect(usedBytes).toBeGreaterThan(300_000);
    await store.remove('small-fr');
    expect((await store.read()).usedBytes).toBe(0);
    await expect(store.remove('small-fr')).rejects.toMatchObject({ code: 'model-not-found' });
    await expect(store.download('other')).rejects.toMatchObject({ code: 'model-not-found' });
  });

  it('[X53] a download is cancelled without a trace; two askings for it are one', async () => {
    let asked = 0;
    answer = (request, response) => {
      if (request.method === 'HEAD') return hub(request, response);
      asked++;
      response.writeHead(200, { 'Content-Length': 1000 }).write('slow');
    };
    const [one, two] = [store.download('small-fr'), store.download('small-fr')];
    await expect.poll(() => asked).toBe(1);
    expect((await store.read()).available[0]).toMatchObject({ isRunning: true });
    await store.cancel('small-fr');
    expect(await Promise.all([one, two])).toEqual(['cancelled', 'cancelled']);
    expect(await readdir(own)).toEqual([]);
    await store.cancel('small-fr');
  });

  it('[X53] what a failed download left is told, gone on with, or removed', async () => {
    let isBroken = true;
    const ranges: (string | undefined)[] = [];
    answer = (request, response) => {
      if (request.method === 'HEAD' || !request.url!.endsWith('decoder.onnx')) return hub(request, response);
      ranges.push(request.headers.range);
      const bytes = readFileSync(join(fixture('lstm'), 'decoder.onnx'));
      if (isBroken) {
        response.writeHead(200, { 'Content-Length': bytes.length });
        response.write(bytes.subarray(0, 1000));
        // Time to arrive.
        setTimeout(() => response.destroy(), 200);
      } else {
        const from = Number(/\d+/.exec(request.headers.range ?? '0')![0]);
        response.writeHead(from > 0 ? 206 : 200, { 'Content-Length': bytes.length - from }).end(bytes.subarray(from));
      }
    };
    await expect(store.download('small-fr')).rejects.toMatchObject({ code: 'download-failed' });
    const { partialBytes, isRunning } = (await store.read()).available[0]!;
    expect(partialBytes).toBeGreaterThan(1000);
    expect(isRunning).toBe(false);
    isBroken = false;
    const asked: string[] = [];
    server.on('request', ({ method, url }: IncomingMessage) => void (method === 'GET' && asked.push(url!.split('/').at(-1)!)));
    expect(await store.download('small-fr')).toBe('installed');
    expect(ranges.at(-1)).toMatch(/^bytes=[1-9]/);
    // What was whole is not asked for again.
    expect(asked).toEqual(['decoder.onnx', 'joiner.onnx', 'tokens.txt']);

    await store.remove('small-fr');
    isBroken = true;
    await expect(store.download('small-fr')).rejects.toThrow();
    await store.remove('small-fr');
    expect((await store.read()).available[0]!.partialBytes).toBe(0);
  });

  it('[X53] mirror and proxy are those of the settings', async () => {
    settings = { downloadProxy: '', downloadMirror: `${base}/mirror` };
    const asked: string[] = [];
    answer = (request, response) => {
      asked.push(request.url!);
      hub(request, response);
    };
    await store.download('small-fr');
    expect(new Set(asked.map((url) => url.split('/').slice(0, 4).join('/')))).toEqual(new Set(['/mirror/team/small']));
    await store.remove('small-fr');
    settings = { downloadProxy: 'http://127.0.0.1:9', downloadMirror: '' };
    await expect(store.download('small-fr')).rejects.toMatchObject({
      code: 'download-failed',
      remedy: expect.stringContaining('proxy') as string,
    });
  });

  it('[X54] a folder is imported and told what it is; one that is damaged later is listed with the reason and can be removed', async () => {
    expect(await store.import(fixture('nemo'))).toMatchObject({
      id: 'nemo',
      folder: 'nemo',
      what: expect.stringContaining('nemo transducer, 40 pieces') as string,
    });
    expect((await store.read()).installed.find(({ id }) => id === 'nemo')).toMatchObject({
      origin: 'imported',
      language: 'und',
      licence: 'unknown',
    });
    const half = join(data, 'half');
    await mkdir(half);
    await cp(join(fixture('lstm'), 'encoder.onnx'), join(half, 'encoder.onnx'));
    await expect(store.import(half)).rejects.toThrow(/decoder….onnx and joiner….onnx and tokens\.txt are missing/);

    await writeFile(
      join(own, 'nemo', 'manifest.json'),
      (await readFile(join(own, 'nemo', 'manifest.json'), 'utf8')).slice(0, 50),
    );
    const { installed, damaged } = await store.read();
    expect(installed.every(({ origin }) => origin === 'shipped')).toBe(true);
    expect(damaged).toMatchObject([
      { folder: 'nemo', failure: { code: 'model-invalid', message: expect.stringContaining('manifest.json') as string } },
    ]);
    await store.remove('nemo');
    expect((await store.read()).damaged).toEqual([]);
  });
});
