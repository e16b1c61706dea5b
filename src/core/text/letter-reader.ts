import type { LetterWords } from './language';
import type { SlotKind, SlotValue } from './slot';
import type { WordCursor } from './word-cursor';

/** No sequence of spelled letters is longer. */
const maxLetters = 30;

interface Spelled {
  readonly letter: string;
  /** How many words its name has. */
  readonly words: number;
  /** By a name that is nothing but a letter's. */
  readonly isNamed: boolean;
  /** Such as `'s`: the sequence ends here. */
  readonly ending: string;
}

export interface LetterReader {
  /** Letters said one by one, written in capitals. */
  readonly sequence: SlotKind;
  /** One letter. */
  readonly one: SlotKind;
  /** A letter that is not a word. */
  readonly plain: SlotKind;
  /** The letters from `from` on, however many. */
  spelled(cursor: WordCursor, from: number): readonly Spelled[];
}

/** @param isNumber whether a number begins with a word: before one, a letter that is also a word is a letter */
export function createLetterReader(language: LetterWords, isNumber: (word: string) => boolean): LetterReader {
  const names = new Map(Object.entries(language.names));
  const soundalikes = new Map(Object.entries(language.soundalikes));
  const letterWords = new Set(language.words);
  const known = new Set(language.known);
  const firstWords = new Set([...names.keys()].map((name) => name.split(' ')[0]!));

  function letterAt(cursor: WordCursor, from: number, index: number): Spelled | null {
    const word = cursor.word(index, from);
    if (word === null) return null;
    const ending = language.endings.find((each) => word.endsWith(each) && names.has(word.slice(0, -each.length)));
    if (ending !== undefined) {
      return { letter: names.get(word.slice(0, -ending.length))!, words: 1, isNamed: true, ending };
    }
    if (names.has(word)) return { letter: names.get(word)!, words: 1, isNamed: true, ending: '' };
    if (firstWords.has(word)) {
      const letter = names.get(`${word} ${cursor.word(index + 1, from)}`);
      if (letter !== undefined) return { letter, words: 2, isNamed: true, ending: '' };
    }
    const letter = soundalikes.get(word);
    return letter === undefined ? null : { letter, words: 1, isNamed: false, ending: '' };
  }

  function spelled(cursor: WordCursor, from: number): readonly Spelled[] {
    const letters: Spelled[] = [];
    let at = from;
    while (letters.length < maxLetters) {
      const next = letterAt(cursor, from, at);
      if (next === null) break;
      letters.push(next);
      at += next.words;
      if (next.ending !== '') break;
    }
    return letters;
  }

  /** Whether letters before which, or after which, words may stand that look like letters are one sequence. */
  function isSequence(letters: readonly Spelled[], isCut: boolean): boolean {
    const text = letters.map(({ letter }) => letter).join('');
    if (text.length < 2 || letters.filter(({ isNamed }) => isNamed).length < 2) return false;
    if (known.has(text)) return true;
    const [first, last] = [letters[0]!, letters.at(-1)!];
    const rest = text.slice(1);
    if (letterWords.has(first.letter) && (text.length === 2 || known.has(rest))) return false;
    if (letterWords.has(last.letter) && isCut && text.length < spelledWordLetters) return false;
    return first.isNamed || text.length >= spelledWordLetters;
  }

  const one: SlotKind = {
    mayBegin: (word) => names.has(word) || firstWords.has(word),
    read(cursor, from) {
      const letter = letterAt(cursor, from, from);
      if (letter === null || !letter.isNamed || letter.ending !== '') return [];
      return [{ words: letter.words, text: letter.letter.toUpperCase(), size: 1, number: null }];
    },
  };
  return {
    one,
    plain: { ...one, read: (cursor, from) => (letterWords.has(cursor.word(from, from) ?? '') ? [] : one.read(cursor, from)) },
    spelled,
    sequence: {
      mayBegin: (word) => names.has(word) || firstWords.has(word) || soundalikes.has(word),
      read(cursor, from) {
        const letters = spelled(cursor, from);
        const values: SlotValue[] = [];
        const all = letters.map(({ letter }) => letter).join('');
        // "a CD player", not "ACD player" and not "AC D player".
        if (letterWords.has(all.charAt(0)) && !known.has(all) && known.has(all.slice(1))) return [];
        let words = 0;
        for (let count = 1; count <= letters.length; count++) {
          const taken = letters.slice(0, count);
          words += taken.at(-1)!.words;
          const isLast = count === letters.length;
          // A word follows: what looks like the last letter may belong to it.
          const next = cursor.word(from + words, from);
          const isCut = !isLast || (next !== null && !isNumber(next));
          if (!isSequence(taken, isCut)) continue;
          const text = taken.map(({ letter, ending }) => letter.toUpperCase() + ending).join('');
          values.unshift({ words, text, size: count, number: null });
        }
        return values;
      },
    },
  };
}

/** From here on letters spell a word, in which every letter may stand anywhere. */
const spelledWordLetters = 5;
