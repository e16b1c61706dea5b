import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { modelFiles } from '../src/cli/model-folder';
import { createResampler } from '../src/core/audio/resampler';
import { loadAnyModel } from '../src/engine/load-any';
import { openAudio } from '../src/media/open';
import { createNativeSherpa, sherpaMissing } from './interchange/sherpa';

/**
 * What a model of 66 million parameters takes, in memory and time, in Utter and in sherpa-onnx, on this machine.
 *
 *     npm run prove -- large-model [--seconds 30]
 *
 * The model is a streaming conformer with random weights (`training/`'s `random_onnx`), in full precision and in int8, so Python needs
 * `onnx` and `onnxruntime` (`UTTER_PYTHON` names another interpreter). Each measurement is a process of its own, with one thread.
 */

const root = path.resolve(import.meta.dirname, '..');
const self = import.meta.filename;
const chunkSamples = 1600;

type Engine = 'utter' | 'sherpa-onnx';
type Precision = 'fp32' | 'int8';

interface Measured {
  readonly loadMs: number;
  /** Time and processor time for the audio's. */
  readonly rtf: number;
  readonly rtfProcessor: number;
  /** Most that was resident, and what a process without a model has. */
  readonly peakMiB: number;
  readonly bareMiB: number;
}

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? undefined : process.argv[at + 1];
}

const mebibytes = (kibibytes: number): number => Math.round(kibibytes / 1024);

async function speech(seconds: number): Promise<Float32Array> {
  const file = path.join(root, 'e2e', 'fixtures', 'speech.wav');
  const audio = await openAudio({ path: file }, file);
  const resampler = createResampler(audio.sampleRateHz, 16000);
  const parts: number[] = [];
  for await (const block of audio.blocks()) for (const sample of resampler.accept(block)) parts.push(sample);
  audio.close();
  return Float32Array.from({ length: seconds * 16000 }, (_, i) => parts[i % parts.length]!);
}

async function measure(engine: Engine, folder: string, precision: Precision, seconds: number): Promise<Measured> {
  const samples = await speech(seconds);
  const bareMiB = mebibytes(process.resourceUsage().maxRSS);
  const start = performance.now();
  const recognize = engine === 'utter' ? await openWithUtter(folder) : openWithSherpa(folder, precision);
  const loadMs = performance.now() - start;
  const processor = process.cpuUsage();
  const before = performance.now();
  await recognize(samples);
  const rtf = (performance.now() - before) / (1000 * seconds);
  const { user, system } = process.cpuUsage(processor);
  return {
    loadMs: Math.round(loadMs),
    rtf: Number(rtf.toFixed(3)),
    rtfProcessor: Number(((user + system) / 1e6 / seconds).toFixed(3)),
    peakMiB: mebibytes(process.resourceUsage().maxRSS),
    bareMiB,
  };
}

async function openWithUtter(folder: string): Promise<(samples: Float32Array) => Promise<void>> {
  const model = await loadAnyModel(await modelFiles(folder), { backend: 'wasm' });
  return async (samples) => {
    const recognizer = model.createRecognizer({ endpointRules: null });
    for (let at = 0; at < samples.length; at += chunkSamples)
      await recognizer.acceptWaveform(samples.subarray(at, at + chunkSamples), 16000);
    await recognizer.inputFinished();
  };
}

function openWithSherpa(folder: string, precision: Precision): (samples: Float32Array) => Promise<void> {
  const file = (part: string): string => path.join(folder, `${part}${precision === 'int8' ? '.int8' : ''}.onnx`);
  const files = {
    encoder: file('encoder'),
    decoder: file('decoder'),
    joiner: file('joiner'),
    tokens: path.join(folder, 'tokens.txt'),
  };
  const sherpa = createNativeSherpa(files);
  return (samples) => Promise.resolve(void sherpa.recognize(samples));
}

function exported(folder: string): number {
  const python = process.env['UTTER_PYTHON'] ?? 'python3';
  const environment = { ...process.env, PYTHONPATH: path.join(root, 'training'), OMP_NUM_THREADS: '1' };
  const printed = execFileSync(python, ['-m', 'utter_training.export.onnx_random', '--out', folder, '--int8'], {
    env: environment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return Number.parseInt(printed, 10);
}

async function main(): Promise<void> {
  const seconds = Number(option('seconds') ?? 30);
  const child = option('measure');
  if (child !== undefined) {
    const [engine, precision] = child.split(',') as [Engine, Precision];
    console.log(JSON.stringify(await measure(engine, option('folder')!, precision, seconds)));
    return;
  }
  const work = await mkdtemp(path.join(tmpdir(), 'utter-large-'));
  try {
    const parameters = exported(path.join(work, 'int8'));
    // A folder that has no int8 graphs: Utter takes these where it can.
    execFileSync('mkdir', [path.join(work, 'fp32')]);
    for (const file of ['encoder.onnx', 'decoder.onnx', 'joiner.onnx', 'tokens.txt']) {
      await symlink(path.join(work, 'int8', file), path.join(work, 'fp32', file));
    }
    const engines: readonly Engine[] = sherpaMissing('sherpa-onnx-node') === null ? ['utter', 'sherpa-onnx'] : ['utter'];
    const result: Record<string, Measured> = {};
    for (const precision of ['int8', 'fp32'] as const) {
      for (const engine of engines) {
        const values = [
          '--measure',
          `${engine},${precision}`,
          '--folder',
          path.join(work, precision),
          '--seconds',
          String(seconds),
        ];
        const printed = execFileSync(process.execPath, ['--import', 'tsx', self, ...values], { cwd: root, encoding: 'utf8' });
        const measured = JSON.parse(printed.trim().split('\n').at(-1)!) as Measured;
        result[`${engine}, ${precision}`] = measured;
        const { loadMs, rtf, rtfProcessor, peakMiB, bareMiB } = measured;
        console.log(
          `${engine}, ${precision}: ready after ${loadMs} ms; real-time factor ${rtf} (processor ${rtfProcessor}); ${peakMiB} MiB at most, ${bareMiB} without it`,
        );
      }
    }
    console.log(JSON.stringify({ parameters, seconds, ...result }));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

await main();
process.exit(0);
