import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The command line runs itself for work that wants a process of its own. */

const program = fileURLToPath(new URL('../../bin/utter.mjs', import.meta.url));

/** @param ipc whether messages can be sent to and from it. */
export function startUtter(args: readonly string[], ipc: boolean): ChildProcess {
  return spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])] });
}

export interface Outcome {
  /** Null when a signal ended it. */
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a command to its end; it is ended when the signal aborts. */
export function runUtter(args: readonly string[], signal?: AbortSignal): Promise<Outcome> {
  const child = startUtter(args, false);
  const abort = (): void => void child.kill();
  signal?.addEventListener('abort', abort);
  let [out, err] = ['', ''];
  child.stdout?.on('data', (data) => (out += String(data)));
  child.stderr?.on('data', (data) => (err += String(data)));
  return new Promise<Outcome>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, out, err }));
  }).finally(() => signal?.removeEventListener('abort', abort));
}
