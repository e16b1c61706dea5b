import type { BrowserWindow } from 'electron';
import type { Events } from '../../platform/ipc';

/** The page and its window, which the features know before it is there. */
export interface Page {
  /** @throws Error before `open` */
  readonly window: BrowserWindow;
  open(window: BrowserWindow): void;
  /** Tells the page; nobody hears it before `open`. */
  tell<Name extends keyof Events>(event: Name, ...args: Events[Name]): void;
}

export function createPage(): Page {
  let window: BrowserWindow | null = null;
  return {
    get window() {
      if (window === null) throw new Error('there is no window yet');
      return window;
    },
    open: (opened) => void (window = opened),
    tell: (event, ...args) => window?.webContents.send(event, ...args),
  };
}
