/**
 * A double of the `electron` module for the built main process, which runs in plain Node: windows are pages of a
 * Chromium, utility processes are Node children, the clipboard is the X server's (through xclip), and global shortcuts
 * are keys grabbed from the X server. Trays, menus and dialogs do nothing.
 */
export { app } from './app';
export { clipboard, ClipboardItem } from './clipboard';
export { globalShortcut } from './shortcuts';
export { ipcMain, protocol } from './ipc';
export { BrowserWindow } from './window';
export {
  crashReporter,
  dialog,
  Menu,
  nativeImage,
  net,
  powerMonitor,
  powerSaveBlocker,
  screen,
  session,
  shell,
  systemPreferences,
  Tray,
} from './inert';
export { utilityProcess } from './utility-process';
