/** A long dictation, faster than it could be spoken: a microphone's ports are fed as fast as the recogniser follows. */
import { execFileSync } from 'node:child_process';
import type { Page } from '@playwright/test';
import { openUtter, startBrowser } from './browser';

export interface Soak {
  readonly minutes: number;
  /** From the first tenth of the dictation to its last, of all processes of the browser together. */
  readonly rssGrowthPct: number;
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
  log(line: string): void;
}

/** Silence between two repetitions, so that utterances end. */
const pauseMs = 1500;

export async function soak({ address, profile, speech, minutes, log }: SoakParts): Promise<Soak> {
  const browser = await startBrowser(profile, '/dev/null');
  try {
    const { page } = browser;
    await feedMicrophone(page, speech, minutes);
    await openUtter(page, address, { backend: 'wasm' });
    const tensorsBefore = await tensors(page);
    await page.getByRole('button', { name: 'Start dictation' }).click();
    const samples: { readonly atMs: number; readonly rssKiB: number }[] = [];
    const wantedMs = minutes * 60_000;
    for (let doneMs = 0, loggedMinutes = 0; doneMs < wantedMs; ) {
      await page.waitForTimeout(1000);
      doneMs = await page.evaluate(() => (globalThis as unknown as { fedForProof: { doneMs: number } }).fedForProof.doneMs);
      samples.push({ atMs: doneMs, rssKiB: groupRssKiB(browser.processId) });
      if (doneMs / 60_000 < loggedMinutes + 5) continue;
      loggedMinutes = Math.floor(doneMs / 60_000);
      log(`${loggedMinutes} minutes: ${Math.round(samples.at(-1)!.rssKiB / 1024)} MiB`);
    }
    await page.getByRole('button', { name: 'Start dictation', disabled: false }).waitFor({ timeout: 120_000 });
    const words = (await page.getByRole('log', { name: 'Finished text' }).innerText()).split(/\s+/).length;
    const between = (from: number, to: number): number =>
      median(samples.filter(({ atMs }) => atMs >= from * wantedMs && atMs <= to * wantedMs).map(({ rssKiB }) => rssKiB));
    const [early, late] = [between(0.05, 0.15), between(0.9, 1)];
    return {
      minutes,
      rssGrowthPct: Math.round((late / early - 1) * 1000) / 10,
      tensorGrowth: (await tensors(page)) - tensorsBefore,
      words,
    };
  } finally {
    await browser.kill();
  }
}

/** Tensors that the speech worker holds: TensorFlow.js keeps its engine as a global of its thread. */
async function tensors(page: Page): Promise<number> {
  for (const worker of page.workers()) {
    const count = await worker.evaluate(
      () => (globalThis as unknown as { _tfengine?: { state: { numTensors: number } } })._tfengine?.state.numTensors ?? null,
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
      const ports: MessagePort[] = [];
      let sentSamples = 0;

      const pump = (): void => {
        const wantedSamples = wantedMs * 16;
        while (sentSamples < wantedSamples && sentSamples / 16 < fed.doneMs + 5000) {
          const start = sentSamples % round.length;
          const samples = round.slice(start, Math.min(start + 2048, round.length));
          for (const port of ports) port.postMessage({ type: 'block', samples });
          sentSamples += samples.length;
          if (sentSamples >= wantedSamples) for (const port of ports) port.postMessage({ type: 'end' });
        }
      };
      const replaced = (): MessagePort => {
        const { port1, port2 } = new MessageChannel();
        // Blocks come back to be filled again: unread they would pile up here.
        port1.onmessage = () => {};
        ports.push(port1);
        return port2;
      };
      const post = Worker.prototype.postMessage;
      Worker.prototype.postMessage = function (this: Worker, message: unknown, ...rest: unknown[]) {
        const request = message as { type?: string; port?: MessagePort; audio?: { kind: string; port?: MessagePort } };
        if (request.type === 'begin' && request.audio?.kind === 'samples') {
          const port = replaced();
          const audio = { ...request.audio, sampleRateHz: 16_000, port };
          return Reflect.apply(post, this, [{ ...request, audio }, [port]]);
        }
        if (request.type !== 'start') return Reflect.apply(post, this, [message, ...rest]);
        const port = replaced();
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

/** Resident memory of a process group; what its processes share is counted for each. */
function groupRssKiB(groupId: number): number {
  const lines = execFileSync('ps', ['-A', '-o', 'pgid=,rss='], { encoding: 'utf8' }).trim().split('\n');
  return lines
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([group]) => group === groupId)
    .reduce((sum, [, rss = 0]) => sum + rss, 0);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
