/**
 * Measures how much longer live words take while the final pass hears another segment:
 *
 *     npm run bench -- beside TABLE [--utterances 24]
 *
 * As in the window, the two run apart: live words here, the final pass in a process of its own that hears the same recordings over and over.
 * Each recording is heard twice in blocks of 100 ms, with that process stopped and running, which of the two first by turns; what is timed are
 * the blocks that complete a chunk. POSIX only (SIGSTOP). The last line is one JSON object.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { openEars } from '../src/cli/ears';
import { earsParts } from '../src/cli/ears-parts';
import { liveChunks } from '../src/cli/feed';
import { processTerminal } from '../src/cli/terminal';
import { readUtterances } from '../src/cli/utterance-list';
import { percentile } from '../src/core/metrics';
import { openAudio } from '../src/media/open';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { utterances: { type: 'string', default: '24' } },
});
const table = positionals[0]!;

/** Blocks that only wait for the rest of their chunk take less. */
const leastMs = 3;

const ears = await openEars({ backend: 'wasm', finalModels: 'none' }, processTerminal(false), earsParts());
const hearing = ['bin/utter.mjs', 'eval', table, '--split', 'dev', '--backend', 'wasm', '--final-models', 'both', '--progress'];
const beside = spawn(process.execPath, hearing, { stdio: ['ignore', 'ignore', 'pipe'] });
let isOver = false;
beside.once('exit', () => (isOver = true));
// Progress is written once the models are loaded and the first recording was heard.
await once(beside.stderr, 'data');
beside.stderr.resume();

async function blocksOf(file: string): Promise<number[]> {
  const recognizer = ears.createRecognizer({ streaming: {}, mostPending: 0 });
  const audio = await openAudio({ path: file }, file);
  const took: number[] = [];
  for await (const block of liveChunks(audio)) {
    const start = performance.now();
    await recognizer.acceptWaveform(block, audio.sampleRateHz);
    took.push(performance.now() - start);
  }
  recognizer.dispose();
  audio.close();
  return took.filter((ms) => ms >= leastMs);
}

const took = { alone: [] as number[], beside: [] as number[] };
const utterances = (await readUtterances(table, { split: 'dev' })).slice(-Number(options.utterances));
// The first recording warms the kernels up.
await blocksOf(utterances[0]!.file);
for (const [i, { file }] of utterances.entries()) {
  for (const isBeside of i % 2 === 0 ? [false, true] : [true, false]) {
    if (isOver) throw new Error('The final pass has heard the whole list; measure with fewer --utterances, or a longer list.');
    beside.kill(isBeside ? 'SIGCONT' : 'SIGSTOP');
    took[isBeside ? 'beside' : 'alone'].push(...(await blocksOf(file)));
  }
}
beside.kill('SIGKILL');
await ears.dispose();
const figures = (ms: readonly number[]) => ({ chunks: ms.length, p50: percentile(ms, 0.5), p95: percentile(ms, 0.95) });
const [alone, together] = [figures(took.alone), figures(took.beside)];
console.log(JSON.stringify({ alone, beside: together, ratio: { p50: together.p50 / alone.p50, p95: together.p95 / alone.p95 } }));
