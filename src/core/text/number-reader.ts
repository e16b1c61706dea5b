import type { NumberWords } from './language';
import type { WordCursor } from './word-cursor';

/** A number found in the words from `from` on. */
export interface NumberRead {
  readonly value: number;
  readonly words: number;
}

export interface NumbersRead {
  /** Longest first. */
  readonly cardinals: readonly NumberRead[];
  readonly ordinals: readonly NumberRead[];
}

export interface NumberReader {
  /** Whether a number, a digit or an ordinal may begin with the word. */
  mayBegin(word: string): boolean;
  /** Every number that begins at `from`: "two hundred five" has 205, 200 and 2. */
  read(cursor: WordCursor, from: number): NumbersRead;
  /** A digit by any of its names; null for other words. */
  digit(word: string): number | null;
  /** How often "double" and the like repeat the digit after them; null for other words. */
  repeat(word: string): number | null;
}

/** The part of a number below a thousand that is being read. */
interface Group {
  hundreds: number;
  below: number;
  /** What `below` consists of, which decides what may follow. */
  state: 'none' | 'unit' | 'teen' | 'tens' | 'tensAndUnit';
}

/** Reads spoken numbers made of units, teens, tens, a word for hundred and scales, largest first. */
export function createNumberReader(language: NumberWords): NumberReader {
  const table = (record: Readonly<Record<string, number>>): ReadonlyMap<string, number> => new Map(Object.entries(record));
  const [digits, teens, tens] = [table(language.digits), table(language.teens), table(language.tens)];
  const [scales, ordinals, repeats] = [table(language.scales), table(language.ordinals), table(language.repeats)];
  const { and, article, hundred } = language;
  const sequenceOnly = new Set(language.digitsOnlyInSequence);

  /** Takes a number below a hundred into the group, or says that it can't follow. */
  function takeBelowHundred(group: Group, value: number): boolean {
    if (group.state === 'tens' && value > 0 && value < 10) {
      group.below += value;
      group.state = 'tensAndUnit';
      return true;
    }
    if (group.state !== 'none' || value === 0 || value > 99) return false;
    group.below = value;
    group.state = value < 10 ? 'unit' : value < 20 || value % 10 !== 0 ? 'teen' : 'tens';
    return true;
  }

  function read(cursor: WordCursor, from: number): NumbersRead {
    const found: NumberRead[] = [];
    const foundOrdinals: NumberRead[] = [];
    let total = 0;
    let lastScale = Infinity;
    let group: Group = { hundreds: 0, below: 0, state: 'none' };
    let isArticle = false;
    let isAfterAnd = false;
    for (let at = from; ; at++) {
      const word = cursor.word(at, from);
      if (word === null) break;
      const length = at - from + 1;
      const groupValue = group.hundreds + group.below;
      const isEmpty = at === from;
      if (word === article && isEmpty) {
        isArticle = true;
        continue;
      }
      if (word === and && !isAfterAnd && group.state === 'none' && (group.hundreds > 0 || total > 0)) {
        isAfterAnd = true;
        continue;
      }
      const ordinal = ordinals.get(word);
      if (ordinal !== undefined && !isArticle) {
        if (takeBelowHundred(group, ordinal)) foundOrdinals.push({ value: total + group.hundreds + group.below, words: length });
        else if (ordinal >= 100 && group.state !== 'none' && !isAfterAnd && ordinal < lastScale) {
          foundOrdinals.push({ value: total + groupValue * ordinal, words: length });
        } else if (ordinal >= 100 && isEmpty) foundOrdinals.push({ value: ordinal, words: 1 });
        break;
      }
      const value = sequenceOnly.has(word) ? undefined : (digits.get(word) ?? teens.get(word) ?? tens.get(word));
      const scale = scales.get(word);
      if (value !== undefined && !isArticle) {
        if (value === 0) {
          if (isEmpty) found.push({ value: 0, words: 1 });
          break;
        }
        if (!takeBelowHundred(group, value)) break;
        isAfterAnd = false;
      } else if (word === hundred) {
        const count = isArticle ? 1 : group.below;
        const canFollow =
          isArticle || group.state === 'unit' || (group.state !== 'none' && group.state !== 'tens' && total === 0);
        if (!canFollow || group.hundreds > 0 || isAfterAnd) break;
        group = { hundreds: count * 100, below: 0, state: 'none' };
        isArticle = false;
      } else if (scale !== undefined) {
        const count = isArticle ? 1 : groupValue;
        if (count === 0 || scale >= lastScale || isAfterAnd) break;
        total += count * scale;
        lastScale = scale;
        group = { hundreds: 0, below: 0, state: 'none' };
        isArticle = false;
      } else break;
      found.push({ value: total + group.hundreds + group.below, words: length });
    }
    return { cardinals: found.toReversed(), ordinals: foundOrdinals };
  }

  const starters = new Set([...digits.keys(), ...teens.keys(), ...tens.keys(), ...ordinals.keys(), ...repeats.keys(), article]);
  return {
    mayBegin: (word) => starters.has(word),
    read,
    digit: (word) => digits.get(word) ?? null,
    repeat: (word) => repeats.get(word) ?? null,
  };
}
