/** `npm run bench -- sherpa [--seconds 10]`: how fast sherpa-onnx is with our model of word pieces, side by side with Utter. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { sherpaMissing } from '../proofs/interchange/sherpa';

/** One recogniser on one thread, chunk by chunk, from samples to text. */
export interface SherpaRun {
  /** Utter's own engine; Utter on the exported ONNX files; sherpa-onnx on the same, native and in WebAssembly. */
  readonly name: 'utter' | 'utter-onnx' | 'sherpa-onnx-node' | 'sherpa-onnx';
  /** Medians of the time and of the processor time that a second takes. */
  readonly rtf: number;
  readonly rtfProcessor: number;
  readonly text: string;
}

type SherpaResult =
  | {
      readonly state: 'measured';
      /** The shipped model, exported, or a small one made for tests where Python can't export. */
      readonly model: 'utter-en-pieces' | 'fixture';
      readonly reason: string | null;
      readonly rounds: number;
      readonly runs: readonly Omit<SherpaRun, 'text'>[];
      readonly sameText: boolean;
      /** sherpa-onnx's processor time over ours, each of theirs over each of ours: above 1 ours is faster. */
      readonly timesAsFast: Readonly<Record<string, number>>;
    }
  | { readonly state: 'skipped'; readonly reason: string };

const root = path.resolve(import.meta.dirname, '..');
const shipped = path.join(root, 'resources', 'models', 'utter-en-pieces');
const fixture = path.join(root, 'src', 'engine', 'onnx', 'fixtures', 'zipformer2');
const childScript = path.join(import.meta.dirname, 'sherpa', 'child.ts');

async function measureSherpa(seconds: number): Promise<SherpaResult> {
  const missing = sherpaMissing('sherpa-onnx-node');
  if (missing !== null) return { state: 'skipped', reason: `sherpa-onnx-node can't be used here: ${missing}` };
  const folder = await mkdtemp(path.join(tmpdir(), 'utter-sherpa-'));
  try {
    const reason = exportShipped(folder);
    const isExported = reason === null;
    const models = isExported ? ['--onnx', folder, '--own', shipped] : ['--onnx', fixture];
    const args = ['--import', 'tsx', childScript, ...models, '--speech', shipped, '--seconds', String(seconds)];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, maxBuffer: 1 << 24 });
    const { rounds, runs } = JSON.parse(stdout.trim().split('\n').at(-1)!) as { rounds: number; runs: SherpaRun[] };
    const isOurs = ({ name }: SherpaRun): boolean => name.startsWith('utter');
    const pairs = runs
      .filter((run) => !isOurs(run))
      .flatMap((theirs) => runs.filter(isOurs).map((ours) => [ours, theirs] as const));
    return {
      state: 'measured',
      model: isExported ? 'utter-en-pieces' : 'fixture',
      reason,
      rounds,
      runs: runs.map(({ name, rtf, rtfProcessor }) => ({ name, rtf, rtfProcessor })),
      sameText: runs.every(({ text }) => text === runs[0]!.text),
      timesAsFast: Object.fromEntries(
        pairs.map(([ours, theirs]) => [`${ours.name} to ${theirs.name}`, theirs.rtfProcessor / ours.rtfProcessor]),
      ),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Exports the shipped model of word pieces. @returns why it could not, or null */
function exportShipped(out: string): string | null {
  const python = process.env['UTTER_PYTHON'] ?? 'python3';
  try {
    execFileSync(python, ['-c', 'import onnx, onnxruntime, safetensors'], { stdio: 'ignore' });
  } catch {
    return `${python} has no onnx and onnxruntime (pip install 'training[onnx]', or name another Python in UTTER_PYTHON)`;
  }
  execFileSync(
    python,
    ['-m', 'utter_training.export.onnx_pieces', '--model', shipped, '--out', out, '--contract', 'zipformer2'],
    {
      env: { ...process.env, PYTHONPATH: path.join(root, 'training'), OMP_NUM_THREADS: '1' },
      stdio: 'ignore',
    },
  );
  return null;
}

const { values: options } = parseArgs({ options: { seconds: { type: 'string', default: '10' } } });
const measured = await measureSherpa(Number(options.seconds));
if (measured.state === 'skipped') console.log(measured.reason);
else {
  const ratios = Object.entries(measured.timesAsFast).map(([pair, ratio]) => `${pair} ${ratio.toFixed(2)} × as fast`);
  const runs = measured.runs.map(({ name, rtf, rtfProcessor }) => `${name} ${rtf.toFixed(4)} (${rtfProcessor.toFixed(4)})`);
  console.log(`${measured.model}: ${runs.join(', ')}; ${ratios.join(', ')}`);
}
console.log(JSON.stringify(measured));
