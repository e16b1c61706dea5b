import { runCommand } from './command';
import type { BorrowedClipboard, PasteChord } from './transaction';

interface Contents {
  readonly type: string;
  readonly bytes: Uint8Array;
}

type Run = typeof runCommand;

/** `wl-copy` offers one format; of those that were there the most useful comes back. */
const preferredTypes = [
  'x-special/gnome-copied-files',
  'text/uri-list',
  'text/plain;charset=utf-8',
  'text/plain',
  'UTF8_STRING',
  'image/png',
];

/** Wayland lets only the focused application set the clipboard, except through the data-control protocol. */
export function waylandClipboard(run: Run = runCommand): BorrowedClipboard<Contents | null> {
  return {
    async save() {
      // Exits with status 1 when the clipboard is empty.
      const listing = await run('wl-paste', ['--list-types']).catch(() => null);
      const types =
        listing === null
          ? []
          : listing
              .toString()
              .split('\n')
              .filter((type) => type !== '');
      const type = preferredTypes.find((preferred) => types.includes(preferred)) ?? types[0];
      if (type === undefined) return null;
      return { type, bytes: await run('wl-paste', ['--no-newline', '--type', type]) };
    },
    async restore(saved) {
      if (saved === null) await run('wl-copy', ['--clear']);
      else await run('wl-copy', ['--type', saved.type], saved.bytes);
    },
    readText: async () =>
      (await run('wl-paste', ['--no-newline', '--type', 'text/plain;charset=utf-8'])).toString(),
    writeText: async (text) =>
      void (await run('wl-copy', ['--type', 'text/plain;charset=utf-8'], Buffer.from(text))),
  };
}

export function waylandChord(run: Run = runCommand): PasteChord {
  return {
    obstacle: async () => null,
    press: async () => void (await run('wtype', ['-M', 'ctrl', '-k', 'v', '-m', 'ctrl'])),
  };
}
