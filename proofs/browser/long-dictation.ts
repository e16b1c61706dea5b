/** A long dictation, faster than it could be spoken: a microphone's ports are fed as fast as the recogniser follows. */
import type { Page } from '@playwright/test';
import { memoryFlags } from '../../src/main/memory';
import { openUtter, startBrowser } from './browser';
import { groupMemory, type ProcessMemory } from './process-memory';

export interface Soak {
  readonly minutes: number;
  /** From the first fifth of the dictation to its last tenth, of all processes of the browser together. */
  readonly rssGrowthPct: number;
  /** The same without the pages of files, which the system takes back when it needs them: the database's own are mapped. */
  readonly anonymousGrowthPct: number;
  /** The same when every thread has just thrown its garbage away, at a tenth of the dictation and at its end: what is kept, without what waits to be collected. */
  readonly keptGrowthPct: number;
  /** Tensors after the dictation less those before it. */
  readonly tensorGrowth: number;
  readonly words: number;
}

export interface SoakParts {
  readonly address: string;
  readonly profile: string;
  /** Said over and over: mono, 16-bit, at 16 kHz, in base64. */
  readonly speech: string;
  readonly minutes: number;
  /** As the desktop application starts its pages, unless told otherwise. */
  readonly v8Flags?: string;
  log(line: string): void;
}

/** Silence between two repetitions, so that utterances end. */
const pauseMs = 1500;

export async function soak({ address, profile, speech, minutes, v8Flags = memoryFlags, log }: SoakParts): Promise<Soak> {
  const browser = await startBrowser(profile, '/dev/null', [`--js-flags=--expose-gc ${v8Flags}`]);
  try {
    const { page } = browser;
    await feedMicrophone(page, speech, minutes);
    await openUtter(page, address, { backend: 'wasm' });
    const tensorsBefore = await tensors(page);
    await page.getByRole('button', { name: 'Start dictation' }).click();
    const samples: { readonly atMs: number; readonly rssKiB: number; readonly anonymousKiB: number }[] = [];
    const wantedMs = minutes * 60_000;
    const kept = async (): Promise<number> => {
      await collectGarbage(page);
      const processes = groupMemory(browser.processId);
      log(`after collection: ${byKind(processes)}`);
      return processes.reduce((total, { anonymousKiB }) => total + anonymousKiB, 0);
    };
    let keptEarly: number | null = null;
    for (let doneMs = 0, loggedMinutes = 0; doneMs < wantedMs;) {
      await page.waitForTimeout(200);
      doneMs = await page.evaluate(() => (globalThis as unknown as { fedForProof: { doneMs: number } }).fedForProof.doneMs);
      const processes = groupMemory(browser.processId);
      const sum = (key: 'rssKiB' | 'anonymousKiB'): number => processes.reduce((total, each) => total + each[key], 0);
      samples.push({ atMs: doneMs, rssKiB: sum('rssKiB'), anonymousKiB: sum('anonymousKiB') });
      if (doneMs >= wantedMs / 10) keptEarly ??= await kept();
      if (doneMs / 60_000 < loggedMinutes + 5) continue;
      loggedMinutes = Math.floor(doneMs / 60_000);
      log(`${loggedMinutes} minutes: ${Math.round(sum('rssKiB') / 1024)} MiB; without files: ${byKind(processes)}`);
    }
    const keptLate = await kept();
    await page.getByRole('button', { name: 'Start dictation', disabled: false }).waitFor({ timeout: 120_000 });
    const words = (await page.getByRole('log', { name: 'Finished text' }).innerText()).split(/\s+/).length;
    const percent = (later: number, earlier: number): number => Math.round((later / earlier - 1) * 1000) / 10;
    const growthPct = (key: 'rssKiB' | 'anonymousKiB'): number => {
      const between = (from: number, to: number): number =>
        median(samples.filter(({ atMs }) => atMs >= from * wantedMs && atMs <= to * wantedMs).map((sample) => sample[key]));
      return percent(between(0.9, 1), between(0.05, 0.2));
    };
    return {
      minutes,
      rssGrowthPct: growthPct('rssKiB'),
      anonymousGrowthPct: growthPct('anonymousKiB'),
      keptGrowthPct: percent(keptLate, keptEarly ?? keptLate),
      tensorGrowth: (await tensors(page)) - tensorsBefore,
      words,
    };
  } finally {
    await browser.kill();
  }
}

/** In the page and its workers; twice, because what is freed may have held more. */
async function collectGarbage(page: Page): Promise<void> {
  const collect = (): void => (globalThis as unknown as { gc(): void }).gc();
  for (let i = 0; i < 2; i++) {
    await page.evaluate(collect);
    for (const worker of page.workers()) await worker.evaluate(collect);
  }
}

/** Tensors that the speech worker's backend holds, also those of kernels called without the engine, which is a global of its thread. */
async function tensors(page: Page): Promise<number> {
  for (const worker of page.workers()) {
    const count = await worker.evaluate(
      () =>
        (globalThis as unknown as { _tfengine?: { backend: { numDataIds(): number } } })._tfengine?.backend.numDataIds() ?? null,
    );
    if (count !== null) return count;
  }
  throw new Error('No worker has TensorFlow.js.');
}

/** Before the page loads: both ports of the microphone are fed with speech, a few seconds ahead of the recogniser. */
async function feedMicrophone(page: Page, speech: string, minutes: number): Promise<void> {
  await page.addInitScript(
    ({ base64, wantedMs, silentMs }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const said = Float32Array.from(new Int16Array(bytes.buffer), (value) => value / 32768);
      const round = new Float32Array(said.length + silentMs * 16);
      round.set(said);
      const fed = { doneMs: 0 };
      Object.defineProperty(globalThis, 'fedForProof', { value: fed });
      const speech = new MessageChannel();
      const journal = new MessageChannel();
      /** Blocks that the recogniser gave back, to be filled again, as the audio thread does. */
      const blocks: Float32Array<ArrayBuffer>[] = [];
      speech.port1.onmessage = ({ data }: MessageEvent<{ samples: Float32Array<ArrayBuffer> }>) => blocks.push(data.samples);
      let sentSamples = 0;

      const pump = (): void => {
        const wantedSamples = wantedMs * 16;
        while (sentSamples < wantedSamples && sentSamples / 16 < fed.doneMs + 5000) {
          const samples = blocks.pop() ?? new Float32Array(2048);
          for (let i = 0; i < samples.length; i++) samples[i] = round[(sentSamples + i) % round.length]!;
          sentSamples += samples.length;
          const block = { type: 'block', samples };
          journal.port1.postMessage(block);
          speech.port1.postMessage(block, [samples.buffer]);
        }
        if (sentSamples < wantedSamples || hasEnded) return;
        hasEnded = true;
        for (const { port1 } of [journal, speech]) port1.postMessage({ type: 'end' });
      };
      let hasEnded = false;
      const post = Worker.prototype.postMessage;
      Worker.prototype.postMessage = function (this: Worker, message: unknown, ...rest: unknown[]) {
        const request = message as { type?: string; port?: MessagePort; audio?: { kind: string; port?: MessagePort } };
        if (request.type === 'begin' && request.audio?.kind === 'samples') {
          const port = journal.port2;
          request.audio.port?.close();
          const audio = { ...request.audio, sampleRateHz: 16_000, port };
          return Reflect.apply(post, this, [{ ...request, audio }, [port]]);
        }
        if (request.type !== 'start') return Reflect.apply(post, this, [message, ...rest]);
        const port = speech.port2;
        // The real microphone is heard by nobody: its blocks would wait in its port, and be counted as memory that grows with the time this takes.
        const { port: unheard } = request;
        if (unheard !== undefined) {
          unheard.onmessage = ({ data }: MessageEvent<{ samples?: Float32Array<ArrayBuffer> }>) => {
            if (data.samples !== undefined) unheard.postMessage({ samples: data.samples }, [data.samples.buffer]);
          };
        }
        this.addEventListener('message', ({ data }: MessageEvent<{ type: string; doneMs?: number }>) => {
          if (data.type !== 'progress') return;
          fed.doneMs = data.doneMs ?? 0;
          pump();
        });
        const result: unknown = Reflect.apply(post, this, [{ ...request, sampleRateHz: 16_000, port }, [port]]);
        setTimeout(pump, 0);
        return result;
      } as typeof post;
    },
    { base64: speech, wantedMs: minutes * 60_000, silentMs: pauseMs },
  );
}

/** The same for each kind of process, in MiB. */
function byKind(processes: readonly ProcessMemory[]): string {
  const sums = new Map<string, number>();
  for (const { kind, anonymousKiB } of processes) sums.set(kind, (sums.get(kind) ?? 0) + anonymousKiB);
  return [...sums].map(([kind, kiB]) => `${kind} ${Math.round(kiB / 1024)}`).join(', ');
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
