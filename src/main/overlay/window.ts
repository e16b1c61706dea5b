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

/** A window above all others that takes neither the focus nor clicks. */
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
  window.setAlwaysOnTop(true, 'screen-saver');
  window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true });
  window.setIgnoreMouseEvents(true);
  window.webContents.on('render-process-gone', (_event, details) => {
    log.info(`overlay process gone: ${details.reason} (${details.exitCode})`);
    if (details.reason !== 'clean-exit') window.webContents.reload();
  });
  void window.loadURL(`${appOrigin}/overlay.html`).catch((error: unknown) => log.error('cannot load the overlay', error));

  let displayId: number | null = null;
  const follow = (): void => {
    const display = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    if (display.id === displayId && window.isVisible()) return;
    displayId = display.id;
    window.setBounds(overlayBounds(display.workArea));
  };
  return {
    show(frame) {
      if (window.isDestroyed()) return;
      window.webContents.send(overlayChannel, frame);
      follow();
      if (!window.isVisible()) window.showInactive();
    },
    hide() {
      if (!window.isDestroyed()) window.hide();
    },
  };
}
