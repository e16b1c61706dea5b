import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { memoryLog } from '../fixtures/log';
import { createTargetFinder, type TargetHost } from './target';

vi.mock('node:timers/promises', async (original) => {
  const real = await original<{ setTimeout: typeof sleep }>();
  return { ...real, setTimeout: vi.fn(real.setTimeout) };
});

const found = (
  platform: NodeJS.Platform,
  outputs: Record<string, string>,
  installed: readonly string[] = ['xprop'],
  isX11 = true,
  sessionId?: string,
) => {
  const run: TargetHost['run'] = async (program, args) => {
    const output = outputs[[program, ...args].join(' ')] ?? outputs[program];
    if (output === undefined) throw new Error(`${program} ${args.join(' ')}: no such window`);
    return Buffer.from(output);
  };
  const log = memoryLog();
  const finder = createTargetFinder({ platform, isX11, log, run, sessionId, isInstalled: (name) => installed.includes(name) });
  return { finder, log };
};

describe('target', () => {
  it('[P20] on X11 it is the active window, with instance and class', async () => {
    const { finder } = found('linux', {
      'xprop -root _NET_ACTIVE_WINDOW': '_NET_ACTIVE_WINDOW(WINDOW): window id # 0x1c00003\n',
      'xprop -id 0x1c00003 WM_CLASS': 'WM_CLASS(STRING) = "gnome-terminal-server", "Gnome-terminal"\n',
    });
    const names = ['gnome-terminal-server', 'gnome-terminal'];
    expect(await finder.find()).toEqual({ state: 'window', id: '0x1c00003', names });
  });

  it('[P20] xdotool stands in for xprop', async () => {
    const outputs = { 'xdotool getactivewindow': '2097166\n', 'xdotool getwindowclassname 2097166': 'XTerm\n' };
    const { finder } = found('linux', outputs, ['xdotool']);
    expect(await finder.find()).toEqual({ state: 'window', id: '2097166', names: ['xterm'] });
  });

  it('[P24] no active window is not the same as not knowing', async () => {
    const active = (answer: string) => ({ 'xprop -root _NET_ACTIVE_WINDOW': answer });
    const none = found('linux', active('_NET_ACTIVE_WINDOW(WINDOW): window id # 0x0\n'));
    expect(await none.finder.find()).toEqual({ state: 'none' });
    for (const { finder } of [
      found('linux', active('_NET_ACTIVE_WINDOW:  not found.\n')),
      found('linux', {}, []),
      found('linux', {}, ['xprop'], false),
    ]) {
      expect(await finder.find()).toEqual({ state: 'unknown' });
    }
  });

  it('[P20] a window that goes while it is looked at, or a desktop that hangs, holds nothing up', async () => {
    const gone = found('linux', { 'xprop -root _NET_ACTIVE_WINDOW': 'window id # 0x1c00003' });
    expect(await gone.finder.find()).toEqual({ state: 'unknown' });
    expect(gone.log.lines).toHaveLength(1);
    const run = () => new Promise<Buffer>(() => undefined);
    const hanging = createTargetFinder({ platform: 'linux', isX11: true, log: memoryLog(), run, isInstalled: () => true });
    expect(await hanging.find()).toEqual({ state: 'unknown' });
    expect(vi.mocked(sleep).mock.lastCall?.[0]).toBe(1500);
  });

  it('[P20] where looking comes to nothing, the window of the dictation’s end stands in, and only for that dictation', async () => {
    let isBusy = false;
    const run: TargetHost['run'] = async (_, args) => {
      if (isBusy) throw new Error('no answer');
      return Buffer.from(args[0] === '-root' ? 'window id # 0x1c00003' : 'WM_CLASS(STRING) = "xterm", "XTerm"');
    };
    const finder = createTargetFinder({ platform: 'linux', isX11: true, log: memoryLog(), run, isInstalled: () => true });
    finder.prepare();
    await new Promise((resolve) => setTimeout(resolve, 0));
    isBusy = true;
    expect(await finder.find()).toEqual({ state: 'window', id: '0x1c00003', names: ['xterm', 'xterm'] });
    expect(await finder.find()).toEqual({ state: 'unknown' });
  });

  it('[P20] on macOS it is the application in front, by its bundle', async () => {
    const { finder } = found('darwin', {
      'lsappinfo front': 'ASN:0x0-0x2a02a:\n',
      lsappinfo: '"CFBundleIdentifier"="com.apple.Terminal"\n',
    });
    expect(await finder.find()).toEqual({ state: 'window', id: 'ASN:0x0-0x2a02a:', names: ['com.apple.terminal'] });
  });

  it('[P20] on Windows, where looking is slow, it begins while the last words are written', async () => {
    let asked = 0;
    const run = async () => (asked++, Buffer.from('67890 open WindowsTerminal\r\n'));
    const finder = createTargetFinder({ platform: 'win32', isX11: false, log: memoryLog(), run });
    finder.prepare();
    expect(asked).toBe(1);
    expect(await finder.find()).toEqual({ state: 'window', id: '67890', names: ['windowsterminal'] });
    expect(asked).toBe(1);
    await finder.find();
    expect(asked, 'an answer is used once').toBe(2);
  });

  it.each([
    ['67890 elevated Taskmgr', 'administrator'],
    ['67890 password firefox', 'password field'],
    ['67890 elevated LogonUI', 'locked'],
    ['67890 open LockApp', 'locked'],
  ])('[P42] on Windows “%s” is no place to type into', async (answer, reason) => {
    const { finder } = found('win32', { 'powershell.exe': `${answer}\r\n` });
    expect(await finder.find()).toEqual({ state: 'barred', reason: expect.stringContaining(reason) as string });
  });

  it.each([
    ['"kCGSSessionSecureInputPID"=4711', 'Secure Input'],
    ['"CGSSessionScreenIsLocked"=Yes', 'locked'],
  ])('[P42] on macOS a session with %s is no place to type into', async (session, reason) => {
    const { finder } = found('darwin', { ioreg: `"IOConsoleUsers" = ({${session},"kCGSSessionUserNameKey"="me"})` });
    expect(await finder.find()).toEqual({ state: 'barred', reason: expect.stringContaining(reason) as string });
  });

  it('[P42] on Linux a session that systemd calls locked is no place to type into, on X11 and Wayland', async () => {
    const locked = 'loginctl show-session 7 --property=LockedHint';
    const front = { 'xprop -root _NET_ACTIVE_WINDOW': 'window id # 0x1', 'xprop -id 0x1 WM_CLASS': '"a", "A"' };
    for (const isX11 of [true, false]) {
      const programs = ['xprop', 'loginctl'];
      const { finder } = found('linux', { ...front, [locked]: 'LockedHint=yes\n' }, programs, isX11, '7');
      expect(await finder.find()).toMatchObject({ state: 'barred', reason: 'The screen is locked.' });
    }
    const open = found('linux', { ...front, [locked]: 'LockedHint=no\n' }, ['xprop', 'loginctl'], true, '7');
    expect(await open.finder.find()).toMatchObject({ state: 'window', id: '0x1' });
    const unknown = found('linux', front, ['xprop', 'loginctl'], true, '7');
    expect(await unknown.finder.find(), 'a login manager that does not answer').toMatchObject({ state: 'window' });
  });
});
