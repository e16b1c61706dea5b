import type { LetterReader } from './letter-reader';
import type { SlotKind, SlotParts, SlotValue } from './slot';
import type { WordCursor } from './word-cursor';

/** Parts of an address: no more than these are joined. */
const maxParts = 8;

interface Read {
  readonly text: string;
  readonly words: number;
}

/** Slots for `mailbox` ("john dot smith"), `site` ("example dot co dot uk") and `path` ("slash about slash team"). */
export function createWebSlots({ language, numbers }: SlotParts, letters: LetterReader): Readonly<Record<string, SlotKind>> {
  const { web } = language;
  const joiners = new Map([[web.dot, '.'], ...Object.entries(web.joiners)]);
  const slashes = new Set(web.slash);
  const topLevelDomains = new Set(web.topLevelDomains);
  const functionWords = new Set(language.sets['functionWords'] ?? []);
  const notMailbox = new Set(language.sets['notMailbox'] ?? []);
  const names = Object.entries(web.names).map(([phrase, text]) => ({ words: phrase.split(' '), text }));

  /** One part: a known name, spelled letters, digits, or one word; a word or letters may have digits after them. */
  function part(cursor: WordCursor, at: number, from: number, isFirst: boolean): Read | null {
    const word = cursor.word(at, from);
    if (word === null || joiners.has(word) || slashes.has(word) || word === web.at) return null;
    const name = names.find(({ words }) => words[0] === word && words.every((each, i) => cursor.word(at + i, from) === each));
    if (name !== undefined) return withDigits(cursor, at, from, name.text, name.words.length);
    const spelled = letters.spelled(cursor, at).filter(({ ending }) => ending === '');
    const named = spelled.filter(({ isNamed }) => isNamed).length;
    if (spelled.length > 1 && named > 1) {
      const text = spelled.map(({ letter }) => letter).join('');
      return withDigits(
        cursor,
        at,
        from,
        text,
        spelled.reduce((sum, each) => sum + each.words, 0),
      );
    }
    const digits = readDigits(cursor, at, from);
    if (digits !== null) return digits;
    if (!/^[\p{L}\p{N}'-]+$/u.test(word) || (isFirst && functionWords.has(word)) || cursor.isTaken(at)) return null;
    return withDigits(cursor, at, from, word.replaceAll("'", ''), 1);
  }

  function withDigits(cursor: WordCursor, at: number, from: number, text: string, words: number): Read {
    const digits = readDigits(cursor, at + words, from);
    return digits === null ? { text, words } : { text: text + digits.text, words: words + digits.words };
  }

  function readDigits(cursor: WordCursor, at: number, from: number): Read | null {
    let text = '';
    let words = 0;
    while (words < maxParts) {
      const word = cursor.word(at + words, from);
      if (word === null || !numbers.mayBegin(word)) break;
      const digit = numbers.digit(word);
      const pair = numbers.read(cursor, at + words).cardinals.find(({ value }) => value >= 10 && value < 10000);
      if (pair !== undefined) [text, words] = [text + pair.value, words + pair.words];
      else if (digit !== null) [text, words] = [text + digit, words + 1];
      else break;
    }
    return words === 0 ? null : { text, words };
  }

  /** Any number of parts, separated by joiners. */
  function chain(cursor: WordCursor, from: number, joins: ReadonlyMap<string, string>, isPath = false): Read[] {
    const found: Read[] = [];
    let next = part(cursor, from, from, !isPath);
    let read: Read = { text: '', words: 0 };
    for (let count = 0; next !== null && count < maxParts; count++) {
      read = { text: read.text + next.text, words: read.words + next.words };
      found.push(read);
      const joiner = joins.get(cursor.word(from + read.words, from) ?? '');
      if (joiner === undefined) break;
      next = part(cursor, from + read.words + 1, from, false);
      read = { text: read.text + joiner, words: read.words + 1 };
    }
    return found.toReversed();
  }

  const value = ({ text, words }: Read): SlotValue => ({ words, text, size: text.length, number: null });
  const isAnyName = (word: string): boolean => /^[\p{L}\p{N}]/u.test(word);
  const domainJoins = new Map([...joiners].filter(([, sign]) => sign === '.' || sign === '-'));
  return {
    mailbox: {
      mayBegin: (word) => isAnyName(word) && !notMailbox.has(word),
      read: (cursor, from) => chain(cursor, from, joiners).map(value),
    },
    site: {
      mayBegin: isAnyName,
      read: (cursor, from) =>
        chain(cursor, from, domainJoins)
          .filter(({ text }) => topLevelDomains.has(/\.([^.]+)$/.exec(text)?.[1] ?? ''))
          .map(value),
    },
    path: {
      mayBegin: (word) => slashes.has(word),
      read(cursor, from) {
        const found: SlotValue[] = [];
        let read: Read = { text: '', words: 0 };
        for (let count = 0; count < maxParts && slashes.has(cursor.word(from + read.words, from) ?? ''); count++) {
          const at = from + read.words + 1;
          const [name] = chainFrom(cursor, at, from);
          if (name === undefined) break;
          read = { text: `${read.text}/${name.text}`, words: read.words + 1 + name.words };
          found.unshift(value(read));
        }
        return found;
      },
    },
  };

  function chainFrom(cursor: WordCursor, at: number, from: number): Read[] {
    return cursor.word(at, from) === null ? [] : chain(cursor, at, joiners, true);
  }
}
