/**
 * `npm run prove -- day [--hours 24]`: a recording of a day, as WAV and as MP3, decoded to its end (without recognising it). It must be as long as it
 * is, and memory may not grow. The last line is one JSON object; the status is 1 where that doesn't hold.
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { waveFile } from '../src/media/fixtures/wave';
import { openAudio } from '../src/media/open';

const { values } = parseArgs({ options: { hours: { type: 'string' } } });
const seconds = Number(values.hours ?? 24) * 3600;
/** Beyond what was taken after the first ten minutes. */
const mostGrowthMb = 64;
const earlySeconds = 600;

const fixtures = join(import.meta.dirname, '../src/media/fixtures');
const folder = await mkdtemp(join(tmpdir(), 'utter-day-'));

async function write(name: string, head: Uint8Array, piece: Uint8Array, pieces: number): Promise<string> {
  const path = join(folder, name);
  // In larger parts, because each is a call of its own.
  const many = Buffer.concat(Array.from({ length: 100 }, () => piece));
  function* parts(): Generator<Uint8Array> {
    yield head;
    for (let left = pieces; left > 0; left -= 100) yield left >= 100 ? many : many.subarray(0, left * piece.length);
  }
  await pipeline(Readable.from(parts(), { objectMode: true }), createWriteStream(path));
  return path;
}

/** A second and three eighths, time after time. */
async function wave(): Promise<string> {
  const pcm = (await readFile(join(fixtures, 'speech.wav'))).subarray(-44_000);
  const pieces = Math.floor((seconds * 32_000) / pcm.length);
  const head = waveFile({ kind: 's16', sampleRateHz: 16_000, channels: [[]], statedBytes: pieces * pcm.length });
  return write('day.wav', head, pcm, pieces);
}

/** With what its encoder put around the sound. */
const mp3Seconds = 1.512;

async function mp3(): Promise<string> {
  const frames = await readFile(join(fixtures, 'speech-16k.mp3'));
  return write('day.mp3', new Uint8Array(0), frames, Math.round(seconds / mp3Seconds));
}

interface Measured {
  readonly megabytes: number;
  readonly seconds: number;
  /** What the file said of its length when it was half read. */
  readonly statedSeconds: number | null;
  readonly tookSeconds: number;
  readonly earlyMb: number;
  readonly peakMb: number;
  readonly error: string | null;
}

async function measure(path: string): Promise<Measured> {
  const file = await openAudio({ path }, path);
  const startMs = performance.now();
  let [samples, earlyMb, peakMb] = [0, 0, 0];
  let statedSeconds: number | null = null;
  let error: string | null = null;
  try {
    for await (const block of file.blocks()) {
      samples += block.length;
      const heard = samples / file.sampleRateHz;
      const mb = process.memoryUsage.rss() / 2 ** 20;
      if (heard < earlySeconds) earlyMb = Math.max(earlyMb, mb);
      peakMb = Math.max(peakMb, mb);
      if (heard < seconds / 2) statedSeconds = file.durationMs === null ? null : Math.round(file.durationMs / 1000);
    }
  } catch (caught) {
    error = String(caught);
  }
  file.close();
  return {
    megabytes: Math.round((await stat(path)).size / 2 ** 20),
    seconds: Math.round(samples / file.sampleRateHz),
    statedSeconds,
    tookSeconds: Math.round((performance.now() - startMs) / 1000),
    earlyMb: Math.round(earlyMb),
    peakMb: Math.round(peakMb),
    error,
  };
}

const report: Record<string, Measured> = {};
try {
  for (const [name, make] of Object.entries({ wav: wave, mp3 })) {
    const path = await make();
    report[name] = await measure(path);
    console.error(`${name}: ${JSON.stringify(report[name])}`);
    await rm(path);
  }
} finally {
  await rm(folder, { recursive: true });
}
const isLong = Object.values(report).every((each) => each.error === null && Math.abs(each.seconds / seconds - 1) < 0.02);
const isFlat = Object.values(report).every(({ earlyMb, peakMb }) => peakMb - earlyMb <= mostGrowthMb);
console.log(JSON.stringify({ hours: seconds / 3600, isLong, isFlat, ...report }));
process.exitCode = isLong && isFlat ? 0 : 1;
