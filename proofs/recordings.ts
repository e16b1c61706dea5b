/**
 * `npm run prove -- recordings [--count 10] [--seed 1] [--only NAME,…] [--ffmpeg PROGRAM]`: cuts, joins, flips, holes and swaps of a recording in every
 * container, read by Utter in one process and by ffmpeg (a program with little else in it starts faster). No stretch with sound that ffmpeg finds may be missing from ours without a
 * warning or an error; where nothing is told, the recording is as long as ffmpeg's within 50 ms, or up to its whole length where silence stands for what
 * ffmpeg leaves out; and nothing may crash or hang. What was joined to a
 * recording is heard, or told, whatever ffmpeg makes of it. The last line is one JSON object; the status is 1 where that doesn't hold.
 */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { randomFor } from './fuzz/random';
import { changes } from './recordings/changes';
import { containerNames, makeRecording } from './recordings/containers';
import { loudWindows } from './recordings/loudness';
import { createReader, type Read } from './recordings/reader';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { count: text, seed: text, only: text, ffmpeg: text, keep: text } });
const count = Number(values.count ?? 10);
const seed = Number(values.seed ?? 1);
const ffmpeg = values.ffmpeg ?? 'ffmpeg';
const kinds = Object.keys(changes);

/** ffmpeg's resampling and its own concealment blur the ends. */
const mostBlurredWindows = 3;
const mostSecondsApart = 0.05;
/** Of silence between packets. */
const leastSecondsTold = 1;
/** ffmpeg gives neither the first nor the last frame of WMA. */
const wmaLeftOutSeconds = 0.093;

async function readByFfmpeg(path: string): Promise<Omit<Read, 'told'> | null> {
  const options = ['-v', 'quiet', '-i', path, '-map', '0:a:0', '-f', 'f32le', '-ac', '1', '-ar', '16000', '-'];
  const decoded = await promisify(execFile)(ffmpeg, options, { encoding: 'buffer', maxBuffer: 2 ** 28, timeout: 60_000 }).catch(
    ({ stdout }: { stdout?: Buffer }) => ({ stdout: stdout ?? Buffer.alloc(0) }),
  );
  const bytes = new Uint8Array(decoded.stdout);
  const samples = new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / 4));
  return samples.length === 0 ? null : { seconds: samples.length / 16_000, loud: loudWindows(samples, 16_000) };
}

/**
 * ffmpeg leaves out what is missing, for which Utter gives silence: up to the length that the recording had, or where damage changed a packet's time up
 * to what is told.
 */
function isOtherLength(name: string, kind: string, ours: number, theirs: number, whole: number): boolean {
  const leftOut = name.startsWith('wma') ? wmaLeftOutSeconds : 0;
  const more = kind === 'whole' || kind === 'cut' ? mostSecondsApart : leastSecondsTold;
  return ours < theirs - mostSecondsApart || ours > Math.max(theirs, whole) + leftOut + more;
}

/** What became of the recordings of one container. */
interface Row {
  files: number;
  /** Of them, those of which something is told. */
  told: number;
  lost: number;
  /** Fewer sounds than ffmpeg finds, but told. */
  toldLost: number;
  lengths: number;
  crashes: number;
  hangs: number;
  slowestMs: number;
  peakRssMb: number;
}

const folder = await mkdtemp(join(tmpdir(), 'utter-recordings-'));
const reader = createReader();
const rows: Record<string, Row> = {};

async function proveContainer(name: string): Promise<Row> {
  const row: Row = { files: 0, told: 0, lost: 0, toldLost: 0, lengths: 0, crashes: 0, hangs: 0, slowestMs: 0, peakRssMb: 0 };
  const original = await makeRecording(name, folder);
  const bytes = new Uint8Array(await readFile(original));
  const whole = (await readByFfmpeg(original)) ?? { seconds: 0, loud: 0 };
  const path = join(folder, `changed${extname(original)}`);
  for (let i = 0; i <= count; i++) {
    // The first is as it was made; the others take turns.
    const kind = i === 0 ? 'whole' : kinds[i % kinds.length]!;
    const changed = i === 0 ? bytes : changes[kind]!(bytes, randomFor(seed, i));
    await writeFile(path, changed);
    const [reply, reference] = await Promise.all([reader.read(path), readByFfmpeg(path)]);
    row.files++;
    const report = async (what: 'lost' | 'toldLost' | 'lengths' | 'crashes' | 'hangs', how: string): Promise<void> => {
      row[what]++;
      console.error(`${name}, ${kind} ${i}: ${what}: ${how}`);
      if (values.keep === undefined) return;
      await mkdir(values.keep, { recursive: true });
      await copyFile(path, join(values.keep, `${what}-${name}-${kind}-${i}${extname(path)}`));
    };
    if (reply.state === 'hang') await report('hangs', 'no end');
    if (reply.state === 'crash') await report('crashes', reply.problem);
    if (reply.state !== 'read') continue;
    const { read, tookMs, rssMb } = reply;
    row.slowestMs = Math.max(row.slowestMs, Math.round(tookMs));
    row.peakRssMb = Math.max(row.peakRssMb, Math.round(rssMb));
    if (read.told !== '') row.told++;
    const times = `${read.seconds.toFixed(3)} s, ${read.loud} loud; ffmpeg ${reference?.seconds.toFixed(3)} s, ${reference?.loud} loud; ${read.told}`;
    // Each whole copy in it has what the whole has.
    const joinedLoud = kind === 'join' ? Math.floor(changed.length / bytes.length) * whole.loud : 0;
    const missing = Math.max(reference?.loud ?? 0, joinedLoud) - read.loud;
    if (missing > mostBlurredWindows) await report(read.told === '' ? 'lost' : 'toldLost', times);
    else if (
      read.told === '' &&
      kind !== 'join' &&
      reference !== null &&
      isOtherLength(name, kind, read.seconds, reference.seconds, whole.seconds)
    )
      await report('lengths', times);
  }
  return row;
}

try {
  const names = values.only?.split(',') ?? containerNames;
  for (const name of names) {
    rows[name] = await proveContainer(name);
    console.error(`${name}: ${JSON.stringify(rows[name])}`);
  }
} finally {
  reader.close();
  await rm(folder, { recursive: true });
}
const all = Object.values(rows);
const sum = (pick: (row: Row) => number): number => all.reduce((total, row) => total + pick(row), 0);
const total = {
  files: sum(({ files }) => files),
  lost: sum(({ lost }) => lost),
  lengths: sum(({ lengths }) => lengths),
  crashes: sum(({ crashes }) => crashes),
  hangs: sum(({ hangs }) => hangs),
};
console.log(JSON.stringify({ seed, ...total, containers: rows }));
process.exitCode = total.lost + total.lengths + total.crashes + total.hangs === 0 ? 0 : 1;
