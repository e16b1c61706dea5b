import { habitFor, type SpokenSoFar } from './command-habit';
import { type CommandPlace, type CommandVerdict, judgeCommand, type MarksAhead } from './command-judge';
import type { CommandEffect, SpokenCommand, TextLanguage } from './language';
import { PhraseTrie } from './phrase-trie';
import type { Token } from './token';
import type { WordCursor } from './word-cursor';

/** What is known of the text before a place. */
export interface TextBefore {
  /** No text is before it, or a command. */
  readonly isStart: boolean;
  readonly isAfterCommand: boolean;
  /** The item before it was made from several words: "e t a" ends with no article. */
  readonly isAfterPhrase: boolean;
  readonly spoken: SpokenSoFar;
}

/** The words of a command, and whether it is meant. */
export interface CommandRead {
  readonly command: SpokenCommand;
  /** What it does: of an emoji the one that was named. */
  readonly effect: CommandEffect;
  readonly words: number;
  readonly place: CommandPlace;
  readonly verdict: CommandVerdict;
}

/** A doubtful command waits for so many words. */
const wordsAhead = 10;

/** Whether a phrase begins here that the user has replaced. */
type IsReplaced = (cursor: WordCursor, at: number) => boolean;

function never(_cursor: WordCursor, _at: number): boolean {
  return false;
}

interface Entry {
  readonly command: SpokenCommand;
  readonly effect: CommandEffect;
  readonly phrase: string;
}

export interface CommandReader {
  /** The longest command at `at` that is meant; if none is, the longest whose words are there; null where there are none. */
  read(cursor: WordCursor, tokens: readonly Token[], at: number, before: TextBefore): CommandRead | null;
  /** All commands whose words begin at `at`, the longest first. */
  readAll(cursor: WordCursor, tokens: readonly Token[], at: number, before: TextBefore): readonly CommandRead[];
  /** How many words a command has that begins at `at`, meant or not; 0 for none. */
  wordsAt(cursor: WordCursor, at: number): number;
}

/**
 * @param off ids of commands that are words
 * @param hasTimes whether the words' times say anything
 */
export function createCommandReader(
  language: TextLanguage,
  off: ReadonlySet<string>,
  hasTimes: boolean,
  isReplaced: IsReplaced = never,
): CommandReader {
  const trie = commandTrie(language, off);
  /** Far commoner as words than as marks. */
  const isOrdinary = new Set([language.web.dot, ...language.numbers.point]);

  function readAll(cursor: WordCursor, tokens: readonly Token[], at: number, before: TextBefore): CommandRead[] {
    return trie.all(cursor, at).map(({ words, value }) => {
      const end = at + words;
      const isAfterText = !before.isStart && at > 0;
      const place: CommandPlace = {
        phrase: value.phrase,
        kind: value.command.effect.kind,
        before: isAfterText ? cursor.word(at - 1, at - 1) : null,
        twoBefore: isAfterText ? cursor.word(at - 2, at - 2) : null,
        after: cursor.word(end, at),
        isAfterCommand: before.isAfterCommand,
        isAfterPhrase: isAfterText && before.isAfterPhrase,
        isBeforeCommand: trie.longest(cursor, end) !== null || isReplaced(cursor, end),
        pauseBeforeMs: hasTimes ? pauseMs(tokens, at - 1) : null,
        pauseAfterMs: hasTimes ? pauseMs(tokens, end - 1) : null,
        confidence: leastConfidence(tokens, at, end),
        ahead: () => marksAhead(cursor, end),
        habit: habitFor(before.spoken, value.effect, value.command.id, value.phrase),
      };
      return {
        command: value.command,
        effect: value.effect,
        words,
        place,
        verdict: judgeCommand(place, language.commandWeights),
      };
    });
  }

  function marksAhead(cursor: WordCursor, from: number): MarksAhead {
    let count: 0 | 1 | 2 = 0;
    for (let at = from; at < from + wordsAhead; at++) {
      if (cursor.word(at, at) === null) return { count, isToEnd: true };
      const kind = trie.longest(cursor, at)?.value.command.effect.kind;
      if (kind !== 'mark' && kind !== 'break') continue;
      if (!isOrdinary.has(cursor.word(at, at) ?? '')) count = count === 0 ? 1 : 2;
      if (count === 2) return { count, isToEnd: false };
    }
    return { count, isToEnd: false };
  }

  return {
    wordsAt: (cursor, at) => trie.longest(cursor, at)?.words ?? 0,
    readAll,
    read(cursor, tokens, at, before) {
      const all = readAll(cursor, tokens, at, before);
      return all.find(({ verdict }) => verdict.isCommand) ?? all[0] ?? null;
    },
  };
}

/** All phrases of a language; the emoji's only by the words that end them. */
function commandTrie(language: TextLanguage, off: ReadonlySet<string>): PhraseTrie<Entry> {
  const trie = new PhraseTrie<Entry>();
  for (const command of language.commands) {
    if (off.has(command.id)) continue;
    for (const phrase of command.say) trie.add(phrase.split(' '), { command, effect: command.effect, phrase });
    if (command.effect.kind !== 'emoji') continue;
    for (const [name, text] of Object.entries(language.emoji)) {
      const effect = { kind: 'sign', text, spaceBefore: true, spaceAfter: true } as const;
      for (const word of language.emojiWords) trie.add([...name.split(' '), word], { command, effect, phrase: word });
    }
  }
  return trie;
}

/** The silence after a token; null where none follows, or where times don't say. */
function pauseMs(tokens: readonly Token[], index: number): number | null {
  const [token, next] = [tokens[index], tokens[index + 1]];
  if (token === undefined || next === undefined) return null;
  const pause = next.startMs - token.endMs;
  return Number.isFinite(pause) ? Math.max(0, pause) : null;
}

function leastConfidence(tokens: readonly Token[], from: number, to: number): number {
  let least = 1;
  // Not a number is no confidence.
  for (let i = from; i < to; i++) least = tokens[i]!.confidence < least ? tokens[i]!.confidence : least;
  return tokens.slice(from, to).some(({ confidence }) => Number.isNaN(confidence)) ? 0 : least;
}
