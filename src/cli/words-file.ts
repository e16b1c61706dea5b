import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorText, UtterError } from '../core/errors';
import { parseWordLines, parseWordsFile, problemText, wordsFile } from '../core/language/user-words';
import type { UserWord, WordList } from '../core/language/user-words';
import { writeWhole } from './output-file';
import { userFolder } from './user-folder';

/** The file of the user's words, which the app reads and writes too. */
export function userWordsPath(): string {
  return join(userFolder(), 'words.json');
}

/** @returns no words where there is no file. @throws UtterError `words-invalid` */
export async function readUserWords(path: string): Promise<UserWord[]> {
  const text = await readText(path);
  return text === null ? [] : parseWordsFile(text, path);
}

export async function writeUserWords(path: string, words: readonly UserWord[]): Promise<void> {
  await writeWhole(dirname(path), basename(path), wordsFile(words));
}

/**
 * A list that someone wrote: one entry a line, or a file of words.
 * @throws UtterError `words-invalid` for a file that doesn't exist, isn't text, or has no usable word
 */
export async function readWordList(path: string): Promise<WordList> {
  const text = await readText(path);
  if (text === null) {
    throw new UtterError('words-invalid', `There is no file ${path}.`, 'Check the path.');
  }
  if (text.includes('\0')) {
    throw new UtterError(
      'words-invalid',
      `${path} is not a text file.`,
      'Save it as plain UTF-8 text with one word or phrase per line.',
    );
  }
  if (/^\s*\{/.test(text)) return { words: parseWordsFile(text, path), problems: [] };
  const list = parseWordLines(text);
  if (list.words.length === 0) {
    const first = list.problems[0];
    const why = first === undefined ? 'has no words' : `has no word that can be used; ${problemText(first)}`;
    throw new UtterError('words-invalid', `${path} ${why}.`, 'Write one word or phrase per line, and after a tab how it sounds.');
  }
  return list;
}

/** What is wrong with a list, line by line; the first so many. */
export function problemLines(path: string, problems: WordList['problems'], place = 'line'): string {
  const most = 20;
  const lines = problems.slice(0, most).map((problem) => `utter: ${path}, ${problemText(problem, place)}\n`);
  if (problems.length > most) lines.push(`utter: … and ${problems.length - most} more.\n`);
  return lines.join('');
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    const reason = errorText(error);
    throw new UtterError('words-invalid', `${path} can't be read: ${reason}.`, 'Check the path and its permissions.', {
      cause: error,
    });
  }
}
