import { app, BrowserWindow, Menu } from 'electron';
import type { Log } from '../log';
import { appOrigin } from '../origin';
import { pagePreferences } from './page-preferences';

/** A page that ends so often within so short a time would only end again. */
const maximumReloads = 3;
const reloadWindowMs = 60_000;

export interface WindowOptions {
  readonly preload: string;
  readonly icon: string;
  /** False when a hotkey launched Utter: the application the user types into keeps the focus. */
  readonly takesFocus: boolean;
  /** It waits in the tray until it is asked for. */
  readonly isHidden: boolean;
  readonly log: Log;
  /** The page's process is gone, and a dictation with it; the page is loaded again. */
  onPageLost(): void;
}

/**
 * The one window. Closing hides it, since dictation by hotkey goes on; quitting is in the tray and the menu.
 */
export function createWindow({ preload, icon, takesFocus, isHidden, log, onPageLost }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Utter',
    width: 920,
    height: 700,
    minWidth: 420,
    minHeight: 480,
    show: false,
    icon,
    webPreferences: pagePreferences(preload),
  });
  if (!isHidden) window.once('ready-to-show', () => (takesFocus ? window.show() : window.showInactive()));

  let isQuitting = false;
  app.on('before-quit', () => (isQuitting = true));
  window.on('close', (event) => {
    if (isQuitting) return;
    event.preventDefault();
    window.hide();
  });

  let reloads: number[] = [];
  window.webContents.on('render-process-gone', (_event, details) => {
    log.info(`page process gone: ${details.reason} (${details.exitCode})`);
    if (details.reason === 'clean-exit') return;
    onPageLost();
    const nowMs = performance.now();
    reloads = reloads.filter((atMs) => nowMs - atMs < reloadWindowMs);
    if (reloads.length >= maximumReloads) return;
    reloads.push(nowMs);
    window.webContents.reload();
  });
  void window.loadURL(`${appOrigin}/`).catch((error: unknown) => log.error('cannot load the page', error));
  return window;
}

export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** macOS takes the editing keys from the menu; elsewhere the window has none. */
export function setupMenu(): void {
  const menu = Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }]);
  Menu.setApplicationMenu(process.platform === 'darwin' ? menu : null);
}
