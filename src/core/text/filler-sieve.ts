import type { FillerWords } from './language';
import type { WritingStyle } from './style';
import type { Token } from './token';

/**
 * How many of the words from `at` on are left out, 0 for none; null while it takes more words to know.
 * @param before the last word that stays, in lower case; null at the start
 * @param isEnd whether no word follows
 */
export type FillerSieve = (words: readonly Token[], at: number, before: string | null, isEnd: boolean) => number | null;

/** The longest run of words that counts as begun again: "we should we should go". */
const longestStart = 4;

/** Finds the words that a speaker would not have written: hesitations and doubled words; in full, also fillers and false starts. */
export function createFillerSieve(
  fillers: FillerWords,
  level: WritingStyle['fillers'],
  isNumber: (word: string) => boolean,
): FillerSieve {
  const hesitations = new Set(fillers.hesitations);
  const answers = new Set(fillers.answers);
  const neverDoubled = new Set(fillers.neverDoubled);
  const neverAtEdge = new Set(fillers.joining);
  const phrases = fillers.phrases.map(({ say, notAfter, notBefore }) => ({
    words: say.split(' '),
    notAfter: new Set(notAfter),
    notBefore: new Set(notBefore),
  }));

  /** The words that can be seen, or null where more would have to be. */
  function keys(words: readonly Token[], at: number, count: number, isEnd: boolean): readonly string[] | null {
    if (at + count > words.length && !isEnd) return null;
    return words.slice(at, at + count).map(({ key }) => key);
  }

  function lightly(words: readonly Token[], at: number, isEnd: boolean): number | null {
    const { key, text } = words[at]!;
    // What has capitals is a name: ER.
    if (text !== text.toLowerCase()) return 0;
    if (!hesitations.has(key) && !neverDoubled.has(key)) return 0;
    const [next, third] = [words[at + 1]?.key, words[at + 2]?.key];
    if (hesitations.has(key)) {
      if (next === undefined) return isEnd ? 1 : null;
      return answers.has(`${key} ${next}`) ? 0 : 1;
    }
    if (next === undefined) return isEnd ? 0 : null;
    if (next !== key) return 0;
    if (third === undefined) return isEnd ? 1 : null;
    // "A A M" are letters.
    return key.length === 1 && third.length === 1 ? 0 : 1;
  }

  function fillerPhrase(words: readonly Token[], at: number, before: string | null, isEnd: boolean): number | null {
    for (const phrase of phrases) {
      if (phrase.words[0] !== words[at]!.key || phrase.notAfter.has(before ?? '')) continue;
      const seen = keys(words, at, phrase.words.length + 1, isEnd);
      if (seen === null) return null;
      const next = seen[phrase.words.length] ?? '';
      if (phrase.words.every((word, index) => seen[index] === word) && !phrase.notBefore.has(next)) return phrase.words.length;
    }
    return 0;
  }

  function falseStart(words: readonly Token[], at: number, isEnd: boolean): number | null {
    const room = isEnd ? Math.floor((words.length - at) / 2) : longestStart;
    for (let count = 2; count <= Math.min(longestStart, room); count++) {
      const seen = keys(words, at, count * 2, isEnd);
      if (seen === null) {
        // More words make a difference only if those that are there begin again.
        const half = keys(words, at, words.length - at, true)!;
        if (half.length <= count || half.slice(count).every((word, index) => word === half[index])) return null;
        continue;
      }
      const start = seen.slice(0, count);
      if (!start.every((word, index) => word === seen[count + index])) continue;
      const isPlain = start.every((word) => !isNumber(word) && (word.length > 1 || word === 'i' || word === 'a'));
      if (isPlain && new Set(start).size > 1 && !neverAtEdge.has(start[0]!) && !neverAtEdge.has(start.at(-1)!)) return count;
    }
    return 0;
  }

  return (words, at, before, isEnd) => {
    if (level === 'off') return 0;
    const light = lightly(words, at, isEnd);
    if (light !== 0 || level === 'light') return light;
    const phrase = fillerPhrase(words, at, before, isEnd);
    return phrase !== 0 ? phrase : falseStart(words, at, isEnd);
  };
}
