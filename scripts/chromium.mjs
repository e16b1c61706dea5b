/** Finds a Chromium that the end-to-end tests can drive. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const { env, platform } = process;

/** Where each system keeps browsers of the Chromium family. */
function systemCandidates() {
  if (platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((root) => root !== undefined);
    const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
    return programs.flatMap((program) => roots.map((root) => path.join(root, program)));
  }
  const names = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser', 'microsoft-edge'];
  const folders = (env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

/** Ubuntu's `chromium-browser` is a stub that asks for a snap; only a real browser tells its version. */
function isRunnable(executable) {
  if (!existsSync(executable)) return false;
  if (platform === 'win32') return true; // `chrome.exe --version` opens a window there
  return spawnSync(executable, ['--version'], { timeout: 30_000 }).status === 0;
}

/** The executable Playwright downloaded for itself, if it did. */
async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test');
  const executable = chromium.executablePath();
  return executable !== '' && existsSync(executable) ? executable : undefined;
}

/**
 * Path of a Chromium: `CHROME_PATH`, else Playwright's own, else the system's.
 * @returns {Promise<string | undefined>}
 */
export async function findChromium() {
  if (env.CHROME_PATH !== undefined && env.CHROME_PATH !== '') {
    if (isRunnable(env.CHROME_PATH)) return env.CHROME_PATH;
    throw new Error(`CHROME_PATH is ${env.CHROME_PATH}, which does not run. Unset it or point it at a Chromium.`);
  }
  return (await playwrightsOwn()) ?? systemCandidates().find(isRunnable);
}
