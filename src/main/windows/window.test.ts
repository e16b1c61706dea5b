import { beforeEach, describe, expect, it, vi } from 'vitest';
import { BrowserWindow } from '../fixtures/electron';
import { memoryLog } from '../fixtures/log';
import { createWindow } from './window';

vi.mock('electron', () => import('../fixtures/electron'));

describe('window', () => {
  beforeEach(() => void (BrowserWindow.opened.length = 0));
  const open = (isHidden = false) => {
    const onPageLost = vi.fn();
    createWindow({ preload: '/p', icon: '/i', takesFocus: false, isHidden, log: memoryLog(), onPageLost });
    const window = BrowserWindow.opened[0]!;
    const die = (reason: string): void => void window.webContents.emit('render-process-gone', {}, { reason, exitCode: 1 });
    return { window, onPageLost, die };
  };

  it('[S59] the listening page is not throttled, and opens without the focus when a command opened it', () => {
    const { window } = open();
    expect(window.options.webPreferences).toMatchObject({ backgroundThrottling: false });
    window.emit('ready-to-show');
    expect(window.calls).toEqual(['showInactive']);
  });

  it('[H50] at login it waits in the tray', () => {
    const { window } = open(true);
    window.emit('ready-to-show');
    expect(window.calls).toEqual([]);
  });

  it('[S60] a page that dies is reported and loaded again, unless it does so again and again', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { window, onPageLost, die } = open();
    const reloads = (): number => window.calls.filter((call) => call === 'reload').length;
    for (let time = 0; time < 6; time++) die('crashed');
    expect([onPageLost.mock.calls.length, reloads()]).toEqual([6, 3]);
    vi.advanceTimersByTime(61_000);
    die('oom');
    expect(reloads()).toBe(4);
    die('clean-exit');
    expect([onPageLost.mock.calls.length, reloads()]).toEqual([7, 4]);
    vi.useRealTimers();
  });
});
