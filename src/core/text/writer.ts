import type { TextSettings } from '../settings';
import { createTextFormatter } from './formatter';
import { textLanguage } from './languages';
import { createRulePunctuator } from './rule-punctuator';
import { createTranscriptWriter, type TranscriptWriter } from './transcript-writer';
import type { Punctuator } from './types';

export interface WriterOptions {
  readonly settings: TextSettings;
  /** The model's language. */
  readonly languageCode: string;
  /** Null where no model of punctuation is installed: then rules do it. */
  readonly punctuator: Punctuator | null;
  /** The text that is continued, or its end. */
  readonly preceding?: string;
  /** Commands that edit by voice and are switched off; without it none is obeyed. */
  readonly editCommandsOff?: readonly string[] | undefined;
}

/** Writes one recording's transcript; as recognised where text is not to be formatted or the language has no rules. */
export function createWriter(writerOptions: WriterOptions): TranscriptWriter {
  const { settings, languageCode, punctuator, preceding = '', editCommandsOff } = writerOptions;
  const language = textLanguage(languageCode);
  if (!settings.formatText || language === null) return { write: (transcript) => transcript };
  const options = {
    language,
    punctuator: punctuator ?? createRulePunctuator(language),
    hasMarks: settings.autoPunctuation,
    commandsOff: settings.commandsOff,
    replacements: settings.replacements,
  };
  return createTranscriptWriter({
    createFormatter: (before) => createTextFormatter({ ...options, preceding: before }),
    preceding,
    editCommandsOff: editCommandsOff ?? null,
  });
}
