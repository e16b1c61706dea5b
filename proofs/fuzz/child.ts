/** The process that reads malformed input: what it does not survive is its parent's to count. */
import { UtterError } from '../../src/core/errors';
import { nodeEnvironment } from '../../src/engine/node';
import { fuzzInput } from './inputs';
import type { Reply, Request } from './messages';
import { read } from './readers';

const tell = (reply: Reply): void => void process.send?.(reply);

process.on('message', ({ seed, index }: Request) => void answer(seed, index));

async function answer(seed: number, index: number): Promise<void> {
  const input = fuzzInput(seed, index);
  tell({ type: 'began', index, kind: input.kind, how: input.how });
  const outcome = await read(input).then(
    () => ({ state: 'read' }) as const,
    (error: unknown) => {
      const isTyped = error instanceof UtterError && error.message !== '' && error.remedy !== '';
      if (isTyped) return { state: 'refused', code: error.code } as const;
      return { state: 'untyped', problem: error instanceof Error ? (error.stack ?? error.message) : String(error) } as const;
    },
  );
  // What a reader left behind to fail later still counts as this input's.
  await new Promise((resolve) => setImmediate(resolve));
  tell({ type: 'ended', index, outcome, rssMb: process.memoryUsage().rss / 2 ** 20 });
}

await nodeEnvironment();
tell({ type: 'ready' });
