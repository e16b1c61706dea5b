import { clipboard, ClipboardItem, type Clipboard, type ClipboardBookmark } from 'electron';
import type { Log } from '../log';
import type { BorrowedClipboard } from './transaction';
import { leftMarks, lentMarks } from './transience';

type Contents = Record<string, Blob | ClipboardBookmark>;

/**
 * Chromium's own clipboard: every format that is there is saved, and all are put back in one write. `board` is the
 * clipboard, or X11's selection, which pastes with Shift+Insert and the middle button.
 */
export function electronClipboard(log: Log, board: Clipboard = clipboard): BorrowedClipboard<readonly Contents[]> {
  const write = async (text: string, marks: typeof lentMarks): Promise<void> => {
    const own = Object.entries(marks[process.platform] ?? {});
    if (own.length === 0) return board.writeText(text);
    const formats = own.map(([name, bytes]) => [`electron application/osclipboard;format="${name}"`, new Blob([bytes])]);
    try {
      await board.write([new ClipboardItem({ 'text/plain': text, ...Object.fromEntries(formats) })]);
    } catch (error) {
      log.error('the text was put on the clipboard without its marks', error);
      await board.writeText(text);
    }
  };
  return {
    async save() {
      const items = await board.read();
      return Promise.all(
        items.map(async (item) => {
          const contents: Contents = {};
          for (const type of item.types) {
            try {
              contents[type] = await item.getType(type);
            } catch (error) {
              // Some formats are listed and yet can't be read (delayed rendering, say); the others still
              // count.
              log.error(`clipboard format ${type} was not saved`, error);
            }
          }
          return contents;
        }),
      );
    },
    async restore(saved) {
      const filled = saved.filter((contents) => Object.keys(contents).length > 0);
      if (filled.length === 0) board.clear();
      else await board.write(filled.map((contents) => new ClipboardItem(contents)));
    },
    readText: () => board.readText(),
    writeText: (text) => write(text, leftMarks),
    lendText: (text) => write(text, lentMarks),
  };
}
