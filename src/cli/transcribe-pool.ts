import type { ChildProcess } from 'node:child_process';
import type { Failure } from '../core/errors';
import type { Task } from './batch';
import { startUtter } from './self';
import { failureText, type Terminal } from './terminal';
import type { FromWorker, ToWorker } from './transcribe-messages';
import type { TranscribeOptions } from './transcribe-options';

/** How one process ended. */
type Ending =
  | { readonly kind: 'idle' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** It went down; what it was working on, and why as far as is known. */
  | { readonly kind: 'crashed'; readonly task: Task | null; readonly reason: string };

/**
 * Transcribes in several processes at once; whoever is done takes the next recording. One that brings its process down is
 * reported, and another process continues with the rest.
 * @returns exit status: 1 when any recording was bad
 */
export async function transcribeInProcesses(
  tasks: readonly Task[],
  processes: number,
  options: TranscribeOptions,
  terminal: Terminal,
  signal?: AbortSignal,
): Promise<number> {
  const waiting = [...tasks];
  const running = new Set<ChildProcess>();
  const endAll = (): void => running.forEach((child) => child.kill());
  const isAborted = (): boolean => signal?.aborted === true;
  let status = 0;
  let done = 0;
  let hasFailed = false;
  const report = (failure: Failure): void => {
    status = 1;
    terminal.err(failureText(failure));
  };
  const showProgress = (): void => terminal.status?.show(`${done} of ${tasks.length} recordings`);

  /** One process after another, as long as there is something to do. @param tellsSetUp all say the same of the model and its words. */
  async function work(tellsSetUp: boolean): Promise<void> {
    let isTelling = tellsSetUp;
    while (waiting.length > 0 && !isAborted()) {
      const child = startUtter(['transcribe-worker'], true);
      running.add(child);
      const ending = await supervise(child, options, {
        next: () => waiting.shift(),
        message: (text, isSetUp) => {
          if (isSetUp || isTelling) terminal.err(text);
        },
        done(taskStatus) {
          status = Math.max(status, taskStatus);
          done++;
          showProgress();
        },
      });
      running.delete(child);
      isTelling = false;
      if (isAborted() || hasFailed || ending.kind === 'idle') return;
      if (ending.kind === 'crashed' && ending.task !== null) {
        report(crash(`${ending.task.path} could not be transcribed`, ending.reason));
        done++;
        showProgress();
        continue;
      }
      // No process of this kind can work: the others are ended, and nothing is begun.
      waiting.length = 0;
      report(ending.kind === 'failed' ? ending.failure : crash('No recording could be transcribed', ending.reason));
      hasFailed = true;
      endAll();
      return;
    }
  }

  signal?.addEventListener('abort', endAll);
  showProgress();
  try {
    await Promise.all(Array.from({ length: processes }, (_, i) => work(i === 0)));
  } finally {
    signal?.removeEventListener('abort', endAll);
    terminal.status?.clear();
  }
  signal?.throwIfAborted();
  return status;
}

function crash(what: string, reason: string): Failure {
  const remedy = 'Try it again by itself; if it happens again, choose another --backend or fewer --jobs.';
  return { code: 'internal', message: `${what}: the process ${reason}.`, remedy };
}

interface Events {
  next(): Task | undefined;
  /** @param isSetUp whether the process has loaded its model. */
  message(text: string, isSetUp: boolean): void;
  done(status: number): void;
}

/** Gives a process its work until there is none; resolves when it has ended. */
function supervise(child: ChildProcess, options: TranscribeOptions, { next, message, done }: Events): Promise<Ending> {
  let task: Task | null = null;
  let failure: Failure | null = null;
  let isSetUp = false;
  let hasEnded = false;
  let lastWords = '';
  const send = (command: ToWorker): void => void child.send(command, () => {}); // a process that has gone is met below
  const giveNext = (): void => {
    task = next() ?? null;
    hasEnded = task === null;
    send(task === null ? { type: 'end' } : { type: 'task', task });
  };
  child.stderr?.on('data', (data) => (lastWords = `${lastWords}${String(data)}`.slice(-400)));
  child.stdout?.resume();
  child.on('message', (reply: FromWorker) => {
    switch (reply.type) {
      case 'ready':
        isSetUp = true;
        return giveNext();
      case 'message':
        return message(reply.text, isSetUp);
      case 'done':
        done(reply.status);
        return giveNext();
      case 'failed':
        failure = reply.failure;
    }
  });
  send({ type: 'setUp', options });
  return new Promise<Ending>((resolve) => {
    child.on('error', (error) => resolve({ kind: 'crashed', task, reason: `could not be started (${error.message})` }));
    child.on('close', (status, killedBy) => {
      if (failure !== null) return resolve({ kind: 'failed', failure });
      if (hasEnded) return resolve({ kind: 'idle' });
      const said = lastWords.trim().split('\n').at(-1);
      resolve({ kind: 'crashed', task, reason: `ended with ${killedBy ?? `status ${status}`}${said ? ` (${said})` : ''}` });
    });
  });
}
