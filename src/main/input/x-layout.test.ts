import { execFileSync, fork, spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isInstalled } from '../delivery/command';
import type { HookReply, HookRequest } from './messages';
import { keycodeOf, keyNameAt, readKeyboard, withDisplay, type XKeyboard } from './x-layout';

const programs = ['Xvfb', 'setxkbmap', 'xkbcomp', 'xdotool'];
const missing = process.platform === 'linux' ? programs.filter((name) => !isInstalled(name)) : ['X11'];
if (missing.length > 0) console.log(`Skipped, keyboard layouts: not installed: ${missing.join(', ')}.`);

/** Where keyboards have what the American layout calls so. */
const position = { q: 24, y: 29, v: 55, z: 52, k: 45, period: 60, one: 10, semicolon: 47 } as const;
const v = 'v'.charCodeAt(0);

describe.skipIf(missing.length > 0)('keyboard layouts of an X server', () => {
  const started: ChildProcess[] = [];
  beforeAll(async () => {
    const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '320x240x24', '-nolisten', 'tcp', '-noreset'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    started.push(server);
    const display = await new Promise<string>((resolve) => {
      server.stdio[3]?.once('data', (data: Buffer) => resolve(data.toString().trim()));
    });
    vi.stubEnv('DISPLAY', `:${display}`);
  });
  afterAll(() => {
    for (const child of started) child.kill();
    vi.unstubAllEnvs();
  });
  const read = (...layout: string[]): Promise<XKeyboard> => {
    execFileSync('setxkbmap', layout, { stdio: 'ignore' });
    return withDisplay(readKeyboard);
  };

  it('[P40] the paste key is the one that writes V, whatever the layout', async () => {
    expect(keycodeOf(await read('us'), v)).toBe(position.v);
    expect(keycodeOf(await read('us', 'dvorak'), v), 'what Americans call the full stop').toBe(position.period);
    expect(keycodeOf(await read('de'), v)).toBe(position.v);
    expect(keycodeOf(await read('ru'), v), 'nothing writes V').toBeNull();
    expect(keycodeOf(await read('us,ru'), v)).toBe(position.v);
    expect(keycodeOf(await read('-layout', 'us,us', '-variant', ',dvorak'), v), 'the layout in use, not the other').toBe(
      position.v,
    );
  });

  it('[H60] keys are called by what they write', async () => {
    const names = (keyboard: XKeyboard, ...keys: (keyof typeof position)[]) =>
      keys.map((key) => keyNameAt(keyboard, position[key]));
    expect(names(await read('us'), 'q', 'y', 'z', 'one', 'semicolon')).toEqual(['Q', 'Y', 'Z', '1', 'Semicolon']);
    expect(names(await read('de'), 'y', 'z', 'semicolon')).toEqual(['Z', 'Y', null]);
    expect(names(await read('fr'), 'q', 'one'), 'digits are written with Shift').toEqual(['A', '1']);
    expect(names(await read('us', 'dvorak'), 'k', 'period', 'q')).toEqual(['T', 'V', 'Quote']);
    expect(names(await read('ru,us'), 'q', 'y'), 'shortcuts go by the layout that has Latin letters').toEqual(['Q', 'Y']);
  });

  it('[H60] the hook hears the key that the system’s shortcut would, also after the layout has changed', async () => {
    await read('us');
    const child = fork(fileURLToPath(new URL('hook-host.ts', import.meta.url)), [], { execArgv: ['--import', 'tsx'] });
    started.push(child);
    const told: HookReply[] = [];
    child.on('message', (reply: HookReply) => told.push(reply));
    const request: HookRequest = { type: 'watch', bindings: [{ id: 'dictate', accelerator: 'Control+Shift+Z' }] };
    child.send(request);
    await vi.waitFor(() => expect(told).toContainEqual({ type: 'ready' }), 20_000);
    const press = async (keycode: number): Promise<string[]> => {
      const from = told.length;
      const keys = ['37', '50', String(keycode)];
      execFileSync('xdotool', [
        ...keys.flatMap((key) => ['keydown', key]),
        ...keys.toReversed().flatMap((key) => ['keyup', key]),
      ]);
      await sleep(400);
      return told.slice(from).flatMap((reply) => (reply.type === 'pressed' || reply.type === 'released' ? [reply.type] : []));
    };
    expect(await press(position.z)).toEqual(['pressed', 'released']);
    expect(await press(position.y)).toEqual([]);
    execFileSync('setxkbmap', ['de'], { stdio: 'ignore' });
    await sleep(500);
    expect(await press(position.y), 'the key that is labelled Z').toEqual(['pressed', 'released']);
    expect(await press(position.z)).toEqual([]);
  }, 60_000);
});
