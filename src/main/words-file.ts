import { readFile } from 'node:fs/promises';
import { checkedWord, parseWordsFile, shown, wordsFile, type UserWord } from '../core/language/user-words';
import { errorText, UtterError } from '../core/errors';
import { writeFileAtomically } from './atomic-file';
import type { Log } from './log';
import { setAside } from './set-aside';

/** The user's words in a file, which the command line reads and writes too: so it is read anew each time. */
export interface WordsFile {
  /** No words where there is no file. @throws UtterError `words-invalid`; a file that makes no sense is set aside first */
  read(): Promise<UserWord[]>;
  /** @throws UtterError `words-invalid` for a word that could not be read again; the file stays as it was */
  write(words: readonly UserWord[]): Promise<void>;
}

export function createWordsFile(path: string, log: Log): WordsFile {
  let writes: Promise<void> = Promise.resolve();
  return {
    async read() {
      await writes;
      let text: string;
      try {
        text = await readFile(path, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        const reason = errorText(error);
        throw new UtterError('words-invalid', `${path} can't be read: ${reason}.`, 'Check the file’s permissions.', {
          cause: error,
        });
      }
      try {
        return parseWordsFile(text, path);
      } catch (error) {
        await setAside(path, log, error);
        throw error;
      }
    },
    write(words) {
      for (const word of words) {
        const checked = checkedWord(word);
        if (typeof checked === 'string') return Promise.reject(unusable(word.written, checked));
      }
      // One write at a time, in order: the last one asked for is the one that stays.
      const write = writes.then(() => writeFileAtomically(path, wordsFile(words)));
      writes = write.catch(() => undefined);
      return write;
    },
  };
}

function unusable(written: string, problem: string): UtterError {
  return new UtterError(
    'words-invalid',
    `“${shown(written)}” can't be one of your words: ${problem}.`,
    'Change it and try again.',
  );
}
