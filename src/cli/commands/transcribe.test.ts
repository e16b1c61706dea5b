import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { waveFile } from '../../media/fixtures/wave';
import type { Ears, EarsOptions } from '../ears-types';
import { fakeEars, fakePass, fakeParts, moonshine, whisper } from '../fixtures/fake-ears';
import { batchTasks, unfinishedTasks } from '../batch';
import { outputNames, writeWhole } from '../output-file';
import type { Terminal } from '../terminal';
import type { TranscribeOptions } from '../transcribe-options';
import { transcribeConflict, transcribeWith } from './transcribe';

let folder: string;
let fiveSeconds: string;
let sevenSeconds: string;
const m4a = fileURLToPath(new URL('../../media/fixtures/speech-44k-stereo.m4a', import.meta.url));

const tone = (seconds: number): number[] => Array.from({ length: seconds * 8000 }, (_, i) => Math.sin(i / 5) / 4);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'utter-cli-'));
  [fiveSeconds, sevenSeconds] = [join(folder, 'five.wav'), join(folder, 'seven.wav')];
  await writeFile(fiveSeconds, waveFile({ kind: 's16', sampleRateHz: 8000, channels: [tone(5)] }));
  await writeFile(sevenSeconds, waveFile({ kind: 's16', sampleRateHz: 8000, channels: [tone(7)] }));
});

afterAll(() => rm(folder, { recursive: true }));

async function run(
  files: readonly string[],
  options: Partial<TranscribeOptions> = {},
  signal?: AbortSignal,
  ears: Promise<Ears> = fakeEars(),
): Promise<{ status: number; out: string; err: string; prints: string[] }> {
  const prints: string[] = [];
  let err = '';
  const terminal: Terminal = { out: (text) => void prints.push(text), err: (text) => (err += text), status: null };
  const all: TranscribeOptions = { backend: 'cpu', format: ['txt'], verbatim: true, ...options };
  const status = await transcribeWith(
    await ears,
    batchTasks(
      files.map((path) => ({ path, within: basename(path) })),
      null,
    ),
    all,
    terminal,
    signal,
  );
  return { status, out: prints.join(''), err, prints };
}

it('[C1] prints the text of a recording, one line a segment, and nothing else', async () => {
  expect(await run([fiveSeconds])).toMatchObject({ status: 0, out: 'W1 W2 W3\nW4 W5\n', err: '' });
});

it('[C1] says which recording is which when there are several', async () => {
  const { out } = await run([fiveSeconds, sevenSeconds]);
  expect(out).toBe(`==> ${fiveSeconds} <==\nW1 W2 W3\nW4 W5\n==> ${sevenSeconds} <==\nW1 W2 W3\nW4 W5 W6\nW7\n`);
});

it('[C2] streams the same text word by word, never taking any back', async () => {
  const { out } = await run([sevenSeconds]);
  const streamed = await run([sevenSeconds], { stream: true });
  expect(streamed.out).toBe(out);
  expect(streamed.prints.length).toBeGreaterThan(5);
});

it('[C3] writes JSON that parses: an object for one recording, a list for several', async () => {
  expect(JSON.parse((await run([fiveSeconds], { format: ['json'] })).out)).toMatchObject({ text: 'W1 W2 W3 W4 W5' });
  const { out, status } = await run([fiveSeconds, join(folder, 'absent.wav'), sevenSeconds], { format: ['json'] });
  expect(status).toBe(1);
  expect(JSON.parse(out)).toMatchObject([{ file: fiveSeconds }, { file: sevenSeconds }]);
  expect(JSON.parse((await run(['x', 'y'], { format: ['json'] })).out)).toEqual([]);
});

it('[C4] reports a bad recording with its remedy, does the others, and exits with 1', async () => {
  const noise = join(folder, 'noise.wav');
  await writeFile(noise, 'this is no recording');
  const { status, out, err } = await run([noise, fiveSeconds]);
  expect(status).toBe(1);
  expect(err).toContain(noise);
  expect(err).toContain('Convert it');
  expect(out).toContain('W4 W5');
});

it('[C4] keeps the text of a recording that is cut off, reports it and exits with 1', async () => {
  const cut = join(folder, 'cut.wav');
  await writeFile(cut, (await readFile(sevenSeconds)).subarray(0, 8000 * 2 * 4));
  const { status, out, err } = await run([cut]);
  expect(status).toBe(1);
  expect(out).toBe('W1 W2 W3\n');
  expect(err).toContain('cut.wav is cut off');
  // Hearing it again would give no more.
  const folderOfResults = join(folder, 'cut');
  await run([cut], { out: folderOfResults });
  expect((await unfinishedTasks([{ path: cut, name: 'cut' }], folderOfResults, ['txt'])).unfinished).toEqual([]);
});

it('[C5] writes a file for each recording, without clashes and without leftovers', async () => {
  const out = join(folder, 'out');
  const { status, out: printed } = await run([fiveSeconds, sevenSeconds, fiveSeconds, m4a], { out, format: ['srt'] });
  expect({ status, printed }).toEqual({ status: 0, printed: '' });
  expect((await readdir(out)).toSorted()).toEqual([
    '.utter-done.jsonl',
    'five.wav-2.srt',
    'five.wav.srt',
    'seven.srt',
    'speech-44k-stereo.srt',
  ]);
  expect(await readFile(join(out, 'seven.srt'), 'utf8')).toContain('W7');
});

it('[C5] names never clash, not even where case does not count', () => {
  expect(outputNames(['x.wav', 'X.mp3', 'x-2.wav', 'x.flac', 'X.WAV'])).toEqual(['x.wav', 'X.mp3', 'x-2', 'x.flac', 'X.WAV-2']);
  expect(outputNames(['monday/note.wav', 'tuesday/note.wav', '.hidden', 'a.b/c'])).toEqual([
    'monday/note',
    'tuesday/note',
    '.hidden',
    'a.b/c',
  ]);
});

it('[C5] a folder that can not be written is named, and no half file stays', async () => {
  await expect(writeWhole(fiveSeconds, 'x.txt', 'text')).rejects.toMatchObject({ code: 'file-unwritable' });
  const taken = join(folder, 'taken');
  await writeWhole(join(taken, 'x.txt'), 'inner.txt', 'a folder stands where the file should go');
  await expect(writeWhole(taken, 'x.txt', 'text')).rejects.toMatchObject({ code: 'file-unwritable' });
  expect(await readdir(taken)).toEqual(['x.txt']);
});

it('[C6] an interruption leaves no file', async () => {
  const out = join(folder, 'interrupted');
  const controller = new AbortController();
  controller.abort();
  await expect(run([fiveSeconds], { out }, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  await expect(readdir(out)).rejects.toMatchObject({ code: 'ENOENT' });
});

it('[C7] options that exclude each other are refused', () => {
  const options: TranscribeOptions = { backend: 'cpu', format: ['txt'] };
  expect(transcribeConflict(['a'], { ...options, stream: true, out: 'b' })).toContain('--stream');
  expect(transcribeConflict(['a', 'b'], { ...options, format: ['srt'] })).toContain('--out');
  expect(transcribeConflict(['a', 'b'], { ...options, format: ['srt'], out: 'c' })).toBeNull();
  expect(transcribeConflict(['a'], { ...options, stream: true })).toBeNull();
});

it('[C30] writes text, and with JSON both the text and the words as recognised', async () => {
  expect((await run([fiveSeconds], { verbatim: false })).out).toBe('W1 W2 W3\nW4 W5.\n');
  expect((await run([fiveSeconds], { verbatim: false, punctuation: false })).out).toBe('W1 W2 W3\nW4 W5\n');
  const json = JSON.parse((await run([fiveSeconds], { verbatim: false, format: ['json'] })).out);
  expect(json).toMatchObject({ text: 'W1 W2 W3 W4 W5.', spoken: 'W1 W2 W3 W4 W5' });
  expect(json.segments[1]).toMatchObject({
    text: 'W4 W5.',
    words: [
      { text: 'W4', startMs: 3000 },
      { text: 'W5', endMs: 4900 },
    ],
  });
});

it('[C2, C33] streams written text as it would print it, replacements too', async () => {
  const replacements = join(folder, 'replacements.tsv');
  await writeFile(replacements, '# said\twritten\nw2 w3\tsome\\nlines\n');
  for (const options of [{}, { replacements }]) {
    const { out } = await run([sevenSeconds], { verbatim: false, ...options });
    expect((await run([sevenSeconds], { verbatim: false, stream: true, ...options })).out).toBe(out);
    expect(out).toBe('replacements' in options ? 'W1 some\nlines\nW4 W5 W6\nW7.\n' : 'W1 W2 W3\nW4 W5 W6\nW7.\n');
  }
});

const withFinal = (options: Partial<EarsOptions> = {}, parts = fakeParts()): Promise<Ears> =>
  fakeEars({ pass: 'final', ...options }, parts);

it('[C67] with the final pass every format has its words, and streaming prints them as they become final', async () => {
  const ears = withFinal({ language: ['de'] });
  const { out } = await run([sevenSeconds], {}, undefined, ears);
  expect(out.replaceAll('\n', ' ').trim()).toBe('W1 W2 W3 W4 W5 W6 W7');
  const streamed = await run([sevenSeconds], { stream: true }, undefined, ears);
  expect(streamed.out).toBe(out);
  expect(streamed.prints.filter((text) => /W/.test(text)).length).toBe(3);
  expect((await run([fiveSeconds], { format: ['srt'] }, undefined, ears)).out).toMatch(/^1\n00:00:00,050 --> /);
  expect((await run([fiveSeconds], { format: ['vtt'] }, undefined, ears)).out).toContain('W4 W5');
});

it('[C67] in English the final words are written as the live ones are, in other languages as the model wrote them', async () => {
  expect((await run([fiveSeconds], { verbatim: false }, undefined, withFinal())).out.trim()).toMatch(/W5\.$/);
  expect((await run([fiveSeconds], { verbatim: false }, undefined, withFinal({ language: ['de'] }))).out.trim()).toMatch(/W5$/);
  // Not known before it is heard.
  const several = await run([fiveSeconds], { verbatim: false, stream: true }, undefined, withFinal({ language: ['en', 'fr'] }));
  expect(several.out.trim()).toMatch(/W5\.$/);
});

it('[C67] JSON names the language where it is one, and with --why what each model heard of each segment', async () => {
  const json = async (options: Partial<TranscribeOptions>, ears: Promise<Ears>) =>
    JSON.parse((await run([fiveSeconds], { format: ['json'], ...options }, undefined, ears)).out);
  expect(await json({}, withFinal({ language: ['de'] }))).toMatchObject({
    text: 'W1 W2 W3 W4 W5',
    language: 'de',
    segments: [{ words: [{ text: 'W1', startMs: 50, endMs: 850, confidence: 0.75 }, {}, {}] }, {}],
  });
  expect(await json({}, fakeEars())).toMatchObject({ language: 'en' });
  const mixed = await json({ why: true }, withFinal({ language: ['en', 'de'] }));
  expect(mixed).not.toHaveProperty('language');
  expect(mixed.why).toEqual([
    {
      startMs: 0,
      endMs: 3000,
      language: 'en',
      heard: [
        { source: 'moonshine', text: 'M1 M2 M3' },
        { source: 'whisper', text: 'W1 W2 W3' },
      ],
    },
    {
      startMs: 3000,
      endMs: 5000,
      language: 'de',
      heard: [
        { source: 'moonshine', text: 'M4 M5' },
        { source: 'whisper', text: 'W4 W5' },
      ],
    },
  ]);
});

it('[C68] --why tells on standard error what each model heard, and the text stays alone on standard output', async () => {
  const { out, err } = await run([fiveSeconds], { why: true }, undefined, withFinal());
  expect(out).not.toContain('moonshine');
  expect(err).toContain(fiveSeconds);
  expect(err).toContain('0:00.0 to 0:03.0, en\n  written     W1    W2    W3\n  confidence  0.75  0.75  0.75\n');
  expect(err).toMatch(/ {2}moonshine {3}M4 {4}M5\n/);
});

it('[C63] where the final pass fails within a recording its streamed words are kept, and it is told; without them the status is 1', async () => {
  const failing = () =>
    fakeParts([moonshine, whisper], (models) => ({
      ...fakePass(models),
      hear: () => Promise.reject(new Error('out of memory')),
    }));
  const { status, out, err } = await run([fiveSeconds], {}, undefined, withFinal({}, failing()));
  expect([status, out.replaceAll('\n', ' ').trim()]).toEqual([0, 'W1 W2 W3 W4 W5']);
  expect(err).toMatch(/A part of .*five\.wav has streamed words, because the final pass failed: .*out of memory/);
  const deaf = await run([fiveSeconds], {}, undefined, withFinal({ language: ['de'] }, failing()));
  expect(deaf).toMatchObject({ status: 1, out: '', err: expect.stringContaining('out of memory') as string });
});

it('[C5] writes several formats at once, below the folders that recordings lie in', async () => {
  const out = join(folder, 'several');
  expect(await run([fiveSeconds], { out, format: ['txt', 'srt', 'docx'] })).toMatchObject({ status: 0, out: '' });
  expect((await readdir(out)).toSorted()).toEqual(['.utter-done.jsonl', 'five.docx', 'five.srt', 'five.txt']);
  const options: TranscribeOptions = { backend: 'cpu', format: ['txt', 'srt'] };
  expect(transcribeConflict(['a'], options)).toContain('Several formats');
  expect(transcribeConflict(['a'], { ...options, out })).toBeNull();
});

it('[C57] hears each channel of a call by itself, and says which is which in every format', async () => {
  const call = join(folder, 'call.wav');
  await writeFile(call, waveFile({ kind: 's16', sampleRateHz: 8000, channels: [tone(5), tone(5)] }));
  expect((await run([call], { channels: 'each' })).out).toBe(
    `==> ${call}, channel 1 <==\nW1 W2 W3\nW4 W5\n==> ${call}, channel 2 <==\nW1 W2 W3\nW4 W5\n`,
  );
  expect(JSON.parse((await run([call], { channels: 'each', format: ['json'] })).out)).toMatchObject([
    { channel: 'channel 1' },
    { channel: 'channel 2' },
  ]);
  const out = join(folder, 'call');
  await run([call], { out, channels: 'each', format: ['txt', 'md', 'vtt'] });
  expect(await readFile(join(out, 'call.channel-2.txt'), 'utf8')).toMatch(/^Channel 2:\nW1/);
  expect(await readFile(join(out, 'call.channel-2.md'), 'utf8')).toContain('# call, channel 2');
  expect(await readFile(join(out, 'call.channel-2.vtt'), 'utf8')).toMatch(/-->.*\nChannel 2: W1/);
});

it('[C58] what is wrong with a recording that can be read is told on standard error and in JSON, and is no failure', async () => {
  const tracks = fileURLToPath(new URL('../../media/fixtures/speech-second-track.m4a', import.meta.url));
  const { status, out, err } = await run([tracks], { format: ['json'] });
  expect(status).toBe(0);
  expect(err).toContain('track 2 was taken: track 1 is silent');
  expect(JSON.parse(out)).toMatchObject({ warnings: [expect.stringContaining('track 2 was taken')] });
});

it.skipIf(process.platform === 'win32')('[C59] reads what comes through a pipe', async () => {
  const pipe = join(folder, 'pipe');
  await promisify(execFile)('mkfifo', [pipe]);
  const writing = writeFile(pipe, await readFile(fiveSeconds));
  expect(await run([pipe])).toMatchObject({ status: 0, out: 'W1 W2 W3\nW4 W5\n' });
  await writing;
});
