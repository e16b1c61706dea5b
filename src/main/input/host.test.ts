import { execFileSync, fork, spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isInstalled } from '../delivery/command';
import { deliverByPaste, type BorrowedClipboard } from '../delivery/transaction';
import { memoryLog } from '../fixtures/log';
import { createInputHost, type HostProcess } from './client';

const hostPath = fileURLToPath(new URL('./host.ts', import.meta.url));
const windowScript = fileURLToPath(new URL('../fixtures/window.tcl', import.meta.url));

/** The input host as a plain Node process: the code is the same, only the port differs from Electron's. */
function startNodeHost(env: NodeJS.ProcessEnv): HostProcess {
  const child = fork(hostPath, [], { execArgv: ['--import', 'tsx'], env });
  return {
    send: (request) => void child.send(request),
    onReply: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', listener),
    kill: () => void child.kill(),
  };
}

/** Why there is no X11 window to paste into on this machine, or null. */
function whyNoWindow(): string | null {
  if (process.platform !== 'linux') return 'this test drives X11';
  const missing = ['wish', 'xclip'].filter((program) => !isInstalled(program));
  if (!isInstalled('Xvfb') && !process.env['DISPLAY']) missing.push('Xvfb or a DISPLAY');
  return missing.length === 0 ? null : `not installed: ${missing.join(', ')}`;
}

const reason = whyNoWindow();
if (reason !== null) console.log(`Skipped, pasting into a real window: ${reason}.`);

describe('input host without a display', () => {
  it.skipIf(process.platform !== 'linux')('[P14] says so and lives on', async () => {
    const { DISPLAY: _display, ...env } = process.env;
    const host = createInputHost(() => startNodeHost(env), 20_000);
    await expect(host.press('paste')).rejects.toThrow('DISPLAY');
    await expect(host.press('paste')).rejects.toThrow('DISPLAY');
    host.dispose();
  });
});

describe.skipIf(reason !== null)('pasting into a real window', () => {
  const started: ChildProcess[] = [];
  let env: NodeJS.ProcessEnv = process.env;

  beforeAll(async () => {
    // An X server of our own where possible: the chord goes to whatever has the focus.
    if (!isInstalled('Xvfb')) return;
    const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '640x480x24'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    started.push(server);
    const display = await new Promise<string>((resolve, reject) => {
      server.stdio[3]?.once('data', (data: Buffer) => resolve(data.toString().trim()));
      server.once('exit', () => reject(new Error('Xvfb did not start')));
    });
    env = { ...process.env, DISPLAY: `:${display}`, LC_ALL: 'C.UTF-8' };
  });
  afterAll(() => started.forEach((child) => child.kill()));

  /** xclip as the clipboard, since Electron's is not at hand in Node. */
  const clipboard: BorrowedClipboard<string> = {
    save: () => clipboard.readText(),
    restore: (saved) => clipboard.writeText(saved),
    lendText: (text) => clipboard.writeText(text),
    readText: async () => execFileSync('xclip', ['-selection', 'clipboard', '-o'], { env, encoding: 'utf8' }),
    writeText: async (text) => {
      const owner = spawn('xclip', ['-selection', 'clipboard', '-quiet'], {
        env,
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      started.push(owner);
      owner.stdin.end(text);
      await sleep(200);
    },
  };

  async function openWindow(readsClipboardAfterMs = 0): Promise<{ text(): string; close(): void }> {
    const window = spawn('wish', [windowScript, String(readsClipboardAfterMs)], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started.push(window);
    let text = '';
    await new Promise<void>((resolve, reject) => {
      window.once('exit', (code) => reject(new Error(`wish ended with status ${code}`)));
      createInterface(window.stdout).on('line', (line) => {
        if (line === 'ready') resolve();
        const codes = /^text (.*)$/.exec(line)?.[1];
        if (codes !== undefined) text = String.fromCodePoint(...codes.split(',').filter(Boolean).map(Number));
      });
    });
    return { text: () => text.normalize(), close: () => void window.kill() };
  }

  it('[P15] the text arrives as it was said, Unicode included, and the clipboard is given back', async () => {
    const dictated = 'Grüße, “naïve” café — 日本語 $(x) `y` \\n 100 % ½';
    await clipboard.writeText('what the user had');
    const window = await openWindow();
    const host = createInputHost(() => startNodeHost(env), 20_000);
    const press = () => host.press('paste');
    const wait = (ms: number) => sleep(ms);
    try {
      expect(await deliverByPaste(dictated, { clipboard, press, log: memoryLog(), wait })).toEqual({
        state: 'pasted',
      });
      expect(window.text()).toBe(dictated);
      expect(await clipboard.readText()).toBe('what the user had');
      expect(await deliverByPaste(' And more.', { clipboard, press, log: memoryLog(), wait })).toEqual({
        state: 'pasted',
      });
      expect(window.text()).toBe(`${dictated} And more.`);
    } finally {
      host.dispose();
      window.close();
    }
  });

  it('[P1] an application that reads the clipboard late still gets the dictation', async () => {
    await clipboard.writeText('what the user had');
    const window = await openWindow(450);
    const host = createInputHost(() => startNodeHost(env), 20_000);
    const press = () => host.press('paste');
    const wait = (ms: number) => sleep(ms);
    try {
      await deliverByPaste('the dictation', { clipboard, press, log: memoryLog(), wait });
      await sleep(600);
      expect(window.text()).toBe('the dictation');
      expect(await clipboard.readText()).toBe('what the user had');
    } finally {
      host.dispose();
      window.close();
    }
  });

  it('[P13] after its process was killed the next paste works', async () => {
    const window = await openWindow();
    const children: HostProcess[] = [];
    const host = createInputHost(() => (children.push(startNodeHost(env)), children.at(-1) as HostProcess), 20_000);
    try {
      await clipboard.writeText('x');
      await host.press('paste');
      await sleep(300);
      const gone = new Promise<void>((resolve) => children[0]?.onExit(() => resolve()));
      children[0]?.kill();
      await gone;
      await host.press('paste');
      await sleep(300);
      expect(window.text()).toBe('xx');
    } finally {
      host.dispose();
      window.close();
    }
  });
});
