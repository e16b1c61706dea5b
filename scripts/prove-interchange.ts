import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createResampler } from '../src/core/audio/resampler';
import type { Precision } from '../src/core/onnx/folder';
import { openAudio } from '../src/media/open';
import { readUtterances } from '../src/cli/utterance-list';
import { createNativeSherpa, createWasmSherpa, sherpaMissing, type Sherpa } from './interchange/sherpa';
import { openUtter } from './interchange/utter';

/**
 * Shows that Utter and sherpa-onnx recognise the same units with the same ONNX models, and how fast each is.
 *
 *     npm run prove:interchange -- [--corpus ../shared/corpus] [--limit 100] [--models folder,folder:int8,…] [--no-wasm]
 *
 * Exports this repository's word-piece model under several contracts where Python has `onnx` and `onnxruntime`
 * (`UTTER_PYTHON` names another interpreter), and takes the small ones in `src/engine/onnx/fixtures` besides. Speech is the dev
 * split of a corpus of recordings, or the synthesised recording of the end-to-end tests.
 */

const root = path.resolve(import.meta.dirname, '..');

interface Model {
  readonly name: string;
  readonly folder: string;
  readonly precision: Precision;
  readonly paths: number;
}

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
function exportedModels(folder: string): Model[] {
  const python = process.env['UTTER_PYTHON'] ?? 'python3';
  const environment = { ...process.env, PYTHONPATH: path.join(root, 'training'), OMP_NUM_THREADS: '1' };
  try {
    execFileSync(python, ['-c', 'import onnx, onnxruntime, safetensors'], { stdio: 'ignore' });
  } catch {
    console.log(`${python} has no onnx and onnxruntime (pip install 'training[onnx]'): the shipped model is not exported.`);
    return [];
  }
  const models: Model[] = [];
  for (const contract of ['lstm', 'zipformer2']) {
    const out = path.join(folder, contract);
    const shipped = path.join(root, 'resources', 'models', 'utter-en-pieces');
    execFileSync(python, ['-m', 'utter_training.export_onnx', '--model', shipped, '--out', out, '--contract', contract, '--int8'], {
      env: environment,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    models.push({ name: `pieces, ${contract}, fp32`, folder: out, precision: 'fp32', paths: 1 });
    models.push({ name: `pieces, ${contract}, int8`, folder: out, precision: 'int8', paths: 1 });
  }
  models.push({ name: 'pieces, zipformer2, fp32, beam of 4', folder: path.join(folder, 'zipformer2'), precision: 'fp32', paths: 4 });
  return models;
}

function fixtureModels(): Model[] {
  const fixtures = path.join(root, 'src', 'engine', 'onnx', 'fixtures');
  return ['lstm', 'conformer', 'zipformer', 'zipformer2', 'nemo']
    .filter((name) => existsSync(path.join(fixtures, name, 'tokens.txt')))
    .map((name) => ({ name: `small ${name}`, folder: path.join(fixtures, name), precision: 'fp32', paths: 1 }));
}

interface Recording {
  readonly name: string;
  readonly samples: Float32Array;
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
  const utterances = (await readUtterances(list, { split: 'dev' })).slice(0, limit);
  return Promise.all(utterances.map(({ file, path: name }) => readRecording(file, name)));
}

/** As sherpa-onnx writes pieces; bytes that are printable signs are written as these. */
function spelled(units: readonly string[]): string {
  const byte = (code: string): string => {
    const value = Number.parseInt(code, 16);
    return value >= 0x20 && value <= 0x7e ? String.fromCharCode(value) : `<0x${code}>`;
  };
  return units.map((unit) => unit.replace('▁', ' ').replace(/^<0x([0-9A-F]{2})>$/, (_, code: string) => byte(code))).join('|');
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
  const total = { utterances: 0, identical: 0, oursMs: 0, sherpaMs: 0, audioMs: 0 };
  const exact = { utterances: 0, identical: 0 };
  const int8 = { utterances: 0, asNative: 0, asWasm: 0 };
  try {
    const given = options.models.map((model): Model => {
      const [folder = '', precision] = model.split(':');
      return { name: model, folder, precision: precision === 'int8' ? 'int8' : 'fp32', paths: 1 };
    });
    const models = given.length > 0 ? given : [...exportedModels(work), ...fixtureModels()];
    const speech = await recordings(options);
    for (const model of models) {
      const compared = await compare(model, speech, options.wasm && (model.precision === 'int8' || models.indexOf(model) === 0));
      if (model.precision === 'fp32') {
        exact.utterances += compared.utterances;
        exact.identical += compared.identical;
      } else {
        int8.utterances += compared.utterances;
        int8.asNative += compared.identical;
        int8.asWasm += compared.wasmIdentical;
      }
      for (const key of ['utterances', 'identical', 'oursMs', 'sherpaMs', 'audioMs'] as const) total[key] += compared[key];
    }
    const { utterances, identical, oursMs, sherpaMs, audioMs } = total;
    const rtf = (ms: number): number => Number((ms / audioMs).toFixed(4));
    console.log(JSON.stringify({ models: models.length, utterances, identical, rtfOurs: rtf(oursMs), rtfSherpa: rtf(sherpaMs), fp32: exact, int8 }));
    // Int8 encoders round differently after differences of 1e-5 in a feature: sherpa-onnx's own two builds differ so, and Utter is as the
    // one in WebAssembly.
    if (exact.identical < 0.995 * exact.utterances) process.exitCode = 1;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function compare(model: Model, speech: readonly Recording[], withWasm: boolean): Promise<Record<'utterances' | 'identical' | 'wasmIdentical' | 'oursMs' | 'sherpaMs' | 'audioMs', number>> {
  const ours = await openUtter(model.folder, model.precision, model.paths);
  const { encoder, decoder, joiner, tokens } = ours.parts.manifest.parts;
  const file = (part: { file: string }): string => path.join(model.folder, part.file);
  const files = { encoder: file(encoder), decoder: file(decoder), joiner: file(joiner), tokens: file(tokens) };
  const native = createNativeSherpa(files, model.paths);
  const wasm: Sherpa | null = withWasm && sherpaMissing('sherpa-onnx') === null ? createWasmSherpa(files, model.paths) : null;
  const result = { utterances: 0, identical: 0, wasmIdentical: 0, oursMs: 0, sherpaMs: 0, audioMs: 0 };
  let sherpasAgree = 0;
  let wasmMs = 0;
  let units = 0;
  for (const { name, samples } of speech) {
    // The same silence at the end; sherpa-onnx waits for a frame more than a chunk before it decodes one.
    const padded = new Float32Array(samples.length + ours.flushSamples + 160);
    padded.set(samples);
    const start = performance.now();
    const found = await ours.recognize(samples);
    const between = performance.now();
    const reference = native.recognize(padded);
    const end = performance.now();
    result.utterances++;
    result.audioMs += samples.length / 16;
    result.oursMs += between - start;
    result.sherpaMs += end - between;
    units += found.units.length;
    if (spelled(found.units) === reference.tokens.join('|')) result.identical++;
    else console.log(`  ${name}\n    Utter:  ${spelled(found.units)}\n    sherpa: ${reference.tokens.join('|')}`);
    if (wasm !== null) {
      const wasmStart = performance.now();
      const tokens = wasm.recognize(padded).tokens.join('|');
      if (spelled(found.units) === tokens) result.wasmIdentical++;
      if (reference.tokens.join('|') === tokens) sherpasAgree++;
      wasmMs += performance.now() - wasmStart;
    }
  }
  const rtf = (ms: number): string => (ms / result.audioMs).toFixed(3);
  console.log(`${model.name}: ${result.identical} of ${result.utterances} identical, ${units} units; real-time factor ${rtf(result.oursMs)}, sherpa-onnx ${rtf(result.sherpaMs)}`);
  if (wasm !== null) {
    const own = `${sherpasAgree} of ${result.utterances} as sherpa-onnx's native build`;
    console.log(`  sherpa-onnx in WebAssembly: ${result.wasmIdentical} of ${result.utterances} as Utter, ${own}; ${rtf(wasmMs)}`);
  }
  native.free();
  wasm?.free();
  return result;
}

await main();
process.exit(process.exitCode);
