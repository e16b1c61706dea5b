import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { waveFile } from '../media/fixtures/wave';
import { finalManifest } from '../core/seq2seq/fixtures/manifest';
import { loadAnyModel } from '../engine/load-any';
import { listModels, modelFiles, modelFolder } from './model-folder';

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const utter = fromHere('../../bin/utter.mjs');
const tinyModel = fromHere('../engine/fixtures/tiny');
const speech = fromHere('../media/fixtures/speech.wav');

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'utter-main-'));
});

afterAll(() => rm(folder, { recursive: true }));

interface Result {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function start(args: readonly string[]): { child: ChildProcess; result: Promise<Result> } {
  const child = spawn(process.execPath, [utter, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data) => (out += String(data)));
  child.stderr.on('data', (data) => (err += String(data)));
  const result = new Promise<Result>((resolve) => child.on('close', (status) => resolve({ status, out, err })));
  return { child, result };
}

const run = (...args: string[]): Promise<Result> => start(args).result;
const withTiny = ['--model', tinyModel, '--backend', 'wasm', '--pass', 'streaming'];

it('[C11] every command explains itself, on standard output', async () => {
  for (const command of [[], ['transcribe'], ['eval'], ['models'], ['bench']]) {
    const { status, out, err } = await run(...command, '--help');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toContain('Usage: utter');
  }
});

it('[C11] the version is the package’s', async () => {
  const { version } = JSON.parse(await readFile(fromHere('../../package.json'), 'utf8')) as { version: string };
  expect((await run('--version')).out).toBe(`${version}\n`);
});

it('[C7] a command line that makes no sense exits with 2 and prints no result', async () => {
  const wrong = [
    ['--limit', '0'],
    ['--search', 'beem=1'],
    ['--chunk-frames', '0'],
    ['--filter', '('],
    ['--noise-db', 'loud'],
    ['--noise', 'brown'],
  ];
  const ears = [
    ['--language', 'German'],
    ['--language', 'de,'],
    ['--pass', 'best'],
    ['--final-models', 'large'],
    ['--threads', '0'],
  ];
  const evaluations = [...wrong, ...ears].map((args) => ['eval', 'x', ...args]);
  for (const args of [
    ['transcribe'],
    ['transcribe', 'x', '--format', 'pdf'],
    ['transcribe', 'x', '--language', 'each'],
    ['nonsense'],
    ...evaluations,
  ]) {
    expect(await run(...args)).toMatchObject({ status: 2, out: '' });
  }
});

it('[C12] the real program transcribes the same from any format and any folder', async () => {
  const [wav, flac] = await Promise.all([
    run('transcribe', speech, ...withTiny, '--format', 'json'),
    run('transcribe', speech.replace('.wav', '.flac'), ...withTiny, '--format', 'json'),
  ]);
  expect(wav).toMatchObject({ status: 0 });
  expect(JSON.parse(wav.out)).toHaveProperty('text');
  expect(flac.out).toBe(wav.out);
});

it('[C8] the real program evaluates a manifest and prints one JSON object last', async () => {
  await writeFile(join(folder, 'list.tsv'), `path\ttext\n${speech}\tNINE SMALL BIRDS SANG\n`);
  const { status, out } = await run('eval', 'list.tsv', ...withTiny, '--json', '--per-utterance', 'table.tsv');
  expect(status).toBe(0);
  expect(JSON.parse(out.trim().split('\n').at(-1) ?? '')).toMatchObject({ utterances: 1, words: 4, backend: 'wasm', failed: [] });
  expect(await readFile(join(folder, 'table.tsv'), 'utf8')).toContain('NINE SMALL BIRDS SANG');
});

it('[C13] a model that is not there is named with a remedy', async () => {
  const { status, err } = await run('transcribe', speech, '--model', 'no-such-model');
  expect(status).toBe(1);
  expect(err).toContain('no-such-model');
});

it('[C13] the default model is utter-en, then utter-en-pieces, then the first by name', async () => {
  const root = join(folder, 'models');
  const install = async (id: string): Promise<void> => {
    await mkdir(join(root, id), { recursive: true });
    await writeFile(join(root, id, 'manifest.json'), await readFile(join(tinyModel, 'manifest.json')));
  };
  await expect(modelFolder(undefined, root)).rejects.toMatchObject({ code: 'model-not-found' });
  for (const id of ['zebra', 'apple', 'utter-en-pieces', 'utter-en']) {
    await install(id);
    expect(await modelFolder(undefined, root)).toBe(join(root, id));
  }
  expect(await modelFolder('apple', root)).toBe(join(root, 'apple'));
  expect(await modelFolder(tinyModel, root)).toBe(tinyModel);
  expect((await listModels(root)).length).toBe(4);
});

it('[C60] a model of the final pass is listed, is no default, and is refused where a live one is asked for', async () => {
  const root = join(folder, 'final-models');
  await mkdir(join(root, 'a-final'), { recursive: true });
  await writeFile(join(root, 'a-final', 'manifest.json'), JSON.stringify(finalManifest('a-final')));
  await expect(modelFolder(undefined, root)).rejects.toMatchObject({ code: 'model-not-found' });
  await mkdir(join(root, 'live'));
  await writeFile(join(root, 'live', 'manifest.json'), await readFile(join(tinyModel, 'manifest.json')));
  expect(await modelFolder(undefined, root)).toBe(join(root, 'live'));
  expect((await listModels(root)).map(({ manifest }) => manifest.id)).toEqual(['a-final', 'tiny']);
  const files = await modelFiles(await modelFolder('a-final', root));
  await expect(loadAnyModel(files, { backend: 'cpu' })).rejects.toThrow('Model a-final (a-final) hears whole segments once more');
});

it.skipIf(process.platform === 'win32')('[C6] Ctrl-C ends a transcription with 130 and leaves no file', async () => {
  const long = join(folder, 'long.wav');
  const random = Float64Array.from({ length: 8000 * 600 }, (_, i) => Math.sin(i * i) / 3);
  await writeFile(long, waveFile({ kind: 's16', sampleRateHz: 8000, channels: [[...random]] }));
  const out = join(folder, 'interrupted');
  const { child, result } = start(['transcribe', long, ...withTiny, '--out', out, '--progress']);
  child.stderr?.on('data', (data) => {
    if (String(data).includes('long.wav: ')) child.kill('SIGINT');
  });
  expect(await result).toMatchObject({ status: 130, out: '' });
  await expect(readdir(out)).rejects.toMatchObject({ code: 'ENOENT' });
});

it.skipIf(process.platform === 'win32')('[C6] a reader that goes away ends the program quietly', async () => {
  const { child, result } = start(['transcribe', speech, speech, speech, ...withTiny]);
  child.stdout?.once('data', () => child.stdout?.destroy());
  const { status, err } = await result;
  expect(err).not.toContain('EPIPE');
  expect([0, 141]).toContain(status);
});
