import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Kind } from './inputs';
import type { Outcome, Reply, Request } from './messages';

export interface FuzzOptions {
  readonly seed: number;
  /** Numbers of the inputs to try. */
  readonly indices: readonly number[];
  /** An input that takes longer hangs. */
  readonly limitMs: number;
  /** Told of each that did not end well, and now and then of how far it is. */
  log?(line: string): void;
}

export interface FuzzReport {
  readonly inputs: number;
  readonly crashes: number;
  readonly hangs: number;
  readonly untyped: number;
  /** Of each kind: tried, read without complaint, refused with a typed error. */
  readonly kinds: Readonly<Partial<Record<Kind, { tried: number; read: number; refused: number }>>>;
  readonly codes: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  /** The most memory that the reading process had after an input. */
  readonly peakRssMb: number;
}

/** A bound on the heap, so that an absurd length in a header can't take the machine's memory unnoticed. */
const heapMb = 1024;
const startLimitMs = 120_000;

type Ending = Outcome | { readonly state: 'hang' } | { readonly state: 'crash'; readonly problem: string };

/** Hands malformed inputs, one after the other, to a process of their own that is started again when it dies or hangs. */
export async function fuzz({ seed, indices, limitMs, log = () => {} }: FuzzOptions): Promise<FuzzReport> {
  const counts = { crashes: 0, hangs: 0, untyped: 0 };
  const kinds: Partial<Record<Kind, { tried: number; read: number; refused: number }>> = {};
  const codes: Record<string, number> = {};
  let slowestMs = 0;
  let peakRssMb = 0;
  let reader: Reader | null = null;
  for (const [done, index] of indices.entries()) {
    reader ??= await startReader();
    const startMs = performance.now();
    const { ending, kind, how, rssMb } = await reader.read({ seed, index }, limitMs);
    const tookMs = performance.now() - startMs;
    slowestMs = Math.max(slowestMs, tookMs);
    peakRssMb = Math.max(peakRssMb, rssMb);
    const count = (kinds[kind] ??= { tried: 0, read: 0, refused: 0 });
    count.tried++;
    const tell = (what: string): void => log(`input ${index} (${kind}, ${how}): ${what}`);
    switch (ending.state) {
      case 'read':
        count.read++;
        break;
      case 'refused':
        count.refused++;
        codes[ending.code] = (codes[ending.code] ?? 0) + 1;
        break;
      case 'untyped':
        counts.untyped++;
        tell(`untyped: ${ending.problem}`);
        break;
      case 'hang':
        counts.hangs++;
        tell(`did not end within ${limitMs / 1000} s`);
        break;
      case 'crash':
        counts.crashes++;
        tell(`the process died: ${ending.problem}`);
        break;
    }
    if (ending.state === 'hang' || ending.state === 'crash') {
      reader.kill();
      reader = null;
    }
    if ((done + 1) % 100 === 0) log(`${done + 1} of ${indices.length}: ${JSON.stringify(counts)}`);
  }
  reader?.kill();
  return { inputs: indices.length, ...counts, kinds, codes, slowestMs: Math.round(slowestMs), peakRssMb: Math.round(peakRssMb) };
}

interface Reader {
  read(request: Request, limitMs: number): Promise<{ ending: Ending; kind: Kind; how: string; rssMb: number }>;
  kill(): void;
}

async function startReader(): Promise<Reader> {
  const child: ChildProcess = fork(fileURLToPath(new URL('./child.ts', import.meta.url)), [], {
    execArgv: ['--import', 'tsx', `--max-old-space-size=${heapMb}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let stderr = '';
  child.stderr?.on('data', (data: Buffer) => (stderr = (stderr + data.toString()).slice(-4000)));
  let onReply: (reply: Reply) => void = () => {};
  let onExit: (how: string) => void = () => {};
  child.on('message', (reply: Reply) => onReply(reply));
  child.on('exit', (code, signal) => onExit(`${signal ?? `status ${code}`}; ${stderr.trim().split('\n').slice(-12).join('\n')}`));

  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the reading process did not start: ${stderr}`)), startLimitMs);
    onReply = (reply) => {
      if (reply.type !== 'ready') return;
      clearTimeout(timer);
      resolve();
    };
    onExit = (how) => {
      clearTimeout(timer);
      reject(new Error(`the reading process did not start: ${how}`));
    };
  });

  return {
    read: (request, limitMs) =>
      new Promise((resolve) => {
        let [kind, how, rssMb]: [Kind, string, number] = ['audio', 'never began', 0];
        const end = (ending: Ending): void => {
          clearTimeout(timer);
          onExit = () => {};
          resolve({ ending, kind, how, rssMb });
        };
        const timer = setTimeout(() => end({ state: 'hang' }), limitMs);
        onExit = (problem) => end({ state: 'crash', problem });
        onReply = (reply) => {
          if (reply.type === 'began') ({ kind, how } = reply);
          if (reply.type !== 'ended' || reply.index !== request.index) return;
          rssMb = reply.rssMb;
          end(reply.outcome);
        };
        child.send(request);
      }),
    kill: () => void child.kill('SIGKILL'),
  };
}
