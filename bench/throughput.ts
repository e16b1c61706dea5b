/** `npm run bench -- throughput [--model ID]`: how much audio `utter transcribe` gets through in a folder, on one core and on all, loading included. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { modelFolder } from '../src/cli/model-folder';
import { runUtter } from '../src/cli/self';
import { parseGolden } from '../src/engine/golden';
import { waveFile } from '../src/media/fixtures/wave';

interface Throughput {
  readonly audioSeconds: number;
  readonly recordings: number;
  readonly runs: readonly { readonly processes: number; readonly seconds: number; readonly hoursPerMinute: number }[];
}

const recordings = 8;
const secondsEach = 60;

/** @param model folder; its own recording, over and over, is what is transcribed. */
async function measureThroughput(model: string): Promise<Throughput> {
  const folder = await mkdtemp(path.join(tmpdir(), 'utter-bench-'));
  try {
    const { samples, sampleRateHz } = parseGolden(JSON.parse(await readFile(path.join(model, 'golden.json'), 'utf8')), model);
    const sound = Array.from({ length: secondsEach * sampleRateHz }, (_, i) => samples[i % samples.length]!);
    const bytes = waveFile({ kind: 's16', sampleRateHz, channels: [sound] });
    const input = path.join(folder, 'recordings');
    const names = Array.from({ length: recordings }, (_, i) => `${i + 1}.wav`);
    await mkdir(input);
    await Promise.all(names.map((name) => writeFile(path.join(input, name), bytes)));
    const runs: Throughput['runs'][number][] = [];
    for (const processes of new Set([1, Math.min(recordings, availableParallelism())])) {
      const args = [
        'transcribe',
        input,
        '--model',
        model,
        '--backend',
        'wasm',
        '--no-words',
        '--out',
        path.join(folder, `out-${processes}`),
      ];
      const startMs = performance.now();
      const { status, err } = await runUtter([...args, '--jobs', String(processes)]);
      if (status !== 0) throw new Error(`utter transcribe ended with status ${status}: ${err}`);
      const seconds = (performance.now() - startMs) / 1000;
      runs.push({ processes, seconds, hoursPerMinute: (recordings * secondsEach) / 3600 / (seconds / 60) });
    }
    return { audioSeconds: recordings * secondsEach, recordings, runs };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const { values: options } = parseArgs({ options: { model: { type: 'string' } } });
const throughput = await measureThroughput(await modelFolder(options.model));
for (const { processes, hoursPerMinute } of throughput.runs)
  console.log(`${processes} processes: ${hoursPerMinute.toFixed(2)} hours of audio a minute`);
console.log(JSON.stringify(throughput));
