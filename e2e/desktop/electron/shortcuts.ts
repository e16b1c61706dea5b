import { Worker } from 'node:worker_threads';
import { closers } from './app';
import { control } from './control';

/** Keys are grabbed by a process of the X server's own; a thread waits for it, since `register` answers at once. */
const answer = new Int32Array(new SharedArrayBuffer(4));
const pressed = new Map<string, () => void>();
let worker: Worker | null = null;

function grabber(): Worker {
  if (worker !== null) return worker;
  const started = new Worker(new URL('./grab-worker.mjs', import.meta.url), { workerData: { answer } });
  started.on('message', (accelerator: string) => pressed.get(accelerator)?.());
  closers.add(async () => void (await started.terminate()));
  worker = started;
  return started;
}

export const globalShortcut = {
  register(accelerator: string, listener: () => void): boolean {
    Atomics.store(answer, 0, 0);
    grabber().postMessage(`grab ${accelerator}`);
    Atomics.wait(answer, 0, 0, 60_000);
    const isGranted = Atomics.load(answer, 0) === 1;
    if (isGranted) {
      pressed.set(accelerator, listener);
      control.tell('registered', accelerator);
    }
    return isGranted;
  },
  unregister(accelerator: string): void {
    pressed.delete(accelerator);
    grabber().postMessage(`release ${accelerator}`);
  },
  unregisterAll: (): void => pressed.clear(),
};
