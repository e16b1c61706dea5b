import type { RequestHandlers } from '../ipc';
import type { Parts } from '../parts';
import { paths } from '../paths';
import { createWordsFile } from '../words-file';
import { saveFile } from './save-file';

/** The user's files: settings, words, and what is saved where they choose. */
export function wireFiles({ log, signals, settings, page }: Parts) {
  const words = createWordsFile(paths.words, log);
  const requests = {
    readSettings: () => settings.current(),
    async writeSettings(next) {
      signals.settings.tell(next);
      await settings.write(next);
      signals.settingsWritten.tell();
    },
    readUserWords: () => words.read(),
    writeUserWords: (next) => words.write(next),
    saveFile: (suggestedName, contents) => saveFile(page.window, suggestedName, contents),
  } satisfies Partial<RequestHandlers>;
  return { requests };
}
