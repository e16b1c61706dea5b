/** The browser edition in a real Chromium whose process can be killed at any moment. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { preview } from 'vite';
import { findChromium } from '../../scripts/chromium.mjs';

const root = path.resolve(import.meta.dirname, '../..');

export interface Site {
  readonly address: string;
  close(): Promise<void>;
}

/** Serves `dist/web`, or the build that UTTER_SITE names, as a user's server would. */
export async function serveSite(): Promise<Site> {
  const server = await preview({
    configFile: path.join(root, 'vite.web.config.ts'),
    configLoader: 'runner',
    logLevel: 'error',
    ...(process.env.UTTER_SITE !== undefined && { build: { outDir: path.resolve(process.env.UTTER_SITE) } }),
    preview: { port: 4390, strictPort: false },
  });
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error('The server has no address.');
  return { address, close: () => server.close() };
}

export interface RunningBrowser {
  readonly page: Page;
  readonly processId: number;
  /** SIGKILL for the browser's whole process group: no process of it gets to say or write anything more. */
  kill(): Promise<void>;
}

/**
 * Starts Chromium with a profile that outlives it.
 * @param microphone WAV file that the fake microphone plays over and over
 */
export async function startBrowser(
  profile: string,
  microphone: string,
  extraArgs: readonly string[] = [],
): Promise<RunningBrowser> {
  const executable = await findChromium();
  if (executable === undefined) throw new Error('No Chromium found: set CHROME_PATH.');
  const portFile = path.join(profile, 'DevToolsActivePort');
  await rm(portFile, { force: true });
  const child = spawn(
    executable,
    [
      '--headless=new',
      '--no-sandbox',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--remote-debugging-port=0',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${microphone}`,
      `--user-data-dir=${profile}`,
      ...extraArgs,
      'about:blank',
    ],
    // A group of its own, so that killing it takes every process of the browser and no other.
    { detached: true, stdio: 'ignore' },
  );
  const browser = await connected(child, portFile);
  const page = browser.contexts()[0]?.pages()[0];
  if (page === undefined || child.pid === undefined) throw new Error('The browser has no page.');
  const { pid } = child;
  // tsx marks functions with their names by a helper that the page does not have.
  await page.addInitScript('globalThis.__name ??= (named) => named');
  return {
    page,
    processId: pid,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      process.kill(-pid, 'SIGKILL');
      await gone;
      await browser.close().catch(() => undefined);
    },
  };
}

async function connected(child: ChildProcess, portFile: string): Promise<Browser> {
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) throw new Error(`Chromium ended with ${child.exitCode}.`);
    const port = (await readFile(portFile, 'utf8').catch(() => '')).split('\n')[0];
    if (port) return chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('Chromium did not open its debugging port within a minute.');
}

/** Waits until a model is loaded; live words alone unless the settings say otherwise. */
export async function openUtter(page: Page, address: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  await page.addInitScript(
    (json) => {
      if (localStorage.getItem('utter.settings') === null) localStorage.setItem('utter.settings', json);
    },
    JSON.stringify({ isGuideSeen: true, finalTier: 'none', ...settings }),
  );
  await page.goto(address);
  await page.getByRole('status').filter({ hasText: 'nothing leaves' }).waitFor({ timeout: 180_000 });
}
