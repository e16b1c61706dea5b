import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('./start.mjs', import.meta.url));

/** `npm start` with the given folder as Electron's. */
function start(electronFolder: string, ...args: string[]): { child: ChildProcess; output(): string } {
  const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: electronFolder, CI: '1' };
  const child = spawn(process.execPath, [script, ...args], { env });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output += data.toString()));
  return { child, output: () => output };
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.on('close', (status) => resolve(status)));

// Both tests build, on a machine that may be busy.
describe('npm start', { timeout: 180_000 }, () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'utter-start-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('[H15] without Electron says so in one line and serves an isolated page until stopped', async () => {
    const { child, output } = start(folder);
    const url = await new Promise<string>((resolve, reject) => {
      child.on('close', () => reject(new Error(`ended early: ${output()}`)));
      child.stdout?.on('data', () => {
        const found = /http:\/\/localhost:\d+\//.exec(output())?.[0];
        if (found !== undefined) resolve(found);
      });
    });
    const lines = output().trim().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^Electron's binary can't be had \(.*\): serving the browser edition instead\.$/);
    expect(lines[1]).toBe('Building it …');
    const response = await fetch(url);
    expect(await response.text()).toContain('<title>Utter</title>');
    expect(response.headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
    expect(response.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
    const status = ended(child);
    child.kill('SIGINT');
    expect(await status).toBe(process.platform === 'win32' ? null : 0);
  });

  it.skipIf(process.platform === 'win32')('[H15] with Electron builds, opens it, and ends as it ends', async () => {
    const executable = process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
    const file = path.join(folder, executable);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, '#!/bin/sh\necho "opened: $*"\nexit 7\n');
    chmodSync(file, 0o755);
    const { child, output } = start(folder, '--toggle');
    expect(await ended(child)).toBe(7);
    const root = path.dirname(path.dirname(script));
    expect(output()).toMatch(/^Building the app …/);
    expect(output()).toMatch(new RegExp(`opened: .*${root.replaceAll('.', '\\.')}/? --toggle`));
  });
});
