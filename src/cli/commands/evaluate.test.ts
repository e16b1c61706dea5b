import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAudio } from '../../media/open';
import { waveFile } from '../../media/fixtures/wave';
import { liveChunks } from '../feed';
import { fakeEars, fakeParts, moonshine, silent, whisper } from '../fixtures/fake-ears';
import { parseUtterances, readUtterances } from '../utterance-list';
import { evaluateWith, hypothesesLine } from './evaluate';

let folder: string;
const tone = (seconds: number): number[] => Array.from({ length: seconds * 8000 }, (_, i) => Math.sin(i / 5) / 4);

const manifest = [
  'path\tduration_s\tspeaker\tsplit\ttext',
  'three.wav\t3\ta\tdev\tw1, w2 w3.',
  'four.wav\t4\tb\tdev\tW1 X2 W3 W4 W5',
  'absent.wav\t4\tb\tdev\tW1',
  'three.wav\t3\ta\ttrain\tW1',
  '',
].join('\n');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'utter-eval-'));
  await writeFile(join(folder, 'list.tsv'), manifest);
  for (const [name, seconds] of [
    ['three', 3],
    ['four', 4],
  ] as const) {
    await writeFile(join(folder, `${name}.wav`), waveFile({ kind: 's16', sampleRateHz: 8000, channels: [tone(seconds)] }));
  }
});

afterAll(() => rm(folder, { recursive: true }));

it('[C8] counts word errors without case and punctuation, and reports what failed', async () => {
  const utterances = await readUtterances(join(folder, 'list.tsv'), { split: 'dev' });
  const { evaluation, measured } = await evaluateWith(await fakeEars(), utterances, silent);
  expect(evaluation).toMatchObject({ utterances: 2, words: 8, substitutions: 1, deletions: 1, insertions: 0, wer: 0.25 });
  expect(evaluation).toMatchObject({ audioSeconds: 7, model: 'fake', backend: 'cpu' });
  expect(evaluation.werLow).toBeLessThanOrEqual(0.25);
  expect(evaluation.werHigh).toBeGreaterThanOrEqual(0.25);
  expect(evaluation.failed).toMatchObject([{ path: 'absent.wav', code: 'audio-undecodable' }]);
  expect(measured.map(({ hypothesis }) => hypothesis)).toEqual(['W1 W2 W3', 'W1 W2 W3 W4']);
});

it('[C9] the first partial is timed from the start of the recording, as live speech would give it', async () => {
  const utterances = await readUtterances(join(folder, 'list.tsv'), { split: 'dev', limit: 2 });
  const { evaluation } = await evaluateWith(await fakeEars(), utterances, silent);
  // The fake hears its first word once a second of audio is there.
  expect(evaluation.firstPartialMsP50).toBeGreaterThanOrEqual(1000);
  expect(evaluation.firstPartialMsP50).toBeLessThan(1100);
  expect(evaluation.finalMsP95).toBeGreaterThanOrEqual(0);
  expect(evaluation.rtf).toBeGreaterThan(0);
});

it('[C15] tells what time goes to the search, and how model and search were set', async () => {
  const utterances = await readUtterances(join(folder, 'list.tsv'), { split: 'dev', limit: 1 });
  const { evaluation } = await evaluateWith(await fakeEars(), utterances, silent);
  expect(evaluation).toMatchObject({ chunkFrames: 24, search: null });
  expect(evaluation.rtfEncoder + evaluation.rtfSearch).toBeCloseTo(evaluation.rtf, 9);
  expect(evaluation.rtfSearch).toBeGreaterThanOrEqual(0);
  await expect(evaluateWith(await fakeEars(), utterances, silent, undefined, { search: { beam: 9 } })).rejects.toThrow(
    /not a phone model/,
  );
  const uneven = evaluateWith(await fakeEars(), utterances, silent, undefined, { chunkFrames: 25 });
  await expect(uneven).rejects.toMatchObject({ code: 'model-invalid', remedy: 'Give --chunk-frames a multiple of 6.' });
});

it('[C9] audio is fed in pieces of 100 ms', async () => {
  const file = await openAudio({ path: join(folder, 'three.wav') }, 'three.wav');
  const lengths: number[] = [];
  for await (const chunk of liveChunks(file)) lengths.push(chunk.length);
  file.close();
  expect(lengths).toEqual(Array.from({ length: 30 }, () => 800));
});

it('[C10] a manifest is read by its column names, from any folder', () => {
  const [utterance] = parseUtterances('\uFEFFtext\tpath\r\nHELLO\tx.wav\r\n', 'list.tsv', '/data');
  expect(utterance).toEqual({ path: 'x.wav', file: join('/data', 'x.wav'), split: '', text: 'HELLO', language: null });
});

it('[C10] a bad manifest is refused with its line', async () => {
  for (const [content, message] of [
    ['path\tspeaker\nx\ty', 'line 1: there is no column "text"'],
    ['path\ttext\na.wav\tHI\nb.wav', 'line 3: it has 1 columns instead of 2'],
    ['path\ttext\n\tHI', 'line 2: the path is empty'],
  ] as const) {
    expect(() => parseUtterances(content, 'list.tsv', '.')).toThrow(message);
  }
  await expect(readUtterances(join(folder, 'no.tsv'))).rejects.toMatchObject({ code: 'manifest-invalid' });
  const noSplit = readUtterances(join(folder, 'list.tsv'), { split: 'test' });
  await expect(noSplit).rejects.toMatchObject({ code: 'manifest-invalid', remedy: 'Its splits are dev, train.' });
});

/** Whisper hears what is said, Moonshine and the live model other words. */
const finalEars = (options: Parameters<typeof fakeEars>[0] = {}) =>
  fakeEars({ pass: 'final', ...options }, fakeParts([moonshine, whisper]));

it('[C69] with a final pass the errors of the streamed words and of each model alone come from the same run', async () => {
  const utterances = await readUtterances(join(folder, 'list.tsv'), { split: 'dev', limit: 2 });
  const { evaluation, measured } = await evaluateWith(await finalEars(), utterances, silent);
  expect(evaluation).toMatchObject({ pass: 'final', tier: 'both', model: 'fake', wer: 0.25, finalFailures: 0 });
  expect(evaluation.sources).toMatchObject({
    streaming: { words: 8, substitutions: 1, deletions: 1, insertions: 0, wer: 0.25 },
    moonshine: { words: 8, substitutions: 7, deletions: 1, wer: 1 },
    whisper: { wer: 0.25 },
  });
  expect(measured.map(({ segments }) => segments.length)).toEqual([1, 2]);
  expect(evaluation.rtfEncoder + evaluation.rtfSearch + evaluation.rtfFinal).toBeCloseTo(evaluation.rtf, 9);
  const streaming = await evaluateWith(await fakeEars(), utterances, silent);
  expect(streaming.evaluation).toMatchObject({ pass: 'streaming', tier: 'none', sources: {}, rtfFinal: 0 });
});

it('[C69] latency is told by the recordings’ lengths, and confidence by how many words are right', async () => {
  const utterances = await readUtterances(join(folder, 'list.tsv'), { split: 'dev', limit: 2 });
  const { evaluation } = await evaluateWith(await finalEars(), utterances, silent);
  expect(evaluation.finalMsByLength.map(({ upToSeconds, utterances: count }) => [upToSeconds, count])).toEqual([
    [2, 0],
    [5, 2],
    [10, 0],
    [20, 0],
    [null, 0],
  ]);
  expect(evaluation.finalMsByLength[1]!.finalMsP95).toBeGreaterThanOrEqual(evaluation.finalMsByLength[1]!.finalMsP50);
  // Seven words of confidence 0.75, of which one is another than was said.
  expect(evaluation.confidences.filter(({ words }) => words > 0)).toEqual([{ from: 0.7, words: 7, right: 6 }]);
});

it('[C70] each recording can be heard in its own language, and the choice among several is counted', async () => {
  const list = join(folder, 'languages.tsv');
  await writeFile(list, 'path\tsplit\ttext\tlanguage\nthree.wav\tdev\tw1 w2 w3\tfr\nfour.wav\tdev\t一二\tde\n');
  const utterances = await readUtterances(list);
  expect(utterances.map(({ language }) => language)).toEqual(['fr', 'de']);
  const given = await evaluateWith(await finalEars({ language: ['fr', 'de'] }), utterances, silent, undefined, {
    language: 'each',
  });
  expect(given.measured.map(({ language }) => language)).toEqual(['fr', 'de']);
  expect(given.evaluation).toMatchObject({
    countedIn: 'both',
    model: null,
    languages: { fr: { wer: 0, utterances: 1, found: null, countedIn: 'words' }, de: { countedIn: 'characters', words: 2 } },
  });
  // The fake hears English unless the segment begins late.
  const chosen = await evaluateWith(await finalEars({ language: ['en', 'fr', 'de'] }), utterances, silent);
  expect(chosen.evaluation.languages).toMatchObject({ fr: { found: 0 }, de: { found: 0 } });
});

it('[C70] a filter takes the paths that match, and what it captures is the language unless a column says it', async () => {
  const list = join(folder, 'paths.tsv');
  await writeFile(list, 'path\ttext\nlanguages/de/a.wav\tx\nlanguages/fr/b.wav\ty\nother/c.wav\tz\n');
  const read = async (filter: RegExp) =>
    (await readUtterances(list, { filter })).map(({ path, language }) => [path.at(-5), language]);
  expect(await read(/languages\/(..)\//u)).toEqual([
    ['a', 'de'],
    ['b', 'fr'],
  ]);
  expect(await read(/b\.wav$/u)).toEqual([['b', null]]);
  await expect(read(/none/u)).rejects.toMatchObject({
    code: 'manifest-invalid',
    message: expect.stringContaining('/none/u') as string,
  });
});

it('[C66] recordings are made quieter or noisy, and it is said how', async () => {
  const utterances = await readUtterances(join(folder, 'list.tsv'), { split: 'dev', limit: 2 });
  const { evaluation } = await evaluateWith(await fakeEars(), utterances, silent, undefined, {
    gainDb: -32,
    noiseDb: 10,
    noise: 'babble',
  });
  expect(evaluation).toMatchObject({ gainDb: -32, noise: 'babble', noiseDb: 10, wer: 0.25 });
  expect((await evaluateWith(await fakeEars(), utterances, silent)).evaluation).toMatchObject({
    gainDb: 0,
    noise: null,
    noiseDb: null,
  });
});

it('[C71] what each model heard is written a recording a line, with its segments and the times of the recording', async () => {
  const utterances = await readUtterances(join(folder, 'list.tsv'), { split: 'dev', limit: 2 });
  const { measured } = await evaluateWith(await finalEars(), utterances, silent);
  const line = JSON.parse(hypothesesLine(measured[1]!)) as Record<string, unknown>;
  const texts = (words: unknown): string[] => (words as { text: string }[]).map(({ text }) => text);
  expect(line).toMatchObject({ path: 'four.wav', text: 'W1 X2 W3 W4 W5', language: 'en', durationMs: 4000 });
  const { hypotheses, segments } = line as {
    hypotheses: Record<string, unknown>;
    segments: { startMs: number; heard: unknown[] }[];
  };
  expect(Object.fromEntries(Object.entries(hypotheses).map(([source, words]) => [source, texts(words)]))).toEqual({
    streaming: ['W1', 'W2', 'W3', 'W4'],
    moonshine: ['M1', 'M2', 'M3', 'M4'],
    whisper: ['W1', 'W2', 'W3', 'W4'],
  });
  expect(segments.map(({ startMs, heard }) => [startMs, heard.length])).toEqual([
    [0, 3],
    [3000, 3],
  ]);
});
