/** Microphones of a PulseAudio server of our own, which can be muted and taken away: what Chromium's fake ones can't be. */
import { chromium, expect, test } from '@playwright/test';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UtterWindow } from './utter-window';

const programs = ['pulseaudio', 'pactl', 'pacat'];
const folders = (process.env['PATH'] ?? '').split(path.delimiter);
const missing = programs.filter((name) => !folders.some((folder) => existsSync(path.join(folder, name))));
if (missing.length > 0) console.log(`Skipped, microphones of PulseAudio: not installed: ${missing.join(', ')}.`);

test.describe('microphones of PulseAudio', () => {
  test.skip(missing.length > 0, `not installed: ${missing.join(', ')}`);
  let folder: string;
  let env: NodeJS.ProcessEnv;
  const started: ChildProcess[] = [];
  const pactl = (...args: string[]): string => execFileSync('pactl', args, { env, encoding: 'utf8' }).trim();
  const plugIn = (): string =>
    pactl(
      'load-module',
      'module-remap-source',
      'source_name=usb',
      'master=room.monitor',
      'source_properties=device.description=Usb',
    );

  test.beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'utter-pulse-'));
    const socket = path.join(folder, 'socket');
    env = { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_RUNTIME_PATH: folder, PULSE_SERVER: `unix:${socket}` };
    const modules = [`module-native-protocol-unix auth-anonymous=1 socket=${socket}`, 'module-null-sink sink_name=room'];
    started.push(
      spawn('pulseaudio', ['-n', '--exit-idle-time=-1', ...modules.map((module) => `--load=${module}`)], {
        env,
        stdio: 'ignore',
      }),
    );
    await expect.poll(() => existsSync(socket)).toBe(true);
    await expect.poll(() => attempt(() => pactl('info'))).toBe(true);
    // A room's own noise (synthesised speech has none in its pauses, as behind a noise gate), and somebody who speaks in it.
    started.push(spawn('pacat', ['--device=room', '--volume=6553', '--raw', '/dev/urandom'], { env, stdio: 'ignore' }));
    const speech = path.join(import.meta.dirname, 'fixtures/speech.wav');
    started.push(
      spawn('sh', ['-c', `while paplay --device=room '${speech}'; do :; done`], { env, stdio: 'ignore', detached: true }),
    );
  });
  test.afterAll(() => {
    for (const child of started.toReversed()) {
      if (child.pid !== undefined) attempt(() => process.kill(child.spawnargs[0] === 'sh' ? -child.pid! : child.pid!));
    }
    rmSync(folder, { recursive: true, force: true });
  });

  test('[S125, S128, S129] one that is muted or silent is named within seconds, and one that is taken away costs no dictation', async ({
    baseURL,
  }) => {
    const module = plugIn();
    pactl('set-default-source', 'usb');
    const browser = await chromium.launch({
      ...test.info().project.use.launchOptions,
      args: ['--no-sandbox', '--use-fake-ui-for-media-stream', '--disable-background-networking'],
      env: env as Record<string, string>,
    });
    try {
      const context = await browser.newContext();
      await context.addInitScript(() => localStorage.setItem('utter.settings', '{"isGuideSeen":true,"finalTier":"none"}'));
      const window = new UtterWindow(await context.newPage());
      await window.page.goto(baseURL!);
      await window.ready();
      await window.startDictation();
      await window.page.waitForTimeout(4000);
      await expect(window.status).toContainText('Listening to');
      pactl('set-source-mute', 'usb', '1');
      await expect(window.status).toContainText('muted by the system', { timeout: 4000 });
      pactl('set-source-mute', 'usb', '0');
      await expect(window.status).toContainText('Listening to', { timeout: 3000 });
      pactl('set-sink-mute', 'room', '1');
      await expect(window.status).toContainText('Nothing is heard', { timeout: 5000 });
      pactl('set-sink-mute', 'room', '0');
      await expect(window.status).toContainText('Listening to', { timeout: 3000 });
      const before = (await window.words()).length;
      pactl('unload-module', module);
      // PulseAudio has another one take its place; where it has none, the device is away.
      await window.page.waitForTimeout(3000);
      plugIn();
      pactl('set-default-source', 'usb');
      await expect(window.status).toContainText('Listening to', { timeout: 8000 });
      await window.page.waitForTimeout(6000);
      await window.stopDictation();
      expect((await window.words()).length, 'words of after it came back').toBeGreaterThan(before);
    } finally {
      await browser.close();
    }
  });
});

function attempt(action: () => unknown): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}
