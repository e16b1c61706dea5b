import { type CommandHabit, knownHabit } from './command-judge';
import type { CommandEffect } from './language';

/** The commands of a dictation so far, for those to come. */
export interface SpokenSoFar {
  readonly marks: number;
  readonly others: number;
  readonly wordsSince: number;
  /** Quotes, brackets and modes that are open, the last one last. */
  readonly open: readonly string[];
  /** How commands were said, by their ids: the way that was heard last. */
  readonly ways: ReadonlyMap<string, string>;
}

export const nothingSpoken: SpokenSoFar = { marks: 0, others: 0, wordsSince: 0, open: [], ways: new Map() };
/** Of someone who is known to speak all marks. */
export const marksSpoken: SpokenSoFar = { ...nothingSpoken, marks: knownHabit };

/** Deeper is nothing that anyone means. */
const mostOpen = 8;

const openers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{', '>': '<' };

export function afterWords(before: SpokenSoFar, words: number): SpokenSoFar {
  return { ...before, wordsSince: before.wordsSince + words };
}

export function afterCommand(before: SpokenSoFar, effect: CommandEffect, id: string, phrase: string): SpokenSoFar {
  const isMark = isSpokenMark(effect);
  return {
    marks: isMark ? Math.min(knownHabit, before.marks + 1) : before.marks,
    others: isMark ? before.others : Math.min(knownHabit, before.others + 1),
    wordsSince: isMark ? 0 : before.wordsSince,
    open: openAfter(before.open, effect),
    ways: before.ways.get(id) === phrase ? before.ways : new Map([...before.ways, [id, phrase]]),
  };
}

export function habitFor(
  { marks, others, wordsSince, open, ways }: SpokenSoFar,
  effect: CommandEffect,
  id: string,
  phrase: string,
): CommandHabit {
  const way = ways.get(id);
  const said = way === undefined ? 'never' : way === phrase ? 'so' : 'otherwise';
  return { marks, others, wordsSince, isOpen: isClosedBy(open, effect), said };
}

/** Whether a quote or bracket of this command's kind, or its mode, is open. */
export function isClosedBy(open: readonly string[], effect: CommandEffect): boolean {
  const name = closes(effect);
  return name !== null && open.includes(name);
}

function isSpokenMark(effect: CommandEffect): boolean {
  return ['mark', 'break', 'item', 'open', 'close', 'toggle'].includes(effect.kind);
}

function openAfter(open: readonly string[], effect: CommandEffect): readonly string[] {
  // Quotes and brackets end with their paragraph, modes don't.
  if (effect.kind === 'break' && effect.lines === 2) return open.filter((name) => /^\w+$/.test(name));
  const closed = closes(effect);
  const at = closed === null ? -1 : open.lastIndexOf(closed);
  if (at >= 0) return open.toSpliced(at, 1);
  const name =
    effect.kind === 'open' || effect.kind === 'toggle' ? effect.text : effect.kind === 'mode' && effect.isOn ? effect.mode : null;
  return name === null ? open : [...open, name].slice(-mostOpen);
}

function closes(effect: CommandEffect): string | null {
  if (effect.kind === 'close') return openers[effect.text] ?? effect.text;
  if (effect.kind === 'toggle') return effect.text;
  return effect.kind === 'mode' && !effect.isOn ? effect.mode : null;
}
