import { afterCommand, afterWords, nothingSpoken } from '../../src/core/text/command-habit';
import type { CommandPlace } from '../../src/core/text/command-judge';
import { createCommandReader, type TextBefore } from '../../src/core/text/command-reader';
import { english } from '../../src/core/text/en/index';
import { type Token, tokenOf } from '../../src/core/text/token';
import { WordCursor } from '../../src/core/text/word-cursor';
import type { SaidWord } from './command-corpus';

export interface KnownPlace {
  readonly place: CommandPlace;
  readonly isCommand: boolean;
}

const reader = createCommandReader(english, new Set(), true);
const longestPauseMs = 1000;

/** Every place where the words of a command were said, with what is true of it: what was before counts as it was meant. */
export function readPlaces(said: readonly SaidWord[]): KnownPlace[] {
  const tokens = tokensOf(said);
  const hasTimes = said.some(({ pauseMs }) => pauseMs !== null);
  const cursor = new WordCursor(
    tokens,
    (index) => index > 0 && tokens[index] !== undefined && tokens[index]!.startMs - tokens[index - 1]!.endMs > longestPauseMs,
  );
  const places: KnownPlace[] = [];
  let before: Omit<TextBefore, 'isAfterPhrase'> = { isStart: true, isAfterCommand: false, spoken: nothingSpoken };
  for (let at = 0; at < tokens.length;) {
    const meant = said[at]!.command;
    const all = reader
      .readAll(cursor, tokens, at, { ...before, isAfterPhrase: isPhraseEnd(said, at) })
      .map((read) => (hasTimes ? read : { ...read, place: { ...read.place, pauseBeforeMs: null, pauseAfterMs: null } }));
    const obeyed =
      meant === null
        ? undefined
        : all.find(
            ({ words }) =>
              said
                .slice(at, at + words)
                .map(({ text }) => text)
                .join(' ') === meant,
          );
    for (const read of all) {
      // Of a longer command the first words are none by themselves.
      if (obeyed === undefined || read === obeyed || read.words > obeyed.words)
        places.push({ place: read.place, isCommand: read === obeyed });
    }
    if (obeyed === undefined) {
      const words = Math.max(1, all[0]?.words ?? 1);
      const inside = said.slice(at + 1, at + words).findIndex(({ command }) => command !== null);
      const passed = inside < 0 ? words : inside + 1;
      before = { isStart: false, isAfterCommand: false, spoken: afterWords(before.spoken, passed) };
      at += passed;
    } else {
      before = {
        isStart: true,
        isAfterCommand: true,
        spoken: afterCommand(before.spoken, obeyed.effect, obeyed.command.id, obeyed.place.phrase),
      };
      at += obeyed.words;
      if (obeyed.effect.kind !== 'literal') continue;
      const escaped = reader.wordsAt(cursor, at);
      before = { isStart: false, isAfterCommand: false, spoken: afterWords(before.spoken, escaped) };
      at += escaped;
    }
  }
  return places;
}

/** Numbers and letters said one by one are rewritten before what follows is judged. */
function isPhraseEnd(said: readonly SaidWord[], at: number): boolean {
  const [last = '', before = ''] = [said[at - 1]?.text, said[at - 2]?.text];
  return /\d/.test(last) || (/^[a-z]$/.test(last) && /^[a-z]$/.test(before));
}

export function tokensOf(said: readonly SaidWord[]): Token[] {
  const tokens: Token[] = [];
  let startMs = 0;
  for (const [index, { text, confidence, pauseMs }] of said.entries()) {
    const token = tokenOf({ text, confidence, startMs, endMs: startMs + 250 }, index, null);
    if (token !== null) tokens.push(token);
    startMs += 250 + (pauseMs ?? 0);
  }
  return tokens;
}
