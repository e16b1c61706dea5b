/** A desktop of our own: an X server, a window manager, windows to write into, and someone at the keyboard. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync, type FSWatcher } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const programs = ['Xvfb', 'openbox', 'xdotool', 'xclip', 'xterm', 'xprop', 'python3'];

/** Which programs this machine lacks for a desktop of its own; null when none. */
export function whyNoDesktop(): string | null {
  if (process.platform !== 'linux') return 'it needs an X server of its own';
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const missing = programs.filter((name) => !folders.some((folder) => existsSync(path.join(folder, name))));
  if (missing.length === 0) {
    try {
      execFileSync('python3', ['-c', 'import tkinter'], { stdio: 'ignore' });
    } catch {
      missing.push('python3-tk');
    }
  }
  return missing.length === 0 ? null : `not installed: ${missing.join(', ')}`;
}

/** A window that tells what was written into it. */
export interface TextWindow {
  readonly name: string;
  /** Everything written so far. */
  text(): string;
  /** Resolves with the time at which the text became longer than `length` (performance.now). */
  grown(length: number, limitMs: number): Promise<number>;
  focus(): Promise<void>;
}

export class XDesktop {
  readonly env: NodeJS.ProcessEnv;
  readonly folder = mkdtempSync(path.join(tmpdir(), 'utter-x-'));
  readonly #started: ChildProcess[];
  readonly #watchers: FSWatcher[] = [];

  private constructor(display: string, started: ChildProcess[]) {
    const { WAYLAND_DISPLAY: _wayland, XDG_SESSION_TYPE: _session, ...env } = process.env;
    this.env = { ...env, DISPLAY: display, LC_ALL: 'C.UTF-8' };
    this.#started = started;
  }

  static async open(): Promise<XDesktop> {
    const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1024x768x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const number = await new Promise<string>((resolve, reject) => {
      server.stdio[3]?.once('data', (data: Buffer) => resolve(data.toString().trim()));
      server.once('exit', () => reject(new Error('Xvfb did not start')));
    });
    const desktop = new XDesktop(`:${number}`, [server]);
    desktop.start('openbox', ['--sm-disable']);
    const isManaged = (): boolean => desktop.run('xprop', '-root', '_NET_SUPPORTED').includes('_NET_ACTIVE');
    await desktop.until('the window manager', isManaged, 60_000);
    return desktop;
  }

  start(program: string, args: readonly string[]): ChildProcess {
    const child = spawn(program, args, { env: this.env, stdio: ['ignore', 'pipe', 'ignore'] });
    this.#started.push(child);
    return child;
  }

  run(program: string, ...args: string[]): string {
    return execFileSync(program, args, { env: this.env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  }

  async until(what: string, isSo: () => boolean, limitMs = 10_000): Promise<void> {
    const endMs = performance.now() + limitMs;
    while (!attempt(isSo)) {
      if (performance.now() > endMs) throw new Error(`${what}: not within ${limitMs} ms`);
      await sleep(20);
    }
  }

  /** Presses keys in order and leaves them down. */
  keyDown = (...keys: string[]): void => void this.run('xdotool', ...keys.flatMap((key) => ['keydown', key]));
  keyUp = (...keys: string[]): void => void this.run('xdotool', ...keys.flatMap((key) => ['keyup', key]));
  /** The window that has the focus. */
  activeWindow = (): string => this.run('xdotool', 'getactivewindow').trim();
  tap = (chord: string): void => void this.run('xdotool', 'key', chord);

  clipboardText = (): string => this.run('xclip', '-selection', 'clipboard', '-o', '-t', 'UTF8_STRING');
  clipboardBytes = (type: string): Buffer =>
    execFileSync('xclip', ['-selection', 'clipboard', '-o', '-t', type], {
      env: this.env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  copy(bytes: Uint8Array, type: string): void {
    const args = ['-selection', 'clipboard', '-i', ...(type === 'text' ? [] : ['-t', type])];
    execFileSync('xclip', args, { env: this.env, input: bytes, stdio: ['pipe', 'ignore', 'ignore'] });
  }

  /** A Tk text field, which pastes with Ctrl+V. */
  async openField(): Promise<TextWindow> {
    const child = this.start('python3', [path.join(import.meta.dirname, 'tk-field.py')]);
    const state = new Growing();
    let isReady = false;
    createInterface(child.stdout!).on('line', (line) => {
      if (line === 'ready') isReady = true;
      else state.set(JSON.parse(line) as string);
    });
    await this.until('the text field', () => isReady);
    return this.#window('TextField', state);
  }

  /**
   * A terminal of the given window class. As it comes, as `XTerm`, it pastes the selection with Shift+Insert; under another
   * class it has the key of other terminals, which paste the clipboard with Ctrl+Shift+V.
   */
  async openTerminal(kind: string): Promise<TextWindow> {
    const file = path.join(this.folder, `${kind}.txt`);
    writeFileSync(file, '');
    const keys = 'Ctrl Shift <Key>V: insert-selection(CLIPBOARD)';
    const options = kind === 'XTerm' ? [] : ['-xrm', `*VT100.translations: #override ${keys}`];
    const command = `stty raw -echo; exec cat > '${file}'`;
    this.start('xterm', ['-class', kind, ...options, '-T', kind, '-e', 'sh', '-c', command]);
    const state = new Growing();
    this.#watchers.push(watch(file, () => state.set(readFileSync(file, 'utf8'))));
    return this.#window(kind, state);
  }

  async #window(className: string, state: Growing): Promise<TextWindow> {
    const find = (): string => this.run('xdotool', 'search', '--onlyvisible', '--class', `^${className}$`).trim();
    await this.until(`the window ${className}`, () => find() !== '');
    const id = find().split('\n')[0]!;
    const isInFront = (): boolean => this.run('xdotool', 'getactivewindow').trim() === id;
    return {
      name: className,
      text: () => state.text,
      grown: (length, limitMs) => state.grown(length, limitMs),
      focus: async () => {
        this.run('xdotool', 'windowactivate', '--sync', id);
        await this.until(`the focus of ${className}`, isInFront);
        await sleep(200);
      },
    };
  }

  close(): void {
    for (const watcher of this.#watchers) watcher.close();
    for (const child of this.#started.toReversed()) child.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

class Growing {
  text = '';
  readonly #listeners = new Set<() => void>();

  set(text: string): void {
    this.text = text;
    for (const listener of this.#listeners) listener();
  }

  grown(length: number, limitMs: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer);
        this.#listeners.delete(look);
      };
      const look = (): void => {
        if (this.text.length <= length) return;
        settle();
        resolve(performance.now());
      };
      const timer = setTimeout(() => {
        settle();
        reject(new Error(`no text arrived within ${limitMs} ms`));
      }, limitMs);
      this.#listeners.add(look);
      look();
    });
  }
}

function attempt(isSo: () => boolean): boolean {
  try {
    return isSo();
  } catch {
    return false;
  }
}
