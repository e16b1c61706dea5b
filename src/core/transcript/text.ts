import { separator } from '../language/unspaced-script';
import { openLines } from './lines';
import type { Partial, Segment, Span, Transcript, Word } from './types';

/** Every word of a transcript, oldest first, the tentative ones last. */
export function transcriptWords({ segments, partial }: Transcript): readonly Word[] {
  return [...segments.flatMap((segment) => segment.words), ...partial.committed, ...partial.tentative];
}

/** The words as recognised separated by single spaces, in scripts that have them. */
export function transcriptText(transcript: Transcript): string {
  return wordsText(transcriptWords(transcript));
}

export function wordsText(words: readonly Word[]): string {
  return words.map(({ text }, index) => (index === 0 ? text : separator(words[index - 1]!.text, text) + text)).join('');
}

export function spansText(spans: readonly Span[]): string {
  return spans.map((span) => span.text).join('');
}

/** Whether a sentence ends with this text, or a line. */
export function endsSentence(text: string): boolean {
  return /(?:[.?!…]["')\]”’]*\s*|\n)$/u.test(text);
}

/** A segment's text as it follows what is before: with the white space that parts the two. */
export function segmentText({ words, written }: Segment): string {
  return written === undefined ? spaced(wordsText(words)) : spansText(written);
}

/** As `segmentText`, for what is still open. */
export function openText({ committed, tentative, written }: Partial): string {
  if (written !== undefined) return spansText(written.committed) + spansText(written.tentative);
  return spaced(wordsText([...committed, ...tentative]));
}

/** The text as it is written, or the words as recognised where no text was written. */
export function writtenText({ segments, partial }: Transcript): string {
  return joinedText([...segments.map(segmentText), openText(partial)]).replace(/^ +/u, '');
}

/** Texts that begin with the white space that separates them from the text before; without it where two scripts meet that have no spaces. */
export function joinedText(texts: readonly string[]): string {
  let last = '';
  const pieces = texts.map((text) => {
    const piece = goingOn(last, text);
    last = piece === '' ? last : piece;
    return piece;
  });
  return pieces.join('');
}

/** A text that begins with a space, as it stands behind another one. */
export function goingOn(before: string, text: string): string {
  return text.startsWith(' ') && separator(before, text.slice(1)) === '' ? text.slice(1) : text;
}

/** Text that is still open, by utterances. */
export interface Paragraph {
  readonly committed: readonly Span[];
  readonly tentative: readonly Span[];
  /** Whether it stands on the line of what is before it. */
  readonly goesOn: boolean;
}

/** The open text, or the words as recognised where no text was written, in paragraphs: at least one. */
export function openParagraphs(transcript: Transcript): readonly Paragraph[] {
  const { committed, tentative, written } = transcript.partial;
  const goesOn = openLines(transcript);
  if (written === undefined) {
    const spans = wordSpans([...committed, ...tentative]);
    return [{ committed: spans.slice(0, committed.length), tentative: spans.slice(committed.length), goesOn: goesOn[0]! }];
  }
  const starts = [0, ...written.paragraphEnds];
  const committedSpans = written.committed.length;
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? Infinity;
    return {
      committed: written.committed.slice(start, end),
      tentative: written.tentative.slice(Math.max(0, start - committedSpans), Math.max(0, end - committedSpans)),
      goesOn: goesOn[index]!,
    };
  });
}

/** Words as they are, each with the space before it. */
export function wordSpans(words: readonly Word[]): readonly Span[] {
  return words.map(({ text, startMs, endMs }, index) => ({
    text: goingOn(words[index - 1]?.text ?? '', ` ${text}`),
    startMs,
    endMs,
  }));
}

function spaced(text: string): string {
  return text === '' ? '' : ` ${text}`;
}
