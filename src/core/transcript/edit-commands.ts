import type { Word } from './types';

/** What a command does to the words of a dictation. */
export const editActions = [
  'scratch',
  'undo',
  'redo',
  'select-last-word',
  'delete-last-word',
  'select-last-sentence',
  'delete-last-sentence',
  'select-all',
  'delete-all',
  'unselect',
  'correct',
  'stop',
] as const;
export type EditAction = (typeof editActions)[number];

export interface EditCommand {
  readonly action: EditAction;
  /** Each as it is spoken, in lower case, the commonest first. */
  readonly phrases: readonly string[];
  /** Of words: how many it is about. */
  readonly count: number;
}

const counts = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const lasts = ['last', 'the last', 'previous', 'the previous'];

/** "delete last word", "delete the previous three words". */
function wordCommands(action: EditAction, verbs: readonly string[], more: readonly string[]): EditCommand[] {
  const all = (what: string): string[] => verbs.flatMap((verb) => lasts.map((last) => `${verb} ${last} ${what}`));
  return [
    { action, phrases: [...all('word'), ...more], count: 1 },
    ...counts.map((name, index) => ({ action, phrases: all(`${name} words`), count: index + 2 })),
  ];
}

function command(action: EditAction, ...phrases: readonly string[]): EditCommand {
  return { action, phrases, count: 1 };
}

/**
 * Every command that edits by voice; the settings' `editCommandsOff` holds actions. Published ones that are not here have no meaning in a text that is spoken to
 * its end and then delivered: those that move a cursor or scroll ("go to end", "move up"), that use the clipboard or keys of an application ("copy that",
 * "press escape"), that style letters ("bold that"), and that name words to find ("select hello").
 */
export const editCommands: readonly EditCommand[] = [
  command('scratch', 'scratch that', 'delete that', 'strike that', 'erase that', 'remove that', 'take that back'),
  command('undo', 'undo that', 'undo', 'undo last', 'undo the last action', 'undo last action'),
  command('redo', 'redo that', 'redo', 'redo last', 'redo the last action', 'redo last action'),
  ...wordCommands('select-last-word', ['select', 'correct'], []),
  ...wordCommands('delete-last-word', ['delete', 'scratch', 'remove', 'erase'], ['delete word', 'delete a word']),
  command('select-last-sentence', ...lasts.map((last) => `select ${last} sentence`), 'select sentence'),
  command('delete-last-sentence', ...lasts.map((last) => `delete ${last} sentence`), 'delete sentence', 'scratch last sentence'),
  command('select-all', 'select all', 'select everything', 'select all text'),
  command(
    'delete-all',
    'delete all',
    'delete everything',
    'clear all',
    'clear everything',
    'scratch everything',
    'delete all text',
  ),
  command('unselect', 'deselect that', 'unselect that', 'deselect', 'unselect', 'clear selection', 'cancel selection'),
  command('correct', 'correct that', 'select that', 'change that', 'fix that', 'replace that'),
  command(
    'stop',
    'stop dictation',
    'stop listening',
    'stop dictating',
    'stop voice typing',
    'end dictation',
    'end voice typing',
    'turn off dictation',
    'turn off voice typing',
    'go to sleep',
    'microphone off',
    'stop recording',
  ),
];

/** Commands by their phrases, and the beginnings of phrases with the actions that they may become. */
const byPhrase = new Map<string, EditCommand>();
const byBeginning = new Map<string, Set<EditAction>>();
for (const each of editCommands) {
  for (const phrase of each.phrases) {
    byPhrase.set(phrase, each);
    const words = phrase.split(' ');
    for (const end of words.keys()) {
      const beginning = words.slice(0, end + 1).join(' ');
      byBeginning.set(beginning, (byBeginning.get(beginning) ?? new Set()).add(each.action));
    }
  }
}

/**
 * A command is a run of words between pauses of at least this, with nothing else in the run. It is twice the usual pause
 * between phrases.
 */
export const commandPauseMs = 500;

/** Words less certain than this are text, whatever they spell. */
export const commandConfidence = 0.5;

/** The enabled command that a run of words forms, if any. */
export function commandOf(words: readonly Word[], off: readonly string[]): EditCommand | null {
  const found = byPhrase.get(saidBy(words) ?? '');
  return found === undefined || off.includes(found.action) ? null : found;
}

/** Whether more words could make a command of these. */
export function canBecomeCommand(words: readonly Word[], off: readonly string[]): boolean {
  const actions = byBeginning.get(saidBy(words) ?? '');
  return actions !== undefined && [...actions].some((action) => !off.includes(action));
}

/** Null where a word is doubtful, or there are more than any command has. */
function saidBy(words: readonly Word[]): string | null {
  if (words.length > mostWords || words.some(({ confidence }) => !(confidence >= commandConfidence))) return null;
  return words.map(({ text }) => text.toLowerCase().replace(/[^\p{L}\p{N}']/gu, '')).join(' ');
}

const mostWords = Math.max(...[...byPhrase.keys()].map((phrase) => phrase.split(' ').length));
