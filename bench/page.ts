/** `npm run bench -- page`: the browser edition, how much it is to load, when it can be used, and how long it keeps its page waiting. */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { serveSite, startBrowser } from '../proofs/browser/browser';
import { findChromium } from '../scripts/chromium.mjs';

const site = path.resolve(import.meta.dirname, '../dist/web');
const speech = path.resolve(import.meta.dirname, '../e2e/fixtures/speech.wav');

type PageResult =
  | {
      readonly state: 'measured';
      readonly bundle: {
        /** Pages, styles, scripts and WebAssembly but ONNX Runtime's; much of it is only fetched when it is needed. */
        readonly codeBytes: number;
        /** ONNX Runtime, which is fetched with a model of another project only. */
        readonly onnxRuntimeBytes: number;
        readonly codeGzipBytes: number;
        /** What the page itself asks for before anything else. */
        readonly firstBytes: number;
      };
      readonly visits: readonly Visit[];
    }
  | { readonly state: 'skipped'; readonly reason: string };

/** Times are from the navigation's start. */
interface Visit {
  /** The second one finds what the browser has cached. */
  readonly visit: 'first' | 'second';
  readonly firstPaintMs: number;
  /** The dictation button can be pressed; speech is taken from then on. */
  readonly interactiveMs: number;
  /** A model is loaded and has passed its self-test. */
  readonly readyMs: number;
  /** Longest stretch in which the page answered nothing; 0 when none was above 50 ms. */
  readonly longestTaskMs: number;
  readonly longestTaskDictatingMs: number;
}

const dictationMs = 6000;

async function measurePage(): Promise<PageResult> {
  if ((await findChromium()) === undefined) return { state: 'skipped', reason: 'there is no Chromium here: set CHROME_PATH' };
  const server = await serveSite();
  const profile = await mkdtemp(path.join(tmpdir(), 'utter-bench-profile-'));
  try {
    const browser = await startBrowser(profile, speech);
    try {
      await browser.page.addInitScript(watchPage);
      const first = await visit(browser.page, server.address, 'first');
      const second = await visit(browser.page, server.address, 'second');
      return { state: 'measured', bundle: await bundleSize(), visits: [first, second] };
    } finally {
      await browser.kill();
    }
  } finally {
    await server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What the page notes about itself. */
interface PageMarks {
  interactiveMs: number;
  readyMs: number;
  longestTaskMs: number;
}

/** Runs in the page, before its own scripts. */
function watchPage(): void {
  const marks: PageMarks = { interactiveMs: 0, readyMs: 0, longestTaskMs: 0 };
  Object.assign(globalThis, { utterMarks: marks });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) marks.longestTaskMs = Math.max(marks.longestTaskMs, duration);
  }).observe({ type: 'longtask', buffered: true });
  const look = (): void => {
    const button = document.querySelector<HTMLButtonElement>(
      'button[aria-label="Start dictation"], button[title="Start dictation"]',
    );
    if (marks.interactiveMs === 0 && button?.disabled === false) marks.interactiveMs = performance.now();
    const status = document.querySelector('[role="status"], output')?.textContent ?? '';
    if (marks.readyMs === 0 && status.includes('nothing leaves')) marks.readyMs = performance.now();
    if (marks.readyMs === 0) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function visit(page: Page, address: string, name: Visit['visit']): Promise<Visit> {
  // The first-run guide would lie above the button; what is measured is live words.
  await page.addInitScript(
    (json) => {
      if (localStorage.getItem('utter.settings') === null) localStorage.setItem('utter.settings', json);
    },
    JSON.stringify({ isGuideSeen: true, finalTier: 'none' }),
  );
  await page.goto(address);
  await page.getByRole('status').filter({ hasText: 'nothing leaves' }).waitFor({ timeout: 180_000 });
  const takeMarks = (): Promise<PageMarks> =>
    page.evaluate(() => {
      const { utterMarks } = globalThis as unknown as { utterMarks: PageMarks };
      const taken = { ...utterMarks };
      utterMarks.longestTaskMs = 0;
      return taken;
    });
  await page.waitForFunction(() => (globalThis as unknown as { utterMarks: PageMarks }).utterMarks.readyMs > 0);
  const loaded = await takeMarks();
  const firstPaintMs = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN);
  await page.getByRole('button', { name: 'Start dictation' }).click();
  await page.waitForTimeout(dictationMs);
  const dictated = await takeMarks();
  await page.getByRole('button', { name: 'Stop dictation' }).click();
  await page.getByRole('button', { name: 'Start dictation' }).waitFor();
  const { interactiveMs, readyMs, longestTaskMs } = loaded;
  return { visit: name, firstPaintMs, interactiveMs, readyMs, longestTaskMs, longestTaskDictatingMs: dictated.longestTaskMs };
}

async function bundleSize(): Promise<Extract<PageResult, { state: 'measured' }>['bundle']> {
  const entries = await readdir(site, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.(html|css|m?js|wasm)$/.test(entry.name));
  let codeBytes = 0;
  let codeGzipBytes = 0;
  let onnxRuntimeBytes = 0;
  for (const { parentPath, name } of files) {
    const bytes = await readFile(path.join(parentPath, name));
    if (name.startsWith('ort')) {
      onnxRuntimeBytes += bytes.length;
      continue;
    }
    codeBytes += bytes.length;
    codeGzipBytes += gzipSync(bytes).length;
  }
  const page = await readFile(path.join(site, 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:src|href)="\.?\/?([^"]+\.(?:m?js|css))"/g)].map(([, file]) => file!);
  const sizes = await Promise.all(named.map(async (file) => (await stat(path.join(site, file))).size));
  return {
    codeBytes,
    codeGzipBytes,
    onnxRuntimeBytes,
    firstBytes: Buffer.byteLength(page) + sizes.reduce((sum, size) => sum + size, 0),
  };
}

const measured = await measurePage();
console.log(measured.state === 'measured' ? described(measured) : measured.reason);
console.log(JSON.stringify(measured));

function described({ bundle, visits }: Extract<PageResult, { state: 'measured' }>): string {
  const lines = visits.map(
    ({ visit: which, interactiveMs, readyMs, longestTaskMs, longestTaskDictatingMs }) =>
      `${which} visit: interactive after ${Math.round(interactiveMs)} ms, ready after ${Math.round(readyMs)} ms, ` +
      `longest task ${Math.round(longestTaskMs)} ms, while dictating ${Math.round(longestTaskDictatingMs)} ms`,
  );
  const [code, zipped, runtime] = [bundle.codeBytes, bundle.codeGzipBytes, bundle.onnxRuntimeBytes].map((bytes) =>
    (bytes / 1e6).toFixed(2),
  );
  return [`bundle: ${code} MB, ${zipped} MB gzipped; ONNX Runtime ${runtime} MB`, ...lines].join('\n');
}
