/**
 * Proves that a day of dictation needs no more memory of the recogniser than its beginning:
 *
 *     npm run prove -- engine-soak [--minutes 480] [--dictation 10] [--model utter-en] [--corpus ../shared/corpus]
 *
 * Speech of the corpus (the end-to-end tests' recording where there is none) goes through the model on WebAssembly as fast as it is
 * recognised, in dictations of `--dictation` minutes. At a real-time factor of 0.03 eight hours take a quarter of an hour. The last
 * line is one JSON object; memory that grew by more than 2 %, or a tensor left behind, is a failure. `npm run prove -- soak` is the
 * same for the whole browser edition.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { modelFiles, modelFolder } from '../src/cli/model-folder';
import { readUtterances } from '../src/cli/utterance-list';
import { createResampler } from '../src/core/audio/resampler';
import { loadAnyModel } from '../src/engine/load-any';
import { openAudio } from '../src/media/open';
import { soakEngine } from './speech/engine-soak';

const root = path.resolve(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '480' },
    dictation: { type: 'string', default: '10' },
    model: { type: 'string' },
    corpus: { type: 'string', default: path.join(root, '..', 'shared', 'corpus') },
  },
});
const [minutes, dictationMinutes] = [Number(options.minutes), Number(options.dictation)];
if (!(minutes >= 20 && dictationMinutes > 0)) throw new Error('--minutes is at least 20, --dictation a positive number');

/** Enough that a round is no short loop, little enough to lie in memory decoded. */
const recordings = 60;
const sampleRateHz = 16_000;
/** What the whole may have grown by. */
const mostGrowthPct = 2;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const model = await loadAnyModel(await modelFiles(await modelFolder(options.model)), { backend: 'wasm' });
try {
  const sounds: Float32Array[] = [];
  for (const file of await speechFiles()) sounds.push(await decoded(file));
  const result = await soakEngine({
    model,
    recordings: sounds,
    sampleRateHz,
    minutes,
    dictationMinutes,
    collectGarbage,
    log: (line) => console.log(line),
  });
  console.log(JSON.stringify(result));
  process.exitCode = result.tensorGrowth === 0 && result.rssGrowthPct <= mostGrowthPct ? 0 : 1;
} finally {
  model.dispose();
}

async function speechFiles(): Promise<string[]> {
  const list = path.join(options.corpus, 'librispeech.tsv');
  if (existsSync(list)) return (await readUtterances(list, { split: 'dev', limit: recordings })).map(({ file }) => file);
  console.log(`${list} is not there: the recording of the end-to-end tests is said over and over.`);
  return [path.join(root, 'e2e', 'fixtures', 'speech.wav')];
}

async function decoded(file: string): Promise<Float32Array> {
  const audio = await openAudio({ path: file }, file);
  const resampler = createResampler(audio.sampleRateHz, sampleRateHz);
  const parts: Float32Array[] = [];
  try {
    for await (const block of audio.blocks()) parts.push(resampler.accept(block).slice());
  } finally {
    audio.close();
  }
  parts.push(resampler.finish());
  const samples = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (samples.set(part, at), at + part.length), 0);
  return samples;
}
