import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What came out of a recording. */
export interface Read {
  readonly seconds: number;
  /** Tenths of a second with sound. */
  readonly loud: number;
  /** What the user is told; empty where it is nothing. */
  readonly told: string;
}

export type Reply =
  | { readonly state: 'read'; readonly read: Read; readonly tookMs: number; readonly rssMb: number }
  | { readonly state: 'crash'; readonly problem: string }
  | { readonly state: 'hang' };

export interface Reader {
  read(path: string): Promise<Reply>;
  close(): void;
}

/** A recording of a second or two that takes longer hangs. */
const limitMs = 20_000;

/** A bound on the heap, so that an absurd length in a header can't take the machine's memory unnoticed. */
const heapMb = 512;

/** Reads in one process, until it dies or hangs: then in another. */
export function createReader(): Reader {
  let child: ChildProcess | null = null;

  async function started(): Promise<ChildProcess> {
    const process = fork(join(import.meta.dirname, 'child.ts'), [], {
      execArgv: ['--import', 'tsx', `--max-old-space-size=${heapMb}`],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    await once(process, 'message');
    return process;
  }

  function close(): void {
    child?.kill('SIGKILL');
    child = null;
  }

  return {
    async read(path) {
      const process = (child ??= await started());
      const reply = await new Promise<Reply>((resolve) => {
        let lastWords = '';
        const onWords = (data: Buffer): void => void (lastWords = `${lastWords}${data.toString()}`.slice(-2000));
        const end = (ending: Reply): void => {
          clearTimeout(timer);
          process.removeAllListeners();
          process.stderr?.removeAllListeners();
          resolve(ending);
        };
        const timer = setTimeout(() => end({ state: 'hang' }), limitMs);
        process.stderr?.on('data', onWords);
        process.once('exit', (status, killedBy) => end({ state: 'crash', problem: `${killedBy ?? status}: ${lastWords}` }));
        process.once('message', ({ read, ...rest }: { read: Read | string; tookMs: number; rssMb: number }) =>
          end(typeof read === 'string' ? { state: 'crash', problem: read } : { state: 'read', read, ...rest }),
        );
        process.send(path);
      });
      if (reply.state !== 'read') close();
      return reply;
    },
    close,
  };
}
