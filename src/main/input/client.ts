import type { HostReply, HostRequest, PressedChord } from './messages';

/** A running child process, however it was started. */
export interface ChildProcess<Request, Reply> {
  send(request: Request): void;
  onReply(listener: (reply: Reply) => void): void;
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

export type HostProcess = ChildProcess<HostRequest, HostReply>;

/** Presses keys through the input host; starts it when needed, and again after it died. */
export interface InputHost {
  /** Starts the host ahead of its first use, so that the paste doesn't wait for it. */
  prepare(): void;
  /** Rejects when the chord was not, or may not have been, pressed. Never retried: that could paste twice. */
  press(chord: PressedChord): Promise<void>;
  dispose(): void;
}

interface Pending {
  resolve(): void;
  reject(error: Error): void;
}

export function createInputHost(start: () => HostProcess, timeoutMs = 3000): InputHost {
  let host: HostProcess | null = null;
  let nextId = 1;
  const pending = new Map<number, Pending>();

  const failAll = (reason: string): void => {
    for (const request of pending.values()) request.reject(new Error(reason));
    pending.clear();
  };

  const running = (): HostProcess => {
    if (host !== null) return host;
    const started = start();
    host = started;
    started.onReply((reply) => {
      const request = pending.get(reply.id);
      pending.delete(reply.id);
      if (reply.type === 'pressed') request?.resolve();
      else request?.reject(new Error(reply.reason));
    });
    started.onExit((code) => {
      if (host !== started) return;
      host = null;
      failAll(`The input host ended (${code ?? 'by a signal'}).`);
    });
    return started;
  };

  return {
    prepare: () => void running(),
    async press(chord) {
      const id = nextId++;
      const process = running();
      let timer: NodeJS.Timeout | undefined;
      try {
        await new Promise<void>((resolve, reject) => {
          pending.set(id, { resolve, reject });
          timer = setTimeout(() => {
            process.kill();
            reject(new Error(`The input host did not answer within ${timeoutMs} ms.`));
          }, timeoutMs);
          process.send({ type: 'press', id, chord });
        });
      } finally {
        clearTimeout(timer);
        pending.delete(id);
      }
    },
    dispose() {
      host?.kill();
      host = null;
      failAll('Utter is closing.');
    },
  };
}
