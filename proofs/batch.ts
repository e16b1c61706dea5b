/**
 * `npm run prove -- batch [--files 400] [--jobs 2]`: a folder of short recordings through `utter transcribe`, interrupted with Ctrl-C after a quarter,
 * killed with all its processes after a half, and resumed. The words are those of a test's tiny model, which the command line loads like any other. Each
 * recording must be done once, none twice, and no half file may stay; progress must count each; memory may not grow with the number. The last line is
 * one JSON object; the status is 1 where that doesn't hold.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { waveFile } from '../src/media/fixtures/wave';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { files: text, jobs: text } });
const count = Number(values.files ?? 400);
const jobs = values.jobs ?? '2';

const root = join(import.meta.dirname, '..');
const model = ['--model', join(root, 'src/engine/fixtures/tiny'), '--backend', 'wasm', '--pass', 'streaming', '--no-words'];
const filesInFolder = 100;
/** Of each process, beyond what it had when a tenth was done. */
const mostGrowthMb = 60;

const folder = await mkdtemp(join(tmpdir(), 'utter-batch-'));
const [recordings, out] = [join(folder, 'recordings'), join(folder, 'text')];

async function makeRecordings(): Promise<void> {
  const samples = Array.from({ length: 4800 }, (_, i) => Math.sin(i * (0.05 + i * 1e-5)) / 3);
  const bytes = waveFile({ kind: 's16', sampleRateHz: 16_000, channels: [samples] });
  for (let i = 0; i < count; i++) {
    const within = join(recordings, String(Math.floor(i / filesInFolder)));
    await mkdir(within, { recursive: true });
    await writeFile(join(within, `${i}.wav`), bytes);
  }
}

/** The process and those that it started, by their numbers, with the memory of each. */
async function memoryMb(pid: number): Promise<Map<number, number>> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const pids = [pid, ...children.trim().split(' ').filter(Boolean).map(Number)];
  const found = new Map<number, number>();
  for (const each of pids) {
    const status = await readFile(`/proc/${each}/status`, 'utf8').catch(() => '');
    const [, kb] = /VmRSS:\s+(\d+)/.exec(status) ?? [];
    if (kb !== undefined) found.set(each, Number(kb) / 1024);
  }
  return found;
}

interface Run {
  readonly status: number | null;
  /** What it said first of those that were done already. */
  readonly doneBefore: number;
  /** The numbers that progress showed. */
  readonly progress: readonly number[];
  readonly of: number;
  readonly growthMb: number;
  readonly peakMb: number;
}

/** @param endAt ends it in this way once so many are done. */
async function transcribe(endAt: number | null, how: 'interrupt' | 'kill'): Promise<Run> {
  const args = ['transcribe', recordings, '--out', out, '--jobs', jobs, '--resume', '--progress', ...model];
  // A group of its own, so that all of it can be killed at once.
  const child = spawn(process.execPath, [join(root, 'bin/utter.mjs'), ...args], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const progress: number[] = [];
  let [doneBefore, of] = [0, 0];
  const early = new Map<number, number>();
  let [growthMb, peakMb] = [0, 0];
  const sample = async (): Promise<void> => {
    for (const [pid, mb] of await memoryMb(child.pid!)) {
      peakMb = Math.max(peakMb, mb);
      if (progress.length < of / 10) early.set(pid, Math.max(mb, early.get(pid) ?? 0));
      else if (early.has(pid)) growthMb = Math.max(growthMb, mb - early.get(pid)!);
    }
  };
  const sampling = setInterval(() => void sample(), 500);
  createInterface({ input: child.stderr }).on('line', (line) => {
    const [, before] = /^utter: (\d+) of \d+ recordings are done already/.exec(line) ?? [];
    if (before !== undefined) doneBefore = Number(before);
    const [, done, all] = /^(\d+) of (\d+) recordings$/.exec(line) ?? [];
    if (done === undefined) return;
    progress.push(Number(done));
    of = Number(all);
    if (endAt === null || Number(done) !== endAt) return;
    if (how === 'kill') process.kill(-child.pid!, 'SIGKILL');
    else child.kill('SIGINT');
  });
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(sampling);
  return { status, doneBefore, progress, of, growthMb, peakMb };
}

async function results(): Promise<Map<string, number>> {
  const entries = (await readdir(out, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const found = new Map<string, number>();
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (entry.name !== '.utter-done.jsonl') found.set(relative(out, path), (await stat(path)).mtimeMs);
  }
  return found;
}

async function doneNames(): Promise<string[]> {
  const list = await readFile(join(out, '.utter-done.jsonl'), 'utf8');
  return list
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { name: string }).name);
}

const problems: string[] = [];
const expect = (holds: boolean, problem: string): void => void (holds || problems.push(problem));

try {
  await makeRecordings();
  const interrupted = await transcribe(Math.floor(count / 4), 'interrupt');
  expect(interrupted.status === 130, `Ctrl-C ended it with ${interrupted.status}`);
  const afterInterruption = await doneNames();
  const resultsThen = await results();
  expect(![...resultsThen.keys()].some((name) => name.endsWith('.tmp')), 'half a file stayed after Ctrl-C');
  const killed = await transcribe(Math.floor(count / 4), 'kill');
  expect(killed.doneBefore === afterInterruption.length, `${afterInterruption.length} done, ${killed.doneBefore} told`);
  const afterKill = await doneNames();
  const last = await transcribe(null, 'kill');
  expect(last.status === 0, `it ended with ${last.status}`);
  expect(last.doneBefore === afterKill.length, `${afterKill.length} done, ${last.doneBefore} told`);
  expect(last.of === count - afterKill.length, `${count - afterKill.length} were left, ${last.of} counted`);
  expect(last.progress.every((done, i) => done === i) && last.progress.at(-1) === last.of, 'progress left some out');
  const names = await doneNames();
  const all = await results();
  expect(all.size === count && ![...all.keys()].some((name) => name.endsWith('.tmp')), `${all.size} results of ${count}`);
  expect(new Set(names).size === count, `${new Set(names).size} of ${count} in the list`);
  expect(names.length === count, `${names.length - count} done twice`);
  const kept = afterInterruption.every((name) => all.get(`${name}.txt`) === resultsThen.get(`${name}.txt`));
  expect(kept, 'what was done was written again');
  const runs = [interrupted, killed, last];
  const growthMb = Math.round(Math.max(...runs.map((run) => run.growthMb)));
  expect(growthMb <= mostGrowthMb, `memory grew by ${growthMb} MB`);
  const peakMb = Math.round(Math.max(...runs.map((run) => run.peakMb)));
  const done = { interruptedAt: afterInterruption.length, killedAt: afterKill.length, results: all.size };
  for (const problem of problems) console.error(problem);
  console.log(JSON.stringify({ files: count, ...done, growthMb, peakMb, problems: problems.length }));
} finally {
  await rm(folder, { recursive: true });
}
process.exitCode = problems.length === 0 ? 0 : 1;
