import { BrowserWindow, screen, type Rectangle } from 'electron';
import { overlayChannel } from '../../platform/overlay';
import type { Log } from '../log';
import { appOrigin } from '../origin';
import { pagePreferences } from '../windows/page-preferences';
import type { OverlayWindow } from './presenter';

/** In CSS pixels; the page fills it from below and leaves the rest clear. */
const size = { width: 620, height: 132 };
const fromBottom = 48;

/** Where the overlay goes: at the bottom of the display that the pointer is on, in the middle. */
export function overlayBounds(workArea: Rectangle): Rectangle {
  const width = Math.min(size.width, workArea.width);
  return {
    width,
    height: size.height,
    x: Math.round(workArea.x + (workArea.width - width) / 2),
    y: Math.round(workArea.y + workArea.height - size.height - fromBottom),
  };
}

/** A window above all others that takes neither the focus nor clicks. (On Linux the window manager has no say in one without focus.) */
export function createOverlayWindow(preload: string, log: Log): OverlayWindow {
  const window = new BrowserWindow({
    ...size,
    title: 'Utter is listening',
    show: false,
    frame: false,
    transparent: true,
    backgroundColor: '#00000000',
    hasShadow: false,
    resizable: false,
    movable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    focusable: false,
    alwaysOnTop: true,
    // A panel never makes its application the active one.
    ...(process.platform === 'darwin' ? { type: 'panel' } : {}),
    webPreferences: pagePreferences(preload),
  });
  window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true });
  window.setIgnoreMouseEvents(true);
  window.webContents.on('render-process-gone', (_event, details) => {
    log.info(`overlay process gone: ${details.reason} (${details.exitCode})`);
    if (details.reason !== 'clean-exit') window.webContents.reload();
  });
  void window.loadURL(`${appOrigin}/overlay.html`).catch((error: unknown) => log.error('cannot load the overlay', error));

  let place = '';
  const follow = (): void => {
    const bounds = overlayBounds(screen.getDisplayNearestPoint(screen.getCursorScreenPoint()).workArea);
    // Another display, or this one with another scale, resolution or task bar.
    const next = JSON.stringify(bounds);
    if (next === place && window.isVisible()) return;
    place = next;
    window.setBounds(bounds);
  };
  /** What was raised since it was seen last, a window that fills the screen above all, would lie over it. */
  const raise = (): void => {
    window.setAlwaysOnTop(true, 'screen-saver');
    window.moveTop();
  };
  return {
    show(frame) {
      if (window.isDestroyed()) return;
      window.webContents.send(overlayChannel, frame);
      follow();
      if (window.isVisible()) return;
      window.showInactive();
      raise();
    },
    hide() {
      if (!window.isDestroyed()) window.hide();
    },
  };
}
