import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from '@playwright/test';
import { closers } from './app';
import { control } from './control';
import { appOrigin, invoke, send, served } from './ipc';

interface Options {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly focusable?: boolean;
  readonly webPreferences: { readonly preload: string };
}

let browser: Promise<Browser> | null = null;

/** One browser for all windows; where it is and how it hears come from the test. */
function running(): Promise<Browser> {
  browser ??= (async () => {
    const args = JSON.parse(process.env['UTTER_DOUBLE_BROWSER_ARGS'] ?? '[]') as string[];
    const executablePath = process.env['CHROME_PATH'] ?? '';
    const launched = await chromium.launch({ executablePath, args, handleSIGINT: false });
    closers.add(() => launched.close());
    return launched;
  })();
  return browser;
}

/** What stands in the page for Electron's renderer side; the preload script runs in it as it is built. */
function preloadScript(preload: string): string {
  return `(() => {
    const listeners = new Map();
    globalThis.emitFromMain = (name, args) => { for (const listener of listeners.get(name) ?? []) listener({}, ...args); };
    const electron = {
      contextBridge: { exposeInMainWorld: (name, api) => Object.defineProperty(globalThis, name, { value: api }) },
      ipcRenderer: {
        invoke: (name, ...args) => globalThis.invokeMain(name, args),
        send: (name, ...args) => void globalThis.sendToMain(name, args),
        on: (name, listener) => listeners.set(name, [...(listeners.get(name) ?? []), listener]),
      },
      webUtils: { getPathForFile: () => '' },
    };
    const module = { exports: {} };
    ((require, module, exports) => {${readFileSync(preload, 'utf8')}\n})(() => electron, module, module.exports);
  })();`;
}

class WebContents extends EventEmitter {
  readonly #loaded: Promise<Page>;
  #last: Promise<unknown> = Promise.resolve();

  constructor(loaded: Promise<Page>) {
    super();
    this.#loaded = loaded;
  }

  setWindowOpenHandler = (): void => undefined;
  reload = (): void => void this.#loaded.then((page) => page.reload());

  /** In order, and kept until the page is there. */
  send(name: string, ...args: unknown[]): void {
    control.tell('toPage', { name, args });
    this.#last = this.#last
      .then(() => this.#loaded)
      .then((page) => page.evaluate(emit, [name, args] as const))
      .catch((error: unknown) => control.tell('error', String(error)));
  }
}

function emit([name, args]: readonly [string, readonly unknown[]]): void {
  (globalThis as unknown as { emitFromMain(name: string, args: readonly unknown[]): void }).emitFromMain(name, args);
}

export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents;
  readonly #options: Options;
  readonly #page: Promise<Page>;
  #loaded!: (page: Page) => void;
  #isVisible = false;

  constructor(options: Options) {
    super();
    this.#options = options;
    const loaded = new Promise<Page>((resolve) => (this.#loaded = resolve));
    this.webContents = new WebContents(loaded);
    this.#page = this.#open();
    control.answer(`evaluate ${options.title}`, async (expression) => (await loaded).evaluate(expression));
    control.answer(`screenshot ${options.title}`, async (path) => {
      await (await loaded).screenshot({ path, omitBackground: true });
    });
  }

  static getFocusedWindow = (): null => null; // pages of a headless browser never have the X server's focus
  static getAllWindows = (): BrowserWindow[] => [];

  async #open(): Promise<Page> {
    const { width, height, webPreferences } = this.#options;
    const context = await (await running()).newContext({ viewport: { width, height }, reducedMotion: 'no-preference' });
    const page = await context.newPage();
    await page.exposeFunction('invokeMain', invoke);
    await page.exposeFunction('sendToMain', send);
    await page.addInitScript(preloadScript(webPreferences.preload));
    page.on('pageerror', (error) => control.tell('error', error.stack ?? error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') control.tell('error', message.text());
    });
    return page;
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.#page;
    await page.goto(url.replace(appOrigin, await served()));
    this.#loaded(page);
    this.webContents.emit('did-finish-load');
    this.emit('ready-to-show');
  }

  #show(how: 'show' | 'showInactive'): void {
    this.#isVisible = true;
    control.tell('window', { title: this.#options.title, how });
  }

  show = (): void => this.#show('show');
  showInactive = (): void => this.#show('showInactive');
  hide(): void {
    if (this.#isVisible) control.tell('window', { title: this.#options.title, how: 'hide' });
    this.#isVisible = false;
  }
  isVisible = (): boolean => this.#isVisible;
  isMinimized = (): boolean => false;
  isDestroyed = (): boolean => false;
  restore = (): void => undefined;
  focus = (): void => undefined;
  setBounds = (): void => undefined;
  setAlwaysOnTop = (): void => undefined;
  moveTop = (): void => undefined;
  setVisibleOnAllWorkspaces = (): void => undefined;
  setIgnoreMouseEvents = (): void => undefined;
}
