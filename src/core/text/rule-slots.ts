import type { TextLanguage } from './language';
import { createLetterReader } from './letter-reader';
import { createNumberReader, type NumberReader } from './number-reader';
import { createNumberSlots } from './number-slots';
import { createWebSlots } from './web-slots';
import type { WordCursor } from './word-cursor';

/** What a slot of a pattern read. */
export interface SlotValue {
  /** How many words it takes. */
  readonly words: number;
  readonly text: string;
  /** What ranges are compared with: the value of a number, or the count of letters or digits. */
  readonly size: number;
  /** The number itself, where it is one. */
  readonly number: number | null;
}

/** One kind of slot. */
export interface SlotKind {
  /** Whether a value may begin with this word. */
  mayBegin(word: string): boolean;
  /** All values that begin at `from`, longest first. */
  read(cursor: WordCursor, from: number): readonly SlotValue[];
}

/** No number, sequence or name is longer: what goes on longer is cut. It bounds the work at each word. */
export const maxSlotWords = 32;

export interface SlotParts {
  readonly language: TextLanguage;
  readonly numbers: NumberReader;
  /** Whether something else than an ordinary word begins at an index: a command or a replacement. */
  readonly isTaken: (cursor: WordCursor, index: number) => boolean;
}

/** Every kind of slot by its name in patterns. */
export function createSlotKinds(language: TextLanguage, isTaken: SlotParts['isTaken']): ReadonlyMap<string, SlotKind> {
  const parts: SlotParts = { language, numbers: createNumberReader(language.numbers), isTaken };
  const letters = createLetterReader(language.letters);
  const functionWords = new Set(language.sets['functionWords'] ?? []);
  const kinds = new Map<string, SlotKind>([
    ...Object.entries(createNumberSlots(parts)),
    ...Object.entries(createWebSlots(parts, letters)),
    ['letters', letters.sequence],
    ['letter', letters.one],
    [
      'word',
      {
        mayBegin: (word) => isPlainWord.test(word) && !functionWords.has(word),
        read(cursor, from) {
          const word = cursor.word(from, from);
          if (word === null || !isPlainWord.test(word) || functionWords.has(word) || isTaken(cursor, from)) return [];
          return [{ words: 1, text: word, size: word.length, number: null }];
        },
      },
    ],
  ]);
  for (const [name, table] of Object.entries(language.tables)) kinds.set(name, tableKind(table));
  return kinds;
}

const isPlainWord = /^\p{L}[\p{L}\p{M}'’-]*$/u;

function tableKind(table: Readonly<Record<string, string>>): SlotKind {
  const byFirst = new Map<string, { readonly words: readonly string[]; readonly text: string }[]>();
  for (const [phrase, text] of Object.entries(table)) {
    const words = phrase.split(' ');
    const entries = byFirst.get(words[0]!) ?? [];
    entries.push({ words, text });
    byFirst.set(words[0]!, entries);
  }
  for (const entries of byFirst.values()) entries.sort((a, b) => b.words.length - a.words.length);
  return {
    mayBegin: (word) => byFirst.has(word),
    read(cursor, from) {
      const entries = byFirst.get(cursor.word(from, from) ?? '') ?? [];
      return entries
        .filter(({ words }) => words.every((word, offset) => cursor.word(from + offset, from) === word))
        .map(({ words, text }) => ({ words: words.length, text, size: words.length, number: null }));
    },
  };
}
