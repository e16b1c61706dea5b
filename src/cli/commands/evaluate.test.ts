import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAudio } from '../../media/open';
import { waveFile } from '../../media/fixtures/wave';
import { liveChunks } from '../feed';
import { fakeModel } from '../fixtures/fake-model';
import type { Terminal } from '../terminal';
import { parseUtterances, readUtterances } from '../utterance-list';
import { evaluateWith } from './evaluate';

let folder: string;
const silent: Terminal = { out() {}, err() {}, status: null };
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
  for (const [name, seconds] of [['three', 3], ['four', 4]] as const) {
    await writeFile(join(folder, `${name}.wav`), waveFile({ kind: 's16', sampleRateHz: 8000, channels: [tone(seconds)] }));
  }
});

afterAll(() => rm(folder, { recursive: true }));

it('[C8] counts word errors without case and punctuation, and reports what failed', async () => {
  const utterances = await readUtterances(join(folder, 'list.tsv'), { split: 'dev' });
  const { evaluation, measured } = await evaluateWith(fakeModel(), utterances, silent);
  expect(evaluation).toMatchObject({ utterances: 2, words: 8, substitutions: 1, deletions: 1, insertions: 0, wer: 0.25 });
  expect(evaluation).toMatchObject({ audioSeconds: 7, model: 'fake', backend: 'cpu' });
  expect(evaluation.werLow).toBeLessThanOrEqual(0.25);
  expect(evaluation.werHigh).toBeGreaterThanOrEqual(0.25);
  expect(evaluation.failed).toMatchObject([{ path: 'absent.wav', code: 'audio-undecodable' }]);
  expect(measured.map(({ hypothesis }) => hypothesis)).toEqual(['W1 W2 W3', 'W1 W2 W3 W4']);
});

it('[C9] the first partial is timed from the start of the recording, as live speech would give it', async () => {
  const utterances = await readUtterances(join(folder, 'list.tsv'), { split: 'dev', limit: 2 });
  const { evaluation } = await evaluateWith(fakeModel(), utterances, silent);
  // The fake hears its first word once a second of audio is there.
  expect(evaluation.firstPartialMsP50).toBeGreaterThanOrEqual(1000);
  expect(evaluation.firstPartialMsP50).toBeLessThan(1100);
  expect(evaluation.finalMsP95).toBeGreaterThanOrEqual(0);
  expect(evaluation.rtf).toBeGreaterThan(0);
});

it('[C15] tells what time goes to the search, and how model and search were set', async () => {
  const utterances = await readUtterances(join(folder, 'list.tsv'), { split: 'dev', limit: 1 });
  const { evaluation } = await evaluateWith(fakeModel(), utterances, silent);
  expect(evaluation).toMatchObject({ chunkFrames: 24, search: null });
  expect(evaluation.rtfEncoder + evaluation.rtfSearch).toBeCloseTo(evaluation.rtf, 9);
  expect(evaluation.rtfSearch).toBeGreaterThanOrEqual(0);
  await expect(evaluateWith(fakeModel(), utterances, silent, undefined, { search: { beam: 9 } })).rejects.toThrow(/no model of phones/);
  const uneven = evaluateWith(fakeModel(), utterances, silent, undefined, { chunkFrames: 25 });
  await expect(uneven).rejects.toMatchObject({ code: 'model-invalid', remedy: 'Give --chunk-frames a multiple of 6.' });
});

it('[C9] audio is fed in pieces of 100 ms', async () => {
  const file = await openAudio({ path: join(folder, 'three.wav') }, 'three.wav');
  const lengths: number[] = [];
  for await (const chunk of liveChunks(file)) lengths.push(chunk.length);
  expect(lengths).toEqual(Array.from({ length: 30 }, () => 800));
});

it('[C10] a manifest is read by its column names, from any folder', () => {
  const [utterance] = parseUtterances('\uFEFFtext\tpath\r\nHELLO\tx.wav\r\n', 'list.tsv', '/data');
  expect(utterance).toEqual({ path: 'x.wav', file: join('/data', 'x.wav'), split: '', text: 'HELLO' });
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
