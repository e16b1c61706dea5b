import type { Word } from '../transcript/types';
import { letterNamed, likeness, voteKey } from './word-variants';

/** What is voted on as one: a word, or several that another ear wrote as one. */
export interface VoteToken {
  readonly key: string;
  readonly words: readonly Word[];
}

/** Longest row of words that may be one word elsewhere. */
const longestCompound = 3;
/** A word counts as a spelled one where letters that another ear heard are at least this much like it. */
const spelledLikeness = 0.5;

/**
 * The words of several readings of the same sound, cut alike: where one has "everyone" and another "every one", both are one token;
 * where one has letters ("A N S") and another wrote them together ("ANS"), both are letters.
 */
export function alignedTokens(
  readings: readonly { readonly ear: number; readonly words: readonly Word[] }[],
): readonly (readonly VoteToken[])[] {
  const runs = readings.flatMap(({ words }) => letterRuns(words));
  const earsOf = new Map<string, Set<number>>();
  for (const { ear, words } of readings) for (const { text } of words) earsOf.set(text, (earsOf.get(text) ?? new Set()).add(ear));
  const apart = readings.map(({ words }) =>
    words.flatMap((word, index) =>
      spelledOut(word, words, index, runs, earsOf.get(word.text)!.size === 1, earsOf.has('four') || earsOf.has('for')),
    ),
  );
  const whole = new Set(apart.flatMap((words) => words.map(({ text }) => voteKey(text))).filter((key) => key.length > 3));
  return apart.map((words) => joined(words, whole));
}

const isLetter = ({ text }: Word): boolean => /^\p{L}$/u.test(text);
/** Words that are also letters. */
const isWordToo = ({ text }: Word): boolean => text === 'a' || text === 'i';

/** Rows of at least two letters, as one string each; words that sound like letters count beside one that is nothing else. */
function letterRuns(words: readonly Word[]): string[] {
  const runs: string[] = [];
  let [run, isSpelled] = ['', false];
  for (const word of [...words, null]) {
    const letter = word === null ? null : letterNamed(word.text);
    if (letter === null) {
      if (run.length > 1 && isSpelled) runs.push(run);
      [run, isSpelled] = ['', false];
    } else {
      run += letter;
      isSpelled ||= isLetter(word!) && !isWordToo(word!);
    }
  }
  return runs;
}

function spelledOut(
  word: Word,
  words: readonly Word[],
  index: number,
  runs: readonly string[],
  isHeardByOne: boolean,
  isFourHeard: boolean,
): readonly Word[] {
  const { text, written = '' } = word;
  const letters = Array.from(text);
  if (letters.length < 2 || !/^\p{L}+$/u.test(text)) return [word];
  const isCapital = /\p{Lu}/u.test(written) && written === written.toUpperCase();
  const neighbours = [words[index - 1], words[index + 1]].filter((one) => one !== undefined);
  const isAmongLetters = isCapital && neighbours.some((one) => isLetter(one) && !isWordToo(one));
  // Whisper writes numbers in Roman figures where it may not write digits.
  if (text === 'iv' && isCapital && (isAmongLetters || isFourHeard)) return [{ ...word, text: 'four' }];
  const isNoWord = isCapital && isHeardByOne && /^[^aeiou]{3,}$|[^aeiouy]{4}/u.test(text);
  const isSpelled = isAmongLetters || isNoWord || runs.some((run) => isSpelling(text, run, isCapital));
  if (!isSpelled) return [word];
  const eachMs = (word.endMs - word.startMs) / letters.length;
  return letters.map((letter, place) => ({
    text: letter,
    written: isCapital ? letter.toUpperCase() : letter,
    startMs: word.startMs + place * eachMs,
    endMs: word.startMs + (place + 1) * eachMs,
    confidence: word.confidence,
  }));
}

/** Whether letters that were heard elsewhere spell a word, or the part of it that another wrote apart. */
function isSpelling(text: string, run: string, isCapital: boolean): boolean {
  if (!isCapital && run.length < 3) return false;
  if (run.includes(text) && (isCapital || text.length > 2)) return true;
  return likeness(text, run) >= (isCapital ? spelledLikeness : 0.7);
}

/** Words as tokens; rows of words that a key in `whole` is written as become one. */
export function joined(words: readonly Word[], whole: ReadonlySet<string>): VoteToken[] {
  const tokens: VoteToken[] = [];
  for (let index = 0; index < words.length;) {
    const length = [longestCompound, 2].find((size) => {
      const row = words.slice(index, index + size);
      return row.length === size && !row.every(isLetter) && whole.has(rowKey(row));
    });
    const row = words.slice(index, index + (length ?? 1));
    tokens.push({ key: length === undefined ? voteKey(row[0]!.text) : rowKey(row), words: row });
    index += row.length;
  }
  return tokens;
}

const rowKey = (row: readonly Word[]): string => voteKey(row.map(({ text }) => text).join(''));

/** How a token is written. */
export function surface({ words }: VoteToken): string {
  return words.map(({ text }) => text).join(' ');
}
