import type { TextSettings } from '../settings';
import type { Segment } from '../transcript/types';
import { marksSpoken, nothingSpoken, type SpokenSoFar } from './command-habit';
import { createTextFormatter, type FormatterOptions } from './formatter';
import type { TextLanguage } from './language';
import { textLanguage } from './languages';
import { createPlainFormatter } from './plain-formatter';
import { createRulePunctuator } from './rule-punctuator';
import { createTranscriptWriter, type TranscriptWriter } from './transcript-writer';
import type { Punctuator } from './types';

export interface WriterOptions {
  readonly settings: TextSettings;
  /** The language of segments that don't name theirs, and of words that are still open. */
  readonly languageCode: string;
  /** Of that language, or, where that has no rules, of the one that has some; null where none is installed: then rules do it. */
  readonly punctuator: Punctuator | null;
  /** The text that is continued, or its end. */
  readonly preceding?: string;
  /** Commands that edit by voice and are switched off; without it none is obeyed. */
  readonly editCommandsOff?: readonly string[] | undefined;
}

/** Writes one recording's transcript; as recognised where text is not to be formatted, and what is in languages without rules. */
export function createWriter(options: WriterOptions): TranscriptWriter {
  const { settings, languageCode, punctuator, preceding = '', editCommandsOff } = options;
  if (!settings.formatText) return { write: (transcript) => transcript };
  const rulesOf = (language: string | undefined): TextLanguage | null => textLanguage(language ?? languageCode);
  const writer = createTranscriptWriter({
    createFormatter(before, language, spoken) {
      if (language === null) return createPlainFormatter(before);
      return createTextFormatter({
        language,
        punctuator: punctuator ?? createRulePunctuator(language),
        style: settings.style,
        ...markOptions(settings, language, spoken),
        replacements: settings.replacements,
        preceding: before,
      });
    },
    rulesOf,
    preceding,
    editCommandsOff: editCommandsOff ?? null,
  });
  if (rulesOf(undefined) !== null) return writer;
  return createWaitingWriter(writer, ({ language }) => rulesOf(language) !== null);
}

/** Who speaks which marks: of someone who speaks them all, that is known from the first word. */
export function markOptions(
  { autoPunctuation, spokenMarks, commandsOff }: TextSettings,
  { commands }: TextLanguage,
  spoken?: SpokenSoFar,
): Pick<FormatterOptions, 'hasMarks' | 'commandsOff' | 'spoken'> {
  const marks = spokenMarks ? [] : commands.filter(({ group }) => group === 'marks').map(({ id }) => id);
  return {
    hasMarks: autoPunctuation,
    commandsOff: [...commandsOff, ...marks],
    spoken: spoken ?? (autoPunctuation ? nothingSpoken : marksSpoken),
  };
}

/** Leaves transcripts as they are until there is a segment to write. */
function createWaitingWriter(writer: TranscriptWriter, isWritten: (segment: Segment) => boolean): TranscriptWriter {
  let seenSegments = 0;
  let hasBegun = false;
  return {
    write(transcript, isEnd) {
      hasBegun ||= transcript.segments.slice(seenSegments).some(isWritten);
      seenSegments = transcript.segments.length;
      return hasBegun ? writer.write(transcript, isEnd) : transcript;
    },
  };
}
