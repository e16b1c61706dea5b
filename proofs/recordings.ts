/**
 * `npm run prove -- recordings [--inputs 20] [--seed 1] [--only NAME]`: cuts, joins, flips and swaps of a recording in every container, read by Utter and by
 * the installed ffmpeg. No stretch with sound that ffmpeg finds may be missing from ours without a warning or an error, and nothing may crash. A whole
 * recording is as long as ffmpeg's within 50 ms. The last line is one JSON object; the status is 1 where that doesn't hold.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { UtterError } from '../src/core/errors';
import { joinedFloats } from '../src/core/joined-floats';
import { seededRandom } from '../src/core/metrics';
import { openAudio } from '../src/media/open';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { inputs: text, seed: text, only: text } });
const inputs = Number(values.inputs ?? 20);
const random = seededRandom(Number(values.seed ?? 1));
const below = (limit: number): number => Math.floor(random() * limit);

const fixtures = join(import.meta.dirname, '../src/media/fixtures');
const windowSeconds = 0.1;
/** Of a window in which somebody speaks. */
const loudRms = 0.02;
/** ffmpeg's resampling and its own concealment blur the ends. */
const mostBlurredWindows = 3;

const changes: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  cut: (bytes) => bytes.slice(0, below(bytes.length)),
  join: (bytes) => Uint8Array.from([...bytes, ...bytes]),
  flip: (bytes) => {
    const changed = bytes.slice();
    for (let i = 1 + below(20); i > 0; i--) changed[below(bytes.length)]! ^= 1 << below(8);
    return changed;
  },
  hole: (bytes) => {
    const start = below(bytes.length);
    return bytes.slice().fill(0, start, start + 1 + below(3000));
  },
  swap: (bytes) => {
    const length = 1 + below(1500);
    const [a, b] = [below(bytes.length - length), below(bytes.length - length)];
    const changed = bytes.slice();
    changed.set(bytes.subarray(a, a + length), b);
    changed.set(bytes.subarray(b, b + length), a);
    return changed;
  },
};

function loudWindows(samples: Float32Array, sampleRateHz: number): number {
  const length = Math.round(windowSeconds * sampleRateHz);
  let loud = 0;
  for (let start = 0; start + length <= samples.length; start += length) {
    let power = 0;
    for (let i = start; i < start + length; i++) power += samples[i]! ** 2;
    if (Math.sqrt(power / length) > loudRms) loud++;
  }
  return loud;
}

interface Read {
  readonly seconds: number;
  readonly loud: number;
  /** Whether the user is told that something is wrong. */
  readonly isTold: boolean;
}

async function readByUs(path: string): Promise<Read> {
  const blocks: Float32Array[] = [];
  let sampleRateHz = 16000;
  let isTold = false;
  try {
    const file = await openAudio({ path }, 'recording');
    sampleRateHz = file.sampleRateHz;
    try {
      for await (const block of file.blocks()) blocks.push(block);
    } finally {
      isTold = file.warnings.length > 0;
      file.close();
    }
  } catch (error) {
    if (!(error instanceof UtterError)) throw error;
    isTold = true;
  }
  const samples = joinedFloats(blocks);
  return { seconds: samples.length / sampleRateHz, loud: loudWindows(samples, sampleRateHz), isTold };
}

async function readByFfmpeg(path: string): Promise<Read | null> {
  const options = ['-v', 'error', '-i', path, '-map', '0:a:0', '-f', 'f32le', '-ac', '1', '-ar', '16000', '-'];
  const decoded = await promisify(execFile)('ffmpeg', options, { encoding: 'buffer', maxBuffer: 2 ** 28, timeout: 60_000 }).catch(
    ({ stdout }: { stdout?: Buffer }) => ({ stdout: stdout ?? Buffer.alloc(0) }),
  );
  const bytes = new Uint8Array(decoded.stdout);
  const samples = new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / 4));
  return samples.length === 0 ? null : { seconds: samples.length / 16000, loud: loudWindows(samples, 16000), isTold: false };
}

const folder = await mkdtemp(join(tmpdir(), 'utter-recordings-'));
const names = (await readdir(fixtures)).filter(
  (name) => name.startsWith('speech') && (values.only === undefined || name === values.only),
);
const report = { recordings: names.length, changed: 0, lost: 0, crashes: 0, lengths: 0 };
try {
  for (const name of names) {
    const whole = new Uint8Array(await readFile(join(fixtures, name)));
    const [ours, theirs] = await Promise.all([readByUs(join(fixtures, name)), readByFfmpeg(join(fixtures, name))]);
    // A container's late start is silence for us and nothing for ffmpeg, which also drops the last frame of WMA.
    const isComparable = !name.includes('late') && !name.endsWith('.wma');
    if (theirs !== null && isComparable && !ours.isTold && Math.abs(ours.seconds - theirs.seconds) > 0.05) {
      report.lengths++;
      console.error(`${name}: ${ours.seconds.toFixed(3)} s, ffmpeg ${theirs.seconds.toFixed(3)} s`);
    }
    for (const [kind, change] of Object.entries(changes)) {
      for (let i = 0; i < (kind === 'join' ? 1 : inputs); i++) {
        const path = join(folder, `changed${extname(name)}`);
        await writeFile(path, change(whole));
        report.changed++;
        try {
          const [read, reference] = await Promise.all([readByUs(path), readByFfmpeg(path)]);
          if (reference === null || read.isTold || reference.loud - read.loud <= mostBlurredWindows) continue;
          report.lost++;
          console.error(`${name}, ${kind} ${i}: ${read.loud} loud windows, ffmpeg ${reference.loud}`);
        } catch (error) {
          report.crashes++;
          console.error(`${name}, ${kind} ${i}: ${String(error)}`);
        }
      }
    }
  }
} finally {
  await rm(folder, { recursive: true });
}
console.log(JSON.stringify(report));
process.exitCode = report.lost + report.crashes + report.lengths === 0 ? 0 : 1;
