/** Utter's built main process with the double of Electron, and the questions a test can ask it. */
import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const mainScript = path.join(root, 'out/main/index.js');
const nodeArgs = ['--import', 'tsx', '--import', path.join(import.meta.dirname, 'register.mjs')];

export const isBuilt = (): boolean => existsSync(mainScript) && existsSync(path.join(root, 'out/renderer/overlay.html'));

export interface UtterOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly userData: string;
  readonly chromium: string;
  readonly browserArgs: readonly string[];
  readonly settings?: object;
}

interface Event {
  readonly event: string;
  readonly detail: unknown;
}

export class UtterProcess {
  readonly events: Event[] = [];
  readonly errors: string[] = [];
  readonly #child: ChildProcess;
  readonly #options: UtterOptions;
  readonly #waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  readonly #listeners = new Set<() => void>();
  #nextId = 1;

  constructor(options: UtterOptions) {
    this.#options = options;
    mkdirSync(options.userData, { recursive: true });
    writeFileSync(
      path.join(options.userData, 'settings.json'),
      JSON.stringify({ isGuideSeen: true, finalTier: 'none', ...options.settings }),
    );
    this.#child = fork(mainScript, [`--user-data-dir=${options.userData}`], {
      cwd: root,
      execArgv: nodeArgs,
      env: this.#env(),
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child.on('message', (message) => this.#receive(message as Event | Reply));
    this.#child.on('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('Utter’s main process ended'));
    });
  }

  #env(): NodeJS.ProcessEnv {
    const { env, chromium, browserArgs } = this.#options;
    return { ...env, CHROME_PATH: chromium, UTTER_DOUBLE_BROWSER_ARGS: JSON.stringify(browserArgs) };
  }

  #receive(message: Event | Reply): void {
    if ('id' in message) {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.error === undefined) waiting?.resolve(message.result);
      else waiting?.reject(new Error(message.error));
      return;
    }
    if (message.event === 'error') this.errors.push(String(message.detail));
    this.events.push(message);
    for (const listener of this.#listeners) listener();
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  ask(question: string, argument = ''): Promise<unknown> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, question, argument });
    });
  }

  /** In Utter's own page. */
  evaluate = (expression: string): Promise<unknown> => this.ask('evaluate Utter', expression);

  /** The details of all events of a kind from the `from`th event on. */
  told(event: string, from = 0): unknown[] {
    return this.events.slice(from).flatMap((each) => (each.event === event ? [each.detail] : []));
  }

  /** Resolves with the first detail from the `from`th event on that `isIt` accepts. */
  heard<T>(event: string, isIt: (detail: T) => boolean, from = 0, limitMs = 30_000): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer);
        this.#listeners.delete(look);
      };
      const look = (): void => {
        const found = (this.told(event, from) as T[]).find(isIt);
        if (found === undefined) return;
        settle();
        resolve(found);
      };
      const timer = setTimeout(() => {
        settle();
        const last = JSON.stringify(this.events.slice(from).slice(-5));
        reject(new Error(`no ${event} within ${limitMs} ms; last: ${last}; errors: ${this.errors.join('\n')}`));
      }, limitMs);
      this.#listeners.add(look);
      look();
    });
  }

  /** Resolves when dictation is in `phase`, as the page told main after the `from`th event. */
  phase(phase: string, from = 0): Promise<unknown> {
    const isPhase = ({ name, args }: { name: string; args: unknown[] }): boolean =>
      name === 'dictationChanged' && args[0] === phase;
    return this.heard('sent', isPhase, from);
  }

  /** Until the model is loaded. */
  async ready(): Promise<void> {
    const endMs = performance.now() + 120_000;
    while (!String(await this.evaluate(`document.querySelector('output')?.textContent`)).includes('nothing leaves')) {
      if (performance.now() > endMs) throw new Error(`the model was not loaded: ${this.errors.join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** What a script does: the same program once more, with an argument. */
  launchAgain(argument: string, userData = this.#options.userData): { readonly status: number | null; readonly stderr: string } {
    const args = [...nodeArgs, mainScript, `--user-data-dir=${userData}`, argument];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, env: this.#env(), encoding: 'utf8' });
    return { status, stderr };
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.send({ id: 0, question: 'quit', argument: '' });
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(timer);
  }
}

interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}
