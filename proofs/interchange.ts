import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createResampler } from '../src/core/audio/resampler';
import { openAudio } from '../src/media/open';
import { readUtterances } from '../src/cli/utterance-list';
import {
  type ComparedModel,
  compareModel,
  type Comparison,
  comparisonText,
  isConform,
  type Recording,
  summary,
} from './interchange/compare';
import { sherpaMissing } from './interchange/sherpa';

/**
 * Shows that Utter and sherpa-onnx recognise the same units with the same ONNX models, and how fast each is.
 *
 *     npm run prove -- interchange [--corpus ../shared/corpus] [--limit 100] [--models folder,folder:int8,…] [--no-wasm]
 *
 * Units are compared with those of sherpa-onnx's native build (`identical` in the last line), and of its build in WebAssembly, which takes
 * other last digits of features: where these two differ there is no one answer, so what tells of Utter are the utterances for which they
 * agree and Utter does not (`unexplained`). `--no-wasm` leaves the second out.
 *
 * Exports this repository's word-piece model under several contracts where Python has `onnx` and `onnxruntime`
 * (`UTTER_PYTHON` names another interpreter), and takes the small ones in `src/engine/onnx/fixtures` besides. Speech is evenly taken from the
 * dev split of a corpus of recordings, or is the synthesised recording of the end-to-end tests.
 */

const root = path.resolve(import.meta.dirname, '..');
const fixtures = path.join(root, 'src', 'engine', 'onnx', 'fixtures');
/** A model with random weights gives thousands of units for each utterance. */
const mostForRandom = 12;

interface Options {
  readonly corpus: string;
  readonly limit: number;
  readonly models: readonly string[];
  readonly wasm: boolean;
}

function readOptions(): Options {
  const { argv } = process;
  const value = (name: string): string | undefined => {
    const at = argv.indexOf(`--${name}`);
    return at === -1 ? undefined : argv[at + 1];
  };
  return {
    corpus: value('corpus') ?? path.join(root, '..', 'shared', 'corpus'),
    limit: Number(value('limit') ?? 100),
    models: value('models')?.split(',') ?? [],
    wasm: !argv.includes('--no-wasm'),
  };
}

/** Exports the shipped word-piece model; nothing where Python lacks what that needs. */
function exportedModels(folder: string): ComparedModel[] {
  const python = process.env['UTTER_PYTHON'] ?? 'python3';
  const environment = { ...process.env, PYTHONPATH: path.join(root, 'training'), OMP_NUM_THREADS: '1' };
  try {
    execFileSync(python, ['-c', 'import onnx, onnxruntime, safetensors'], { stdio: 'ignore' });
  } catch {
    console.log(`${python} has no onnx and onnxruntime (pip install 'training[onnx]'): the shipped model is not exported.`);
    return [];
  }
  const models: ComparedModel[] = [];
  for (const contract of ['lstm', 'zipformer2']) {
    const out = path.join(folder, contract);
    const shipped = path.join(root, 'resources', 'models', 'utter-en-pieces');
    execFileSync(
      python,
      ['-m', 'utter_training.export.onnx_pieces', '--model', shipped, '--out', out, '--contract', contract, '--int8'],
      {
        env: environment,
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    );
    models.push({ name: `pieces, ${contract}, fp32`, folder: out, precision: 'fp32', paths: 1 });
    models.push({ name: `pieces, ${contract}, int8`, folder: out, precision: 'int8', paths: 1 });
  }
  models.push({
    name: 'pieces, zipformer2, fp32, beam of 4',
    folder: path.join(folder, 'zipformer2'),
    precision: 'fp32',
    paths: 4,
  });
  return models;
}

function fixtureModels(): ComparedModel[] {
  return ['lstm', 'conformer', 'zipformer', 'zipformer2', 'nemo']
    .filter((name) => existsSync(path.join(fixtures, name, 'tokens.txt')))
    .map((name) => ({ name: `small ${name}`, folder: path.join(fixtures, name), precision: 'fp32', paths: 1 }));
}

async function readRecording(file: string, name: string): Promise<Recording> {
  const audio = await openAudio({ path: file }, file);
  const resampler = createResampler(audio.sampleRateHz, 16000);
  const parts: Float32Array[] = [];
  for await (const block of audio.blocks()) parts.push(resampler.accept(block));
  parts.push(resampler.finish());
  audio.close();
  const samples = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return { name, samples };
}

async function recordings({ corpus, limit }: Options): Promise<Recording[]> {
  const list = path.join(corpus, 'librispeech.tsv');
  if (!existsSync(list)) {
    console.log(`${list} is not there: the synthesised recording of the end-to-end tests is taken.`);
    return [await readRecording(path.join(root, 'e2e', 'fixtures', 'speech.wav'), 'speech.wav')];
  }
  const all = await readUtterances(list, { split: 'dev' });
  // Of all speakers.
  const utterances = all.filter((_, i) => Math.floor((i * limit) / all.length) !== Math.floor(((i - 1) * limit) / all.length));
  return Promise.all(utterances.map(({ file, path: name }) => readRecording(file, name)));
}

async function main(): Promise<void> {
  const missing = sherpaMissing('sherpa-onnx-node');
  if (missing !== null) {
    console.log(`sherpa-onnx-node can't be used here (${missing}); install it with: npm install --no-save sherpa-onnx-node`);
    console.log(JSON.stringify({ models: 0, utterances: 0, identical: 0, rtfOurs: null, rtfSherpa: null, skipped: missing }));
    return;
  }
  const options = readOptions();
  const work = await mkdtemp(path.join(tmpdir(), 'utter-interchange-'));
  try {
    const given = options.models.map((model): ComparedModel => {
      const [folder = '', precision] = model.split(':');
      return { name: model, folder, precision: precision === 'int8' ? 'int8' : 'fp32', paths: 1 };
    });
    const models = given.length > 0 ? given : [...exportedModels(work), ...fixtureModels()];
    const speech = await recordings(options);
    const compared: Comparison[] = [];
    for (const model of models) {
      const isRandom = model.folder.startsWith(fixtures);
      const comparison = await compareModel(model, isRandom ? speech.slice(0, mostForRandom) : speech, options.wasm);
      console.log(comparisonText(comparison));
      compared.push(comparison);
    }
    const verdict = summary(compared);
    console.log(JSON.stringify(verdict));
    if (!isConform(compared)) process.exitCode = 1;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

await main();
process.exit(process.exitCode);
