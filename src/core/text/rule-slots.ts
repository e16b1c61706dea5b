import type { TextLanguage } from './language';
import { createLetterReader } from './letter-reader';
import { createNumberReader } from './number-reader';
import { createNumberSlots } from './number-slots';
import type { SlotKind, SlotParts } from './slot';
import { createWebSlots } from './web-slots';

/** Every kind of slot by its name in patterns. */
export function createSlotKinds(language: TextLanguage): ReadonlyMap<string, SlotKind> {
  const parts: SlotParts = { language, numbers: createNumberReader(language.numbers) };
  const letters = createLetterReader(language.letters, parts.numbers.mayBegin);
  const functionWords = new Set(language.sets['functionWords'] ?? []);
  const kinds = new Map<string, SlotKind>([
    ...Object.entries(createNumberSlots(parts)),
    ...Object.entries(createWebSlots(parts, letters)),
    ['letters', letters.sequence],
    ['letter', letters.one],
    ['plainLetter', letters.plain],
    [
      'word',
      {
        mayBegin: (word) => isPlainWord.test(word) && !functionWords.has(word),
        read(cursor, from) {
          const word = cursor.word(from, from);
          if (word === null || !isPlainWord.test(word) || functionWords.has(word) || cursor.isTaken(from)) return [];
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
        .map(({ words, text }) => ({ words: words.length, text, size: words.length, number: null, said: words.join(' ') }));
    },
  };
}
