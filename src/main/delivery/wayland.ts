import { feedCommand, runCommand } from './command';
import type { PressedChord } from '../input/messages';
import type { BorrowedClipboard } from './transaction';

interface Contents {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** How the tools are run; tests put a compositor of their own behind it. */
export interface Tools {
  readonly run: typeof runCommand;
  readonly feed: typeof feedCommand;
}

const installedTools: Tools = { run: runCommand, feed: feedCommand };

const textType = 'text/plain;charset=utf-8';

/** `wl-copy` offers one format; of those that were there the most useful comes back. */
const preferredTypes = ['x-special/gnome-copied-files', 'text/uri-list', textType, 'text/plain', 'UTF8_STRING', 'image/png'];

/** Wayland lets only the focused application set the clipboard, except through the data-control protocol. */
export function waylandClipboard({ run, feed }: Tools = installedTools): BorrowedClipboard<Contents | null> {
  const listTypes = async (): Promise<string[]> => {
    try {
      const listing = await run('wl-paste', ['--list-types']);
      return listing.toString().split('\n').filter(Boolean);
    } catch (error) {
      if (error instanceof Error && /nothing is copied|no selection/i.test(error.message)) return [];
      throw error;
    }
  };
  /** Whether this version can offer the mark for histories beside the text. */
  let canMark: Promise<boolean> | null = null;
  return {
    async save() {
      const types = await listTypes();
      const type = preferredTypes.find((preferred) => types.includes(preferred)) ?? types[0];
      if (type === undefined) return null;
      return { type, bytes: await run('wl-paste', ['--no-newline', '--type', type]) };
    },
    async restore(saved) {
      if (saved === null) await run('wl-copy', ['--clear']);
      else await feed('wl-copy', ['--type', saved.type], saved.bytes);
    },
    readText: async () => (await run('wl-paste', ['--no-newline', '--type', textType])).toString(),
    writeText: (text) => feed('wl-copy', ['--type', textType], Buffer.from(text)),
    lendText: async (text) => {
      canMark ??= run('wl-copy', ['--help']).then((help) => help.includes('--sensitive'));
      const marks = (await canMark.catch(() => false)) ? ['--sensitive'] : [];
      await feed('wl-copy', [...marks, '--type', textType], Buffer.from(text));
    },
  };
}

const chordKeys: Readonly<Record<PressedChord, readonly string[]>> = {
  paste: ['-M', 'ctrl', '-k', 'v', '-m', 'ctrl'],
  'paste-terminal': ['-M', 'ctrl', '-M', 'shift', '-k', 'v', '-m', 'shift', '-m', 'ctrl'],
  'paste-selection': ['-M', 'shift', '-k', 'Insert', '-m', 'shift'],
};

export async function pressOnWayland(chord: PressedChord, { run }: Tools = installedTools): Promise<void> {
  await run('wtype', chordKeys[chord]);
}

/** The selection beside the clipboard: it takes the text, and is cleared again instead of restored. */
export function waylandSelection({ run, feed }: Tools = installedTools): BorrowedClipboard<null> {
  return {
    save: () => Promise.resolve(null),
    restore: async () => void (await run('wl-copy', ['--primary', '--clear'])),
    readText: async () => (await run('wl-paste', ['--primary', '--no-newline', '--type', textType])).toString(),
    writeText: (text) => feed('wl-copy', ['--primary', '--type', textType], Buffer.from(text)),
    lendText: (text) => feed('wl-copy', ['--primary', '--type', textType], Buffer.from(text)),
  };
}
