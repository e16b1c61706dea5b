/** `npm run bench -- threads [--model ID]`: TensorFlow.js's WebAssembly with one thread and with two, side by side, in a browser, since Node refuses its threads. */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { createServer } from 'vite';
import { modelFolder } from '../src/cli/model-folder';
import { percentile } from '../src/core/metrics';
import { startBrowser } from '../proofs/browser/browser';
import { isolationHeaders, modelFolders } from '../scripts/renderer-vite';
import { findChromium } from '../scripts/chromium.mjs';
import type { ThreadsPage } from './threads-page/page';

interface ThreadsResult {
  readonly state: 'measured';
  readonly model: string;
  readonly chunkAudioMs: number;
  readonly cores: number;
  readonly runs: readonly {
    readonly threads: number;
    readonly chunks: number;
    /** From samples at the model's rate to text. */
    readonly rtf: number;
    readonly chunkMs: { readonly p50: number; readonly p95: number };
    readonly encodeMsP50: number;
  }[];
  /** Median of a chunk with one thread over that with two, encoder and whole. */
  readonly encoderTimesAsFast: number;
  readonly timesAsFast: number;
  readonly sameWords: boolean;
}

type Threads = ThreadsResult | { readonly state: 'skipped'; readonly reason: string };

const rounds = 8;
const roundMs = 1500;
const chunkFrames = 12;
const frameShiftMs = 10;

/** @param models folder of model folders. @param id of one of them. */
async function measureThreads(models: string, id: string): Promise<Threads> {
  if ((await findChromium()) === undefined) return { state: 'skipped', reason: 'there is no Chromium here: set CHROME_PATH' };
  const root = path.resolve(import.meta.dirname, '..');
  const profile = await mkdtemp(path.join(tmpdir(), 'utter-threads-'));
  // Served as it is: a minified bundle breaks the source that TensorFlow.js's threads are started from.
  const server = await createServer({
    configFile: false,
    root,
    logLevel: 'error',
    cacheDir: path.join(profile, 'vite'),
    optimizeDeps: {
      entries: ['bench/threads-page/index.html'],
      include: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-wasm'],
    },
    plugins: [modelFolders(models)],
    server: { host: 'localhost', port: 4391, headers: isolationHeaders, hmr: false, watch: null },
  });
  try {
    await server.listen();
    const address = server.resolvedUrls!.local[0]!;
    const browser = await startBrowser(path.join(profile, 'browser'), '/dev/null');
    try {
      const pages: {
        readonly page: Page;
        readonly threads: number;
        readonly chunkMs: number[];
        readonly encodeMs: number[];
        words: string;
      }[] = [];
      for (const threads of [1, 2]) {
        const page = threads === 1 ? browser.page : await browser.page.context().newPage();
        await page.goto(`${address}bench/threads-page/index.html`);
        await page.waitForFunction(() => 'threadsPage' in globalThis, undefined, { timeout: 60_000 });
        const there = await page.evaluate(
          ([model, count, frames]) =>
            (globalThis as unknown as { threadsPage: ThreadsPage }).threadsPage.start(model, count, frames),
          [`${address}models/${encodeURIComponent(id)}/`, threads, chunkFrames] as const,
        );
        if (there !== threads) return { state: 'skipped', reason: `the browser gave ${there} threads instead of ${threads}` };
        const words = await page.evaluate(() => (globalThis as unknown as { threadsPage: ThreadsPage }).threadsPage.firstWords());
        pages.push({ page, threads, chunkMs: [], encodeMs: [], words });
      }
      for (let round = 0; round <= rounds; round++) {
        for (const { page, chunkMs, encodeMs } of pages) {
          await page.bringToFront();
          const times = await page.evaluate(
            (ms) => (globalThis as unknown as { threadsPage: ThreadsPage }).threadsPage.round(ms),
            roundMs,
          );
          if (round === 0) continue; // warms up
          chunkMs.push(...times.chunkMs);
          encodeMs.push(...times.encodeMs);
        }
      }
      const [one, two] = [pages[0]!, pages[1]!];
      const chunkAudioMs = chunkFrames * frameShiftMs;
      const median = (values: readonly number[]): number => percentile(values, 0.5);
      return {
        state: 'measured',
        model: id,
        chunkAudioMs,
        cores: availableParallelism(),
        runs: pages.map(({ threads, chunkMs, encodeMs }) => ({
          threads,
          chunks: chunkMs.length,
          rtf: chunkMs.reduce((sum, ms) => sum + ms, 0) / (chunkMs.length * chunkAudioMs),
          chunkMs: { p50: median(chunkMs), p95: percentile(chunkMs, 0.95) },
          encodeMsP50: median(encodeMs),
        })),
        encoderTimesAsFast: median(one.encodeMs) / median(two.encodeMs),
        timesAsFast: median(one.chunkMs) / median(two.chunkMs),
        sameWords: one.words === two.words && one.words !== '',
      };
    } finally {
      await browser.kill();
    }
  } finally {
    await server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

const { values: options } = parseArgs({ options: { model: { type: 'string' } } });
const folder = await modelFolder(options.model);
const threads = await measureThreads(path.dirname(folder), path.basename(folder));
console.log(threads.state === 'measured' ? described(threads) : threads.reason);
console.log(JSON.stringify(threads));

function described({ model, runs, encoderTimesAsFast }: ThreadsResult): string {
  const each = runs.map(
    ({ threads: count, rtf, chunkMs }) =>
      `${count} ${count === 1 ? 'thread' : 'threads'} ${rtf.toFixed(3)} (${chunkMs.p50.toFixed(1)} ms a chunk)`,
  );
  return `${model} in a browser: ${each.join(', ')}; the encoder is ${encoderTimesAsFast.toFixed(2)} × as fast with two`;
}
