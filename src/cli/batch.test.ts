import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { waveFile } from '../media/fixtures/wave';
import { batchTasks, listRecordings, parseShard, unfinishedTasks } from './batch';
import { addDone } from './done-list';
import { fakeParts, whisper } from './fixtures/fake-ears';
import { recipeOf } from './recipe';
import { runUtter, startUtter } from './self';
import type { TranscribeOptions } from './transcribe-options';

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const withTiny = [
  '--model',
  fromHere('../engine/fixtures/tiny'),
  '--backend',
  'wasm',
  '--pass',
  'streaming',
  '--format',
  'json',
  '--no-words',
];
const speech = fromHere('../media/fixtures/speech.wav');

const files = { location: '', read: () => Promise.reject(new Error('fakes have no files')) };

let folder: string;
let recordings: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'utter-batch-'));
  recordings = join(folder, 'recordings');
  await mkdir(join(recordings, 'later'), { recursive: true });
  const bytes = await readFile(speech);
  for (const name of ['b.wav', 'a.WAV', 'c.wav', 'later/a.wav', 'later/d.wav']) await writeFile(join(recordings, name), bytes);
  await writeFile(join(recordings, 'notes.txt'), 'no recording');
});

afterAll(() => rm(folder, { recursive: true }));

const transcribe = (...args: string[]): ReturnType<typeof runUtter> => runUtter(['transcribe', recordings, ...withTiny, ...args]);

async function results(out: string): Promise<Record<string, string>> {
  const names = (await readdir(out, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => relative(out, join(entry.parentPath, entry.name)))
    .toSorted();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(out, name), 'utf8')] as const)),
  );
}

it('[C50] a folder stands for the recordings below it, in one order everywhere', async () => {
  const found = await listRecordings([speech, recordings, 'absent.wav']);
  const inside = ['a.WAV', 'b.wav', 'c.wav', 'later/a.wav', 'later/d.wav'].map((name) => join(recordings, name));
  expect(found.map(({ path }) => path)).toEqual([speech, ...inside, 'absent.wav']);
  expect(found.map(({ within }) => within)).toEqual([
    'speech.wav',
    'a.WAV',
    'b.wav',
    'c.wav',
    join('later', 'a.wav'),
    join('later', 'd.wav'),
    'absent.wav',
  ]);
  await mkdir(join(folder, 'empty'));
  await expect(listRecordings([join(folder, 'empty')])).rejects.toMatchObject({
    message: expect.stringContaining('empty') as string,
  });
});

it('[C51] shards divide the recordings: each is in one of them, with the name it has in the whole', () => {
  const files = Array.from({ length: 11 }, (_, i) => ({ path: `${i % 3}/x${i % 5}.wav`, within: `x${i % 5}.wav` }));
  const whole = batchTasks(files, null);
  expect(new Set(whole.map(({ name }) => name)).size).toBe(11);
  for (const count of [1, 2, 3, 11, 20]) {
    const parts = Array.from({ length: count }, (_, i) => batchTasks(files, { index: i + 1, count }));
    const sizes = parts.map((part) => part.length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    expect(parts.flat().toSorted((a, b) => a.name.localeCompare(b.name))).toEqual(
      whole.toSorted((a, b) => a.name.localeCompare(b.name)),
    );
  }
  expect(['2/8', '1/1', '0/2', '3/2', '1/0', 'x', '1/2/3', '1.5/2', ''].map(parseShard)).toEqual([
    { index: 2, count: 8 },
    { index: 1, count: 1 },
    ...Array.from({ length: 7 }, () => null),
  ]);
});

it('[C52] a recording is done if its result was made from the same file, and is there in the formats that are wanted', async () => {
  const out = join(folder, 'some');
  await mkdir(out);
  const names = ['b', 'c', 'd', 'e'];
  const tasks = batchTasks(
    names.map((name) => ({ path: join(folder, `${name}.wav`), within: `${name}.wav` })),
    null,
  );
  for (const { path, name } of tasks) {
    await writeFile(path, name);
    await writeFile(join(out, `${name}.txt`), 'text');
    await addDone(out, name, path, [`${name}.txt`]);
  }
  const left = async (...args: Parameters<typeof unfinishedTasks>): Promise<string[]> =>
    (await unfinishedTasks(...args)).unfinished.map(({ name }) => name);
  expect(await left(tasks, out, ['txt'])).toEqual([]);
  await writeFile(join(folder, 'c.wav'), 'another recording');
  await rm(join(out, 'd.txt'));
  await appendFile(join(out, '.utter-done.jsonl'), '\n{"name":"e","sour');
  expect(await left(tasks, out, ['txt'])).toEqual(['c', 'd']);
  expect(await left(tasks, out, ['txt', 'srt'])).toEqual(names);
  // What is added after a line that was cut off is not lost with it.
  await addDone(out, 'c', join(folder, 'c.wav'), ['c.txt']);
  expect(await left(tasks, out, ['txt'])).toEqual(['d']);
  // A text that was written for another recording of that name is not this one's.
  const other = { path: join(folder, 'elsewhere', 'b.flac'), name: 'b' };
  await mkdir(join(folder, 'elsewhere'));
  await writeFile(other.path, 'b');
  expect(await left([other], out, ['txt'])).toEqual(['b']);
});

it('[C80] a recording that was heard with other options or another model is done again, and which they were is told', async () => {
  const out = join(folder, 'recipes');
  await mkdir(out);
  const path = join(folder, 'recipe.wav');
  await writeFile(path, 'sound');
  await writeFile(join(out, 'recipe.txt'), 'text');
  const task = { path, name: 'recipe' };
  const options: TranscribeOptions = { backend: 'cpu', format: ['txt'] };
  const recipe = await recipeOf(options, fakeParts());
  await addDone(out, 'recipe', path, ['recipe.txt'], recipe);
  expect(await unfinishedTasks([task], out, ['txt'], recipe)).toMatchObject({ unfinished: [] });
  const changes: [string, Partial<TranscribeOptions>][] = [
    ['--track', { track: 2 }],
    ['--channels', { channels: 'each' }],
    ['--language', { language: ['de'] }],
    ['--model', { model: 'other' }],
    ['--final-model', { finalModel: ['whisper'] }],
    ['--verbatim', { verbatim: true }],
  ];
  for (const [option, change] of changes) {
    const other = await recipeOf({ ...options, ...change }, fakeParts());
    expect(await unfinishedTasks([task], out, ['txt'], other)).toEqual({
      unfinished: [task],
      changed: new Map([['recipe', [option]]]),
    });
  }
  // The default, said or not, and a model that was replaced under its name.
  expect(await recipeOf({ ...options, channels: 'mix', pass: 'final', punctuation: true }, fakeParts())).toEqual(recipe);
  const replaced = { ...fakeParts(), findModel: () => Promise.resolve({ folder: '', files, manifest: whisper }) };
  expect((await unfinishedTasks([task], out, ['txt'], await recipeOf(options, replaced))).unfinished).toEqual([task]);
});

it('[C81] what a process that was killed left half written is removed, and nothing else', async () => {
  const out = join(folder, 'leftovers');
  await mkdir(join(out, 'a'), { recursive: true });
  const temporary = '0f6a1c1e-6b61-4c4e-9a5d-5d3f0e4c1b2a.tmp';
  const names = [`.one.txt.${temporary}`, `a/.two.channel-2.srt.${temporary}`, `.theirs.txt.${temporary}`, '.own.tmp', 'one.txt'];
  for (const name of names) await writeFile(join(out, name), 'x');
  await unfinishedTasks(
    ['one', 'a/two'].map((name) => ({ path: join(folder, 'absent.wav'), name })),
    out,
    ['txt'],
  );
  expect(Object.keys(await results(out))).toEqual(['one.txt']);
  expect((await readdir(out)).filter((name) => name.startsWith('.')).toSorted()).toEqual(
    [`.own.tmp`, `.theirs.txt.${temporary}`].toSorted(),
  );
});

it('[C50, C51] two shards, or several processes, write what one run writes', async () => {
  const [one, several, shards] = ['one', 'several', 'shards'].map((name) => join(folder, name)) as [string, string, string];
  expect(await transcribe('--out', one, '--jobs', '1')).toMatchObject({ status: 0, out: '', err: '' });
  expect(await transcribe('--out', several, '--jobs', '3')).toMatchObject({ status: 0, out: '', err: '' });
  for (const shard of ['1/2', '2/2'])
    expect(await transcribe('--out', shards, '--jobs', '1', '--shard', shard)).toMatchObject({ status: 0 });
  const expected = await results(one);
  expect(Object.keys(expected)).toEqual(['a.json', 'b.json', 'c.json', 'later/a.json', 'later/d.json']);
  expect(JSON.parse(expected['b.json']!)).toHaveProperty('text');
  expect(await results(several)).toEqual(expected);
  expect(await results(shards)).toEqual(expected);
}, 120_000);

it('[C52] goes on after an interruption, and leaves what is done alone', async () => {
  const out = join(folder, 'resumed');
  const child = startUtter(['transcribe', recordings, ...withTiny, '--out', out, '--jobs', '1', '--progress'], false);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  child.stderr?.on('data', (data) => {
    if (String(data).includes('[3/5]')) child.kill('SIGKILL');
  });
  await ended;
  const before = await results(out);
  const finished = Object.keys(before);
  expect(finished.length).toBeGreaterThanOrEqual(1);
  expect(finished.length).toBeLessThan(5);
  await writeFile(join(out, finished[0]!), 'not made again');
  const { status, err } = await transcribe('--out', out, '--resume');
  expect({ status, err }).toEqual({ status: 0, err: `utter: ${finished.length} of 5 recordings are done already.\n` });
  const after = await results(out);
  expect(Object.keys(after)).toHaveLength(5);
  expect(after[finished[0]!]).toBe('not made again');
  expect(await transcribe('--out', out, '--resume')).toMatchObject({
    status: 0,
    err: 'utter: 5 of 5 recordings are done already.\n',
  });
  expect(await transcribe('--out', out, '--resume', '--channels', 'loudest')).toMatchObject({
    status: 0,
    err: 'utter: 5 recordings were done with another --channels, and will be done again.\n',
  });
}, 120_000);

it('[C53] a bad recording is reported by whichever process has it, and the others are done', async () => {
  const mixed = join(folder, 'mixed');
  await mkdir(mixed);
  await writeFile(join(mixed, 'good.wav'), await readFile(speech));
  await writeFile(join(mixed, 'noise.wav'), 'this is no recording');
  await writeFile(join(mixed, 'empty.wav'), '');
  const out = join(folder, 'mixed-out');
  const { status, err } = await runUtter(['transcribe', mixed, ...withTiny, '--out', out, '--jobs', '2']);
  expect(status).toBe(1);
  expect(err).toContain('noise.wav');
  expect(err).toContain('empty.wav');
  expect(Object.keys(await results(out))).toEqual(['good.json']);
}, 60_000);

it.skipIf(process.platform === 'win32')(
  '[C6] Ctrl-C ends all processes with 130 and leaves no file',
  async () => {
    const long = join(folder, 'long');
    await mkdir(long);
    const noise = Float64Array.from({ length: 8000 * 600 }, (_, i) => Math.sin(i * i) / 3);
    const bytes = waveFile({ kind: 's16', sampleRateHz: 8000, channels: [[...noise]] });
    for (const name of ['a.wav', 'b.wav']) await writeFile(join(long, name), bytes);
    const out = join(folder, 'interrupted');
    const child = startUtter(['transcribe', long, ...withTiny, '--out', out, '--jobs', '2', '--progress'], false);
    child.stderr?.once('data', () => setTimeout(() => child.kill('SIGINT'), 2000));
    const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
    expect(status).toBe(130);
    await expect(readdir(out)).rejects.toMatchObject({ code: 'ENOENT' });
  },
  60_000,
);

it('[C53] a model that can not be loaded is reported once', async () => {
  const { status, err } = await runUtter([
    'transcribe',
    recordings,
    '--model',
    folder,
    '--out',
    join(folder, 'never'),
    '--jobs',
    '3',
  ]);
  expect(status).toBe(1);
  expect(err.match(/There is no model/g)).toHaveLength(1);
}, 60_000);

it('[C7] options of a batch that make no sense are refused', async () => {
  for (const args of [['--resume'], ['--jobs', '2'], ['--out', 'x', '--shard', '3/2'], ['--out', 'x', '--jobs', '0']]) {
    expect(await transcribe(...args)).toMatchObject({ status: 2, out: '' });
  }
}, 60_000);
