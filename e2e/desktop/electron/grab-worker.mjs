import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

/** Passes requests to the grabbing process, and wakes the thread that waits for its answer. */
const { answer } = workerData;
const script = fileURLToPath(new URL('./grab-keys.py', import.meta.url));
const child = spawn('python3', [script], { stdio: ['pipe', 'pipe', 'inherit'] });

createInterface(child.stdout).on('line', (line) => {
  const [what, ...rest] = line.split(' ');
  if (what === 'pressed') {
    parentPort.postMessage(rest.join(' '));
    return;
  }
  Atomics.store(answer, 0, what === 'granted' ? 1 : 2);
  Atomics.notify(answer, 0);
});
parentPort.on('message', (request) => child.stdin.write(`${request}\n`));
