import { english } from '../../src/core/text/en/index';
import { createTextFormatter, type TextFormatter } from '../../src/core/text/formatter';
import type { Punctuator, TextSpan } from '../../src/core/text/types';

/** Leaves case and marks alone, so that what rules write is seen by itself. */
export const noPunctuator: Punctuator = {
  lookahead: 0,
  label: (words, _pausesMs, from, to) => words.slice(from, to).map((written) => ({ written, mark: '' })),
};

/** A formatter that begins in the middle of a sentence. */
export function midSentence(): TextFormatter {
  return createTextFormatter({ language: english, punctuator: noPunctuator, preceding: 'so,', hasMarks: false, hasTimes: false });
}

/** What rules write for words said in the middle of a sentence. */
export function formatPlain(words: readonly string[]): readonly TextSpan[] {
  const recognised = words.map((text) => ({ text, startMs: 0, endMs: 0, confidence: 1 }));
  return midSentence().update(recognised, [], true).committed;
}
