import type { CommandEffect, SpokenCommand, TextLanguage } from './language';
import { phraseSet, type PhraseSet } from './phrase-set';
import { PhraseTrie } from './phrase-trie';
import { ruleMatcher } from './rule-matcher';
import type { WritingStyle } from './style';
import { pauseBetween, type Token } from './token';
import type { Replacement } from './types';
import { WordCursor } from './word-cursor';

/** What words amount to: the unit in which text is written. `words` are the tokens that it was made from. */
export type SpokenItem =
  /** A word as it is. */
  | { readonly kind: 'word'; readonly words: readonly Token[] }
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
  | { readonly kind: 'command'; readonly words: readonly Token[]; readonly effect: CommandEffect };

export interface ItemReader {
  /**
   * The items that begin at `tokens[from]`, more than one after "literal"; null while it takes more words to know.
   * @param isStart whether no text is before it
   * @param isAfterPhrase whether the word before it belongs to a phrase: "e t a" ends with no article
   * @param isEnd whether no word will follow `tokens`
   */
  read(
    tokens: readonly Token[],
    from: number,
    isStart: boolean,
    isAfterPhrase: boolean,
    isEnd: boolean,
  ): readonly SpokenItem[] | null;
}

export interface ItemOptions {
  readonly language: TextLanguage;
  readonly style: WritingStyle;
  /** Ids of commands that are switched off. */
  readonly commandsOff: readonly string[];
  readonly replacements: readonly Replacement[];
  /** A command said with less confidence counts as words. */
  readonly leastCommandConfidence: number;
  /** No phrase continues across a longer silence. */
  readonly longestPauseMs: number;
}

interface Command {
  readonly command: SpokenCommand;
  readonly notAfter: PhraseSet | null;
  readonly notBefore: PhraseSet | null;
}

export function createItemReader(options: ItemOptions): ItemReader {
  const { language, commandsOff, leastCommandConfidence, longestPauseMs } = options;
  const commands = new PhraseTrie<Command>();
  for (const command of language.commands) {
    if (commandsOff.includes(command.id)) continue;
    const set = (name?: string): PhraseSet | null => (name === undefined ? null : phraseSet(language.sets[name] ?? []));
    const entry = { command, notAfter: set(command.notAfter), notBefore: set(command.notBefore) };
    for (const phrase of command.say) commands.add(phrase.split(' '), entry);
  }
  const replacements = new PhraseTrie<string>();
  for (const { from, to } of options.replacements) replacements.add(phraseWords(from), to);

  let tokens: readonly Token[] = [];

  function commandAt(cursor: WordCursor, at: number, isAfterPhrase = false): { command: SpokenCommand; words: number } | null {
    const found = commands.longest(cursor, at);
    if (found === null) return null;
    const { command, notAfter, notBefore } = found.value;
    if (tokens.slice(at, at + found.words).some(({ confidence }) => !(confidence >= leastCommandConfidence))) return null;
    if ((!isAfterPhrase && notAfter?.endsAt(cursor, at) === true) || notBefore?.beginsAt(cursor, at + found.words, at) === true)
      return null;
    // "It will answer capital": there must be a word to capitalise.
    if (command.effect.kind === 'case' && cursor.word(at + found.words, at) === null) return null;
    return { command, words: found.words };
  }

  const isTaken = (cursor: WordCursor, at: number): boolean =>
    commandAt(cursor, at) !== null || replacements.longest(cursor, at) !== null;
  const rules = ruleMatcher(language, options.style);

  function readAt(cursor: WordCursor, from: number, isStart: boolean, isAfterPhrase: boolean): readonly SpokenItem[] {
    const taken = (words: number, at = from): readonly Token[] => tokens.slice(at, at + words);
    const replacement = replacements.longest(cursor, from);
    if (replacement !== null) return [{ kind: 'replacement', words: taken(replacement.words), text: replacement.value }];
    const found = commandAt(cursor, from, isAfterPhrase);
    if (found !== null && found.command.effect.kind === 'literal') {
      const at = from + found.words;
      const escaped = commands.longest(cursor, at)?.words ?? replacements.longest(cursor, at)?.words;
      if (escaped !== undefined) {
        const words = taken(escaped, at).map((word): SpokenItem => ({ kind: 'word', words: [word] }));
        return [{ kind: 'command', words: taken(found.words), effect: found.command.effect }, ...words];
      }
    } else if (found !== null) return [{ kind: 'command', words: taken(found.words), effect: found.command.effect }];
    const match = rules.match(cursor, from, isStart);
    if (match === null) return [{ kind: 'word', words: taken(1) }];
    const { text, keepsCase } = match;
    return [{ kind: 'phrase', words: taken(match.words), text, class: match.class, keepsCase }];
  }

  return {
    read(all, from, isStart, isAfterPhrase, isEnd) {
      tokens = all;
      const isBarrier = (index: number): boolean => pauseMs(all, index - 1) > longestPauseMs;
      const cursor = new WordCursor(all, isBarrier, isTaken);
      const items = readAt(cursor, from, isStart, isAfterPhrase);
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
