import type { Word } from './types';

/** What a command does to the words of a dictation. */
export type EditAction = 'scratch' | 'undo' | 'redo' | 'select-last-word' | 'delete-last-word' | 'correct' | 'stop';

export interface EditCommand {
  readonly action: EditAction;
  /** Each as it is spoken, in lower case. */
  readonly phrases: readonly string[];
}

/** Every command that edits by voice; the settings' `editCommandsOff` holds actions. */
export const editCommands: readonly EditCommand[] = [
  { action: 'scratch', phrases: ['scratch that'] },
  { action: 'undo', phrases: ['undo that'] },
  { action: 'redo', phrases: ['redo that'] },
  { action: 'select-last-word', phrases: ['select last word', 'select the last word'] },
  { action: 'delete-last-word', phrases: ['delete last word', 'delete the last word'] },
  { action: 'correct', phrases: ['correct that'] },
  { action: 'stop', phrases: ['stop dictation'] },
];

/**
 * A command is a run of words between pauses of at least this, with nothing else in the run. It is twice the usual pause
 * between phrases.
 */
export const commandPauseMs = 500;

/** Words less certain than this are text, whatever they spell. */
export const commandConfidence = 0.5;

/** The enabled command that a run of words forms, if any. */
export function commandOf(words: readonly Word[], off: readonly string[]): EditCommand | null {
  return commandWith(words, off, (phrase, said) => phrase === said);
}

/** Whether more words could make a command of these. */
export function canBecomeCommand(words: readonly Word[], off: readonly string[]): boolean {
  return commandWith(words, off, (phrase, said) => `${phrase} `.startsWith(`${said} `)) !== null;
}

function commandWith(
  words: readonly Word[],
  off: readonly string[],
  fits: (phrase: string, said: string) => boolean,
): EditCommand | null {
  if (words.some(({ confidence }) => confidence < commandConfidence)) return null;
  const said = words.map(({ text }) => text.toLowerCase().replace(/[^\p{L}\p{N}']/gu, '')).join(' ');
  return (
    editCommands.find(({ action, phrases }) => !off.includes(action) && phrases.some((phrase) => fits(phrase, said))) ?? null
  );
}
