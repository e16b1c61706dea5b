import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileAtomically } from '../atomic-file';
import type { Log } from '../log';
import { setAside } from '../set-aside';

/** A recording as it was when it was dealt with: one that has changed since is another. */
const seenSchema = z.object({ name: z.string().min(1), bytes: z.number(), modifiedMs: z.number() });
const ledgerSchema = z.object({
  version: z.literal(1),
  folder: z.string().min(1).nullable(),
  seen: z.array(seenSchema),
});

export type SeenRecording = z.infer<typeof seenSchema>;

/** Older entries are forgotten. */
const mostSeen = 20_000;

/** The watched folder and what was dealt with in it, in a file that outlives the application. */
export interface WatchLedger {
  folder(): string | null;
  has(recording: SeenRecording): boolean;
  add(recording: SeenRecording): Promise<void>;
  /** Another folder, or none, with what is not to be transcribed in it. */
  restart(folder: string | null, seen: readonly SeenRecording[]): Promise<void>;
}

/** A damaged file is set aside, and no folder is watched. */
export async function openLedger(path: string, log: Log): Promise<WatchLedger> {
  let { folder, seen } = await read(path, log);
  let writes: Promise<void> = Promise.resolve();

  function write(): Promise<void> {
    const text = `${JSON.stringify({ version: 1, folder, seen })}\n`;
    const write = writes.then(() => writeFileAtomically(path, text));
    writes = write.catch(() => undefined);
    return write;
  }

  return {
    folder: () => folder,
    has: ({ name, bytes, modifiedMs }) =>
      seen.some((each) => each.name === name && each.bytes === bytes && each.modifiedMs === modifiedMs),
    add(recording) {
      seen = [...seen, recording].slice(-mostSeen);
      return write();
    },
    restart(nextFolder, nextSeen) {
      folder = nextFolder;
      seen = [...nextSeen];
      return write();
    },
  };
}

async function read(path: string, log: Log): Promise<{ folder: string | null; seen: SeenRecording[] }> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') log.error(`cannot read ${path}`, error);
    return { folder: null, seen: [] };
  }
  try {
    return ledgerSchema.parse(JSON.parse(text));
  } catch (error) {
    await setAside(path, log, error);
    return { folder: null, seen: [] };
  }
}
