/**
 * Measures all of Utter's speeds:
 *
 *     npm run bench -- [--model utter-en] [--backend wasm] [--seconds 10] [--only models,throughput,page,threads,sherpa,coldStart] [--json]
 *
 * Every model on every backend (as `utter bench`), recordings in a folder on one and on all cores, the browser edition as
 * `npm run build:web` has built it, WebAssembly with one and two threads in a browser, sherpa-onnx beside Utter, and the start of
 * the application as `npm run build` has built it. The last line is one JSON object; with --json there is no other. About five
 * minutes on two idle cores. How to read it: docs/performance.md.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { benchTables } from '../src/cli/bench-tables';
import type { Bench } from '../src/cli/bench-result';
import { modelFolder } from '../src/cli/model-folder';
import { runUtter } from '../src/cli/self';
import { measureColdStart } from './bench/cold-start';
import { measurePage } from './bench/page';
import { measureSherpa } from './bench/sherpa';
import { type ThreadsResult, measureThreads } from './bench/threads';
import { measureThroughput } from './bench/throughput';

const allParts = ['models', 'throughput', 'page', 'threads', 'sherpa', 'coldStart'];
const { values: options } = parseArgs({
  options: {
    model: { type: 'string' },
    backend: { type: 'string' },
    seconds: { type: 'string', default: '10' },
    only: { type: 'string', default: allParts.join() },
    json: { type: 'boolean', default: false },
  },
});
const parts = new Set(options.only.split(','));
const unknown = [...parts].find((part) => !allParts.includes(part));
if (unknown !== undefined) throw new Error(`--only: ${unknown} is none of ${allParts.join(', ')}`);

const print = (text: string): void => {
  if (!options.json) console.log(text);
};
const skipped = (reason: string) => ({ state: 'skipped', reason }) as const;

async function measureModels(): Promise<Bench> {
  const chosen = [...(options.model ? ['--model', options.model] : []), ...(options.backend ? ['--backend', options.backend] : [])];
  const { status, out, err } = await runUtter(['bench', '--json', '--seconds', options.seconds, ...chosen]);
  if (status !== 0) throw new Error(`utter bench ended with status ${status}: ${err}`);
  const bench = JSON.parse(out.trim().split('\n').at(-1)!) as Bench;
  print(benchTables(bench));
  return bench;
}

/** One part that fails must not cost the figures of the others: it is told, and makes the exit status 1. */
async function attempted<T>(part: string, measure: () => Promise<T>) {
  if (!parts.has(part)) return skipped('not asked for');
  print(`Measuring ${part} …`);
  try {
    return await measure();
  } catch (error) {
    process.exitCode = 1;
    return { state: 'failed', reason: error instanceof Error ? error.message : String(error) } as const;
  }
}

const models = await attempted('models', measureModels);
const throughput = await attempted('throughput', async () => measureThroughput(await modelFolder(options.model)));
if (throughput.state === 'measured') {
  for (const { processes, hoursPerMinute } of throughput.runs) print(`${processes} processes: ${hoursPerMinute.toFixed(2)} hours of audio a minute`);
}
const page = await attempted('page', measurePage);
print(page.state === 'measured' ? pageText(page) : `browser edition: ${page.reason}`);
const threads = await attempted('threads', async () => {
  const folder = await modelFolder(options.model);
  return measureThreads(path.dirname(folder), path.basename(folder));
});
print(threads.state === 'measured' ? threadsText(threads) : `threads: ${threads.reason}`);
const sherpa = await attempted('sherpa', () => measureSherpa(Number(options.seconds)));
if (sherpa.state === 'measured') {
  const ratios = Object.entries(sherpa.timesAsFast).map(([pair, ratio]) => `${pair} ${ratio.toFixed(2)} × as fast`);
  print(`${sherpa.model}: ${sherpa.runs.map(({ name, rtf, rtfProcessor }) => `${name} ${rtf.toFixed(4)} (${rtfProcessor.toFixed(4)})`).join(', ')}; ${ratios.join(', ')}`);
} else print(`sherpa-onnx: ${sherpa.reason}`);
const coldStart = await attempted('coldStart', measureColdStart);
if (coldStart.state === 'measured') {
  for (const { start, hotkeyMs, listensMs, modelMs } of coldStart.starts) {
    print(`${start} start: key after ${Math.round(hotkeyMs)} ms, listens after ${Math.round(listensMs)} ms, model after ${Math.round(modelMs)} ms`);
  }
} else print(`start of the application: ${coldStart.reason}`);
console.log(JSON.stringify({ models, throughput, page, threads, sherpa, coldStart }));

function threadsText({ model, runs, encoderTimesAsFast }: ThreadsResult): string {
  const each = runs.map(({ threads, rtf, chunkMs }) => `${threads} ${threads === 1 ? 'thread' : 'threads'} ${rtf.toFixed(3)} (${chunkMs.p50.toFixed(1)} ms a chunk)`);
  return `${model} in a browser: ${each.join(', ')}; the encoder is ${encoderTimesAsFast.toFixed(2)} × as fast with two`;
}


function pageText({ bundle, visits }: Extract<Awaited<ReturnType<typeof measurePage>>, { state: 'measured' }>): string {
  const lines = visits.map(
    ({ visit, interactiveMs, readyMs, longestTaskMs, longestTaskDictatingMs }) =>
      `${visit} visit: interactive after ${Math.round(interactiveMs)} ms, ready after ${Math.round(readyMs)} ms, ` +
      `longest task ${Math.round(longestTaskMs)} ms, while dictating ${Math.round(longestTaskDictatingMs)} ms`,
  );
  return [`bundle: ${(bundle.codeBytes / 1e6).toFixed(2)} MB, ${(bundle.codeGzipBytes / 1e6).toFixed(2)} MB gzipped; ONNX Runtime ${(bundle.onnxRuntimeBytes / 1e6).toFixed(1)} MB`, ...lines].join('\n');
}
