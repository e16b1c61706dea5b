import { beforeEach, describe, expect, it, vi } from 'vitest';
import { BrowserWindow, screenState } from '../fixtures/electron';
import { memoryLog } from '../fixtures/log';
import { createOverlayWindow, overlayBounds } from './window';

vi.mock('electron', () => import('../fixtures/electron'));

const frame = {
  view: { state: 'listening', committed: 'hello', tentative: '', levelDb: -30, notice: null },
  theme: 'system',
  language: 'system',
} as const;

describe('overlay window', () => {
  beforeEach(() => void (BrowserWindow.opened.length = 0));
  const open = () => {
    const overlay = createOverlayWindow('/preload.cjs', memoryLog());
    return { overlay, window: BrowserWindow.opened[0]! };
  };

  it('[U43] can’t take the focus or clicks, and is above all else, in no task bar and not throttled', () => {
    const { overlay, window } = open();
    expect(window.options).toMatchObject({ focusable: false, alwaysOnTop: true, skipTaskbar: true, show: false });
    expect(window.options.webPreferences).toMatchObject({
      backgroundThrottling: false,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    });
    overlay.show(frame);
    overlay.show(frame);
    overlay.hide();
    expect(window.calls.filter((call) => /show|focus|hide|setIgnoreMouseEvents/.test(call))).toEqual([
      'setIgnoreMouseEvents true',
      'showInactive',
      'hide',
    ]);
    expect(window.sent).toEqual([
      ['overlayFrame', frame],
      ['overlayFrame', frame],
    ]);
  });

  it('[H63] is raised above what fills the screen each time it appears, without being made active', () => {
    const { overlay, window } = open();
    const shown = ['showInactive', 'setAlwaysOnTop true screen-saver', 'moveTop'];
    overlay.show(frame);
    overlay.show(frame);
    overlay.hide();
    overlay.show(frame);
    const calls = window.calls.filter((call) => /show|Top|focus|hide/.test(call));
    expect(calls).toEqual([...shown, 'hide', ...shown]);
  });

  it('[H63] lies within the work area also after its display was given another scale', () => {
    const { overlay, window } = open();
    const { display } = screenState;
    overlay.show(frame);
    screenState.display = { ...display, workArea: { x: 0, y: 0, width: 960, height: 500 } };
    overlay.show(frame);
    overlay.show(frame);
    const places = window.calls.filter((call) => call.startsWith('setBounds'));
    expect(places).toEqual(
      [display, screenState.display].map(({ workArea }) => `setBounds ${JSON.stringify(overlayBounds(workArea))}`),
    );
    screenState.display = display;
  });

  it('[U44] follows the pointer to another display, also while it is shown', () => {
    const { overlay, window } = open();
    overlay.show(frame);
    overlay.show(frame);
    const other = { id: 2, workArea: { x: 1920, y: 0, width: 1280, height: 1024 } };
    screenState.display = other;
    overlay.show(frame);
    const places = window.calls.filter((call) => call.startsWith('setBounds'));
    expect(places).toHaveLength(2);
    expect(places[1]).toBe(`setBounds ${JSON.stringify(overlayBounds(other.workArea))}`);
  });

  it.each([
    { x: 0, y: 25, width: 1440, height: 875 },
    { x: -1920, y: 200, width: 1920, height: 1040 },
    { x: 0, y: 0, width: 400, height: 300 },
  ])('[U44] lies within the work area %j, in the middle', (area) => {
    const { x, y, width, height } = overlayBounds(area);
    expect(x).toBeGreaterThanOrEqual(area.x);
    expect(x + width).toBeLessThanOrEqual(area.x + area.width);
    expect(y).toBeGreaterThanOrEqual(area.y);
    expect(y + height).toBeLessThanOrEqual(area.y + area.height);
    expect(Math.abs(x + width / 2 - (area.x + area.width / 2))).toBeLessThanOrEqual(1);
  });
});
