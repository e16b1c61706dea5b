import type { Partial, Segment, Span, Transcript, Word } from './types';

/** Every word of a transcript, oldest first, the tentative ones last. */
export function transcriptWords({ segments, partial }: Transcript): readonly Word[] {
  return [...segments.flatMap((segment) => segment.words), ...partial.committed, ...partial.tentative];
}

/** The words as recognised with single spaces between. */
export function transcriptText(transcript: Transcript): string {
  return wordsText(transcriptWords(transcript));
}

export function wordsText(words: readonly Word[]): string {
  return words.map((word) => word.text).join(' ');
}

export function spansText(spans: readonly Span[]): string {
  return spans.map((span) => span.text).join('');
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
  return (segments.map(segmentText).join('') + openText(partial)).replace(/^ +/u, '');
}

/** Text that is still open, by utterances. */
export interface Paragraph {
  readonly committed: readonly Span[];
  readonly tentative: readonly Span[];
}

/** The open text, or the words as recognised where no text was written, in paragraphs: at least one. */
export function openParagraphs({ committed, tentative, written }: Partial): readonly Paragraph[] {
  if (written === undefined) return [{ committed: committed.map(wordSpan), tentative: tentative.map(wordSpan) }];
  const starts = [0, ...written.paragraphEnds];
  const committedSpans = written.committed.length;
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? Infinity;
    return {
      committed: written.committed.slice(start, end),
      tentative: written.tentative.slice(Math.max(0, start - committedSpans), Math.max(0, end - committedSpans)),
    };
  });
}

function wordSpan({ text, startMs, endMs }: Word): Span {
  return { text: ` ${text}`, startMs, endMs };
}

function spaced(text: string): string {
  return text === '' ? '' : ` ${text}`;
}
