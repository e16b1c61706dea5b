import { linePauseMs } from '../endpointer';
import { openText, goingOn, segmentText } from './text';
import type { Partial, Segment, Span } from './types';

/** Text of a segment, or of what is open, and where it stands. */
export interface TextPiece {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  /** With case and marks, which tell where sentences end. */
  readonly isWritten: boolean;
  /** Whether it stands on the line of the one before. */
  readonly isSameLine: boolean;
}

/** Puts pieces on lines, as they come. */
export interface TextLines {
  /** What to print for the next piece. */
  piece(piece: TextPiece): string;
  /** What to print for more of the same piece. */
  more(text: string, endMs: number): string;
  /** What ends the last line. */
  end(): string;
}

/** After a sentence, a pause of this length begins a paragraph. */
const paragraphPauseMs = 3000;
/** A paragraph of this length ends at the next pause after a sentence. */
const longParagraph = 600;

const sentenceEnd = /[.?!…:。！？]["')\]”’»]*\s*$/u;

/**
 * Written text in paragraphs: a line goes on within a sentence however long the pause is, and after a sentence until a long pause comes or the paragraph
 * is long. Where the pause is too short to have ended a line, something else did: another dictation. Words as recognised are on a line for each pause.
 */
export function createTextLines(): TextLines {
  let last = '';
  let lastEndMs = 0;
  let lineLength = 0;
  let hasMarks = false;
  const print = (text: string, endMs: number): string => {
    if (text === '') return '';
    // Enough to see how it ends.
    last = (last + text).slice(-20);
    lastEndMs = endMs;
    const at = text.lastIndexOf('\n');
    lineLength = at < 0 ? lineLength + text.length : text.length - at - 1;
    hasMarks ||= sentenceEnd.test(last);
    return text;
  };

  function isNewLine({ text, startMs, isWritten, isSameLine }: TextPiece): boolean {
    // What begins with a mark belongs to the text before it.
    if (isSameLine || !text.startsWith(' ')) return false;
    if (!isWritten) return true;
    // A text without any mark has no sentences to go on in.
    if (hasMarks && !sentenceEnd.test(last)) return false;
    const pauseMs = startMs - lastEndMs;
    return pauseMs < linePauseMs || pauseMs >= paragraphPauseMs || lineLength >= longParagraph;
  }

  return {
    piece(piece) {
      const { text, endMs } = piece;
      if (text === '' || last === '' || last.endsWith('\n')) return print(text.replace(/^ +/u, ''), endMs);
      if (!isNewLine(piece)) return print(goingOn(lastCharacter(last), text), endMs);
      return print(`\n${text.replace(/^ +/u, '')}`, endMs);
    },
    more: print,
    end: () => (last === '' || last.endsWith('\n') ? '' : '\n'),
  };
}

function lastCharacter(text: string): string {
  return Array.from(text.slice(-2)).at(-1) ?? '';
}

/** A segment as a piece of text. */
export function segmentPiece(segment: Segment, isSameLine: boolean): TextPiece {
  const { words, written, startMs, endMs } = segment;
  const spans: readonly Span[] = written ?? words;
  return {
    text: segmentText(segment),
    startMs: spans[0]?.startMs ?? startMs,
    endMs: spans.at(-1)?.endMs ?? endMs,
    isWritten: written !== undefined,
    isSameLine,
  };
}

/** What is open as a piece of text. */
export function openPiece(partial: Partial, isSameLine: boolean): TextPiece {
  const { committed, tentative } = partial.written ?? partial;
  const spans: readonly Span[] = [...committed, ...tentative];
  return {
    text: openText(partial),
    startMs: spans[0]?.startMs ?? 0,
    endMs: spans.at(-1)?.endMs ?? 0,
    isWritten: partial.written !== undefined,
    isSameLine,
  };
}
