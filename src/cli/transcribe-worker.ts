import type { Failure } from '../core/errors';
import { toFailure } from '../core/errors';
import type { Task } from './batch';
import { transcribeWith, type TranscribeOptions, withEars } from './commands/transcribe';
import type { Terminal } from './terminal';

/** A process that loads a model once and transcribes what its parent gives it, one recording after the other. */

export type ToWorker =
  | { readonly type: 'setUp'; readonly options: TranscribeOptions }
  | { readonly type: 'task'; readonly task: Task }
  | { readonly type: 'end' };

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'message'; readonly text: string }
  /** A task's exit status. */
  | { readonly type: 'done'; readonly status: number }
  /** It can't go on with any recording. */
  | { readonly type: 'failed'; readonly failure: Failure };

/** The parent's side of the channel. */
export interface Channel {
  send(message: FromWorker): void;
  /** Null when the parent has gone. */
  receive(): Promise<ToWorker | null>;
}

/** @returns exit status: 1 when it could not go on */
export async function serveTranscription({ send, receive }: Channel, signal: AbortSignal): Promise<number> {
  const terminal: Terminal = { out() {}, err: (text) => send({ type: 'message', text }), status: null };
  const first = await receive();
  if (first?.type !== 'setUp') return 0;
  const { options } = first;
  try {
    await withEars(options, terminal, signal, async (ears, punctuators) => {
      send({ type: 'ready' });
      for (let message = await receive(); message?.type === 'task'; message = await receive()) {
        const { path, name } = message.task;
        send({ type: 'done', status: await transcribeWith(ears, [path], options, terminal, signal, punctuators, [name]) });
      }
    });
  } catch (error) {
    signal.throwIfAborted();
    send({ type: 'failed', failure: toFailure(error) });
    return 1;
  }
  return 0;
}

/** The channel to the process that started this one. @throws Error when none did. */
export function parentChannel(): Channel {
  if (process.send === undefined) throw new Error('this command is run by utter transcribe only');
  const received: (ToWorker | null)[] = [];
  let waiting: ((message: ToWorker | null) => void) | null = null;
  const take = (message: ToWorker | null): void => {
    if (waiting === null) received.push(message);
    else waiting(message);
    waiting = null;
  };
  process.on('message', (message) => take(message as ToWorker));
  process.on('disconnect', () => take(null));
  return {
    send(message) {
      if (process.connected) process.send!(message);
    },
    receive: () => {
      if (received.length > 0) return Promise.resolve(received.shift()!);
      return new Promise((resolve) => (waiting = resolve));
    },
  };
}
