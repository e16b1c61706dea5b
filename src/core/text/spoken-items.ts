import type { SpokenSoFar } from './command-habit';
import type { CommandVerdict } from './command-judge';
import { createCommandReader, type CommandRead, type TextBefore } from './command-reader';
import type { CommandEffect, TextLanguage } from './language';
import { createNumberFormat } from './number-format';
import { createNumberReader } from './number-reader';
import { PhraseTrie } from './phrase-trie';
import { roman } from './roman-numeral';
import { ruleMatcher } from './rule-matcher';
import type { WritingStyle } from './style';
import { pauseBetween, type Token } from './token';
import type { Replacement } from './types';
import { WordCursor } from './word-cursor';

/** What words amount to: the unit in which text is written. `words` are the tokens that it was made from. */
export type SpokenItem =
  /** A word as it is; the first of those that a command has, with why they are none. */
  | { readonly kind: 'word'; readonly words: readonly Token[]; readonly verdict?: CommandVerdict }
  /** A phrase that a rule rewrote. */
  | {
      readonly kind: 'phrase';
      readonly words: readonly Token[];
      readonly text: string;
      readonly class: string;
      readonly keepsCase: boolean;
    }
  /** A phrase that the user's replacements rewrote. */
  | { readonly kind: 'replacement'; readonly words: readonly Token[]; readonly text: string }
  | {
      readonly kind: 'command';
      readonly words: readonly Token[];
      readonly id: string;
      readonly effect: CommandEffect;
      readonly verdict: CommandVerdict;
    };

export interface ItemReader {
  /**
   * The items that begin at `tokens[from]`: more than one after "literal", and where the words of a command are words. Null while it takes more words to know.
   * @param isEnd whether no word will follow `tokens`
   */
  read(tokens: readonly Token[], from: number, before: TextBefore, isEnd: boolean): readonly SpokenItem[] | null;
}

export interface ItemOptions {
  readonly language: TextLanguage;
  readonly style: WritingStyle;
  /** Ids of commands that are switched off. */
  readonly commandsOff: readonly string[];
  readonly replacements: readonly Replacement[];
  /** No phrase continues across a longer silence. */
  readonly longestPauseMs: number;
  /** Whether the words' times say anything. */
  readonly hasTimes: boolean;
}

export function createItemReader(options: ItemOptions): ItemReader {
  const { language, commandsOff, longestPauseMs, hasTimes } = options;
  const replacements = new PhraseTrie<string>();
  for (const { from, to } of options.replacements) replacements.add(phraseWords(from), to);
  const isReplaced = (cursor: WordCursor, at: number): boolean => replacements.longest(cursor, at) !== null;
  const commands = createCommandReader(language, new Set(commandsOff), hasTimes, isReplaced);
  const numbers = createNumberReader(language.numbers);
  const format = createNumberFormat(language.code, language.numbers);
  /** Words of commands that are parts of numbers and addresses too: these are read first. */
  const inside = new Set([
    language.web.dot,
    ...Object.keys(language.web.joiners),
    ...language.web.slash,
    ...language.numbers.point,
  ]);

  let tokens: readonly Token[] = [];
  let spoken: SpokenSoFar | null = null;

  /** What follows a command that says how the next thing is written; null where nothing does, and the command is no command. */
  function follower(cursor: WordCursor, read: CommandRead, at: number): readonly SpokenItem[] | null {
    const { effect } = read;
    const end = at + read.words;
    if (effect.kind === 'case') return cursor.word(end, at) === null ? null : [];
    if (effect.kind === 'literal') {
      const escaped = commands.wordsAt(cursor, end) || (replacements.longest(cursor, end)?.words ?? 0);
      return escaped === 0 ? null : tokens.slice(end, end + escaped).map((word): SpokenItem => ({ kind: 'word', words: [word] }));
    }
    if (effect.kind !== 'numeral') return [];
    const number = cursor.word(end, at) === null ? undefined : numbers.read(cursor, end).cardinals[0];
    if (number === undefined || (effect.isRoman && roman(number.value) === null)) return null;
    const text = effect.isRoman ? roman(number.value)! : format.grouped(number.value);
    return [{ kind: 'phrase', words: tokens.slice(end, end + number.words), text, class: 'numeral', keepsCase: true }];
  }

  function commandAt(
    cursor: WordCursor,
    at: number,
    before: TextBefore,
  ): { read: CommandRead; follows: readonly SpokenItem[] | null } | null {
    const all = commands.readAll(cursor, tokens, at, before);
    for (const read of all) {
      if (!read.verdict.isCommand) continue;
      const follows = follower(cursor, read, at);
      if (follows !== null) return { read, follows };
    }
    const [longest] = all;
    return longest === undefined
      ? null
      : { read: { ...longest, verdict: { ...longest.verdict, isCommand: false } }, follows: null };
  }

  const isTaken = (cursor: WordCursor, at: number): boolean => {
    if (replacements.longest(cursor, at) !== null) return true;
    if (inside.has(cursor.word(at, at) ?? '') || commands.wordsAt(cursor, at) === 0 || spoken === null) return false;
    return (
      (commandAt(cursor, at, { isStart: false, isAfterCommand: false, isAfterPhrase: false, spoken })?.follows ?? null) !== null
    );
  };
  const rules = ruleMatcher(language, options.style);

  function readAt(cursor: WordCursor, from: number, before: TextBefore): readonly SpokenItem[] {
    const taken = (words: number, at = from): readonly Token[] => tokens.slice(at, at + words);
    const replacement = replacements.longest(cursor, from);
    if (replacement !== null) return [{ kind: 'replacement', words: taken(replacement.words), text: replacement.value }];
    const found = commandAt(cursor, from, before);
    const isInside = inside.has(cursor.word(from, from) ?? '');
    if (found !== null && found.follows !== null && !isInside) return obeyed(found.read, found.follows);
    const match = rules.match(cursor, from, before.isStart);
    if (match !== null && (found === null || match.words > found.read.words)) {
      const { text, keepsCase } = match;
      return [{ kind: 'phrase', words: taken(match.words), text, class: match.class, keepsCase }];
    }
    if (found === null) return [{ kind: 'word', words: taken(1) }];
    if (found.follows !== null) return obeyed(found.read, found.follows);
    // "the full stop was": what is no command as a whole is none in its parts either.
    const { verdict, words } = found.read;
    return taken(words).map((word, index) => ({ kind: 'word', words: [word], ...(index === 0 && { verdict }) }));

    function obeyed(
      { words, command: { id }, effect, verdict }: CommandRead,
      follows: readonly SpokenItem[],
    ): readonly SpokenItem[] {
      return [{ kind: 'command', words: taken(words), id, effect, verdict }, ...follows];
    }
  }

  return {
    read(all, from, before, isEnd) {
      tokens = all;
      ({ spoken } = before);
      const isBarrier = (index: number): boolean => pauseMs(all, index - 1) > longestPauseMs;
      const cursor = new WordCursor(all, isBarrier, isTaken);
      const items = readAt(cursor, from, before);
      // Whatever the items are: the silence after them is known once the next word is there.
      const end = from + items.reduce((sum, { words }) => sum + words.length, 0);
      return !isEnd && (cursor.hasReadPastEnd || end >= all.length) ? null : items;
    },
  };
}

/** The silence between a token and the next; 0 where times are unknown. */
function pauseMs(tokens: readonly Token[], index: number): number {
  const [token, next] = [tokens[index], tokens[index + 1]];
  const pause = token === undefined || next === undefined ? 0 : pauseBetween(token, next);
  return Number.isFinite(pause) ? pause : 0;
}

/** The words of a phrase as they are compared. */
export function phraseWords(phrase: string): readonly string[] {
  return phrase
    .toLowerCase()
    .replaceAll('’', "'")
    .split(/\s+/u)
    .filter((word) => word !== '');
}
