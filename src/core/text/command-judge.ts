import type { Boundaries, CommandEffect, CommandWeights } from './language';

/** What is known of a place where the words of a command were said. */
export interface CommandPlace {
  /** The words as they are listed: "question mark". */
  readonly phrase: string;
  readonly kind: CommandEffect['kind'];
  /** Words before and after it, null where text begins or ends, behind a command and beyond a silence. */
  readonly before: string | null;
  readonly twoBefore: string | null;
  readonly after: string | null;
  readonly isAfterCommand: boolean;
  /** A number, an abbreviation or the like is before it, said in several words. */
  readonly isAfterPhrase: boolean;
  /** The words of another command follow. */
  readonly isBeforeCommand: boolean;
  /** Silences; null where no time is known. */
  readonly pauseBeforeMs: number | null;
  readonly pauseAfterMs: number | null;
  /** Of its least certain word. */
  readonly confidence: number;
  readonly habit: CommandHabit;
  /** What is said next; it is asked for only where the rest leaves a doubt. */
  readonly ahead: () => MarksAhead;
}

/** The names of marks and lines in the next words. */
export interface MarksAhead {
  readonly count: 0 | 1 | 2;
  /** Fewer words follow than were looked at. */
  readonly isToEnd: boolean;
}

/** What this dictation has had of commands so far. */
export interface CommandHabit {
  /** Marks, brackets and lines that were spoken, up to `knownHabit`. */
  readonly marks: number;
  /** Words since the last of them, or since the text began. */
  readonly wordsSince: number;
  /** Other commands that were obeyed, up to `knownHabit`. */
  readonly others: number;
  /** Something is open that this command would close. */
  readonly isOpen: boolean;
  /** Whether this command was obeyed before: said the same way, another way, or not. */
  readonly said: 'so' | 'otherwise' | 'never';
}

/** More of them say nothing new. */
export const knownHabit = 4;

export interface CommandVerdict {
  readonly phrase: string;
  readonly isCommand: boolean;
  /** How likely it is. */
  readonly probability: number;
  /** What it rests on, the weightiest first: nats for the command, or against it. */
  readonly evidence: readonly { readonly name: string; readonly weight: number }[];
}

/** A command is obeyed if it is at least as likely as not. */
const leastProbability = 0.5;
/** Words less certain than this are no command, whatever else speaks for it. */
export const leastCommandConfidence = 0.5;

/** One decision for all commands: what speaks for the command and what speaks for its words, added up. */
export function judgeCommand(place: CommandPlace, weights: CommandWeights): CommandVerdict {
  const evidence: { name: string; weight: number }[] = [];
  let sum = 0;
  const weightOf = (name: string): number => ownValue(weights.evidence, name) ?? 0;
  const add = (name: string, value: number): void => {
    const weight = weightOf(name) * value;
    sum += weight;
    if (weight !== 0) evidence.push({ name, weight });
  };
  for (const [name, value] of commandEvidence(place, weights.boundaries)) add(name, value);
  // Most places are clear: what follows is waited for only where it can change the decision.
  const possible = allAhead.map((ahead) => sum + weightOf(aheadEvidence(place, ahead)));
  if (Math.min(...possible) < 0 && Math.max(...possible) >= 0) add(aheadEvidence(place, place.ahead()), 1);
  const probability = 1 / (1 + Math.exp(-sum));
  return {
    phrase: place.phrase,
    isCommand: probability >= leastProbability && place.confidence >= leastCommandConfidence,
    probability,
    evidence: evidence.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight)),
  };
}

/** Kinds whose places in a sentence are alike. */
const kindGroups: Readonly<Record<CommandEffect['kind'], string>> = {
  mark: 'mark',
  sign: 'sign',
  break: 'line',
  item: 'line',
  open: 'opening',
  close: 'closing',
  toggle: 'opening',
  case: 'case',
  mode: 'case',
  glue: 'glue',
  numeral: 'case',
  emoji: 'emoji',
  literal: 'literal',
};

/** Each piece of evidence by its name, with its strength. */
export function* commandEvidence(place: CommandPlace, boundaries: Boundaries): Generator<[string, number]> {
  const { phrase, before, twoBefore, after, habit } = place;
  const group = kindGroups[place.kind];
  yield ['any', 1];
  yield [`is ${group}`, 1];
  yield [`is “${phrase}”`, 1];
  if (phrase.includes(' ')) yield ['several words', 1];

  if (place.isAfterPhrase) yield [`${group} after a phrase`, 1];
  else if (before !== null) {
    yield [`after “${before}”`, 1];
    yield [`${group} after “${before}”`, 1];
    yield [`“${before} ${phrase}”`, 1];
    if (twoBefore !== null) yield [`two after “${twoBefore}”`, 1];
    const ends = ownValue(boundaries, before)?.[0];
    yield ends === undefined
      ? [`${group} after a rare word in “-${before.slice(-2)}”`, 1]
      : [`${group} where sentences end`, ends / 10];
  } else if (place.isAfterCommand) yield [`${group} after a command`, 1];
  else yield [`${group} at the start`, 1];

  if (after !== null) {
    yield [`before “${after}”`, 1];
    yield [`${group} before “${after}”`, 1];
    yield [`“${phrase} ${after}”`, 1];
    const begins = ownValue(boundaries, after)?.[1];
    yield begins === undefined ? [`${group} before a rare word`, 1] : [`${group} where sentences begin`, begins / 10];
  } else yield [`${group} at the end`, 1];
  if (place.isBeforeCommand) yield [`${group} before a command`, 1];

  if (place.pauseBeforeMs !== null) yield [`${group} pause before: ${pauseClass(place.pauseBeforeMs)}`, 1];
  if (place.pauseAfterMs !== null) yield [`${group} pause after: ${pauseClass(place.pauseAfterMs)}`, 1];
  yield ['doubt', 1 - place.confidence];

  yield [`${group}, ${habit.marks} marks spoken`, 1];
  yield [
    habit.marks > 0
      ? `words since the last: ${spanClass(habit.wordsSince)}`
      : `words without any: ${spanClass(habit.wordsSince)}`,
    1,
  ];
  if (habit.others > 0) yield [`${group}, other commands spoken`, 1];
  if (habit.said !== 'never') yield [`${group} said ${habit.said} before`, 1];
  if (habit.isOpen) yield [`${group} that is open`, 1];
}

/** "constructor" and the like are words too. */
function ownValue<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

const allAhead: readonly MarksAhead[] = [false, true].flatMap((isToEnd) =>
  ([0, 1, 2] as const).map((count) => ({ count, isToEnd })),
);

/** People who speak one mark speak the next ones. */
export function aheadEvidence({ kind, habit }: CommandPlace, { count, isToEnd }: MarksAhead): string {
  return `${kindGroups[kind]}${habit.marks > 1 ? ' as before' : ''}, ${count} marks ahead${isToEnd ? ' to the end' : ''}`;
}

function pauseClass(ms: number): string {
  return ms < 60 ? 'none' : ms < 250 ? 'short' : ms < 600 ? 'middle' : 'long';
}

function spanClass(words: number): string {
  return words < 4 ? '0 to 3' : words < 16 ? '4 to 15' : words < 40 ? '16 to 39' : '40 or more';
}
