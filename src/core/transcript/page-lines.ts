import { linesOf } from './lines';
import { openParagraphs } from './text';
import type { Segment, Span, Transcript } from './types';

/** A line that is being written: what is final of it, and what follows. */
export interface OpenLine {
  readonly segments: readonly Segment[];
  readonly committed: readonly Span[];
  readonly tentative: readonly Span[];
}

export interface PageLines {
  /** Lines that nothing will be added to. */
  readonly finished: readonly (readonly Segment[])[];
  /** The last one is where the next word may come. None where nothing more comes. */
  readonly open: readonly OpenLine[];
}

/** @param isGrowing whether more may be said: then the last line is open until a long pause has passed */
export function pageLines(transcript: Transcript, isGrowing: boolean): PageLines {
  const finished = [...linesOf(transcript.segments)];
  const paragraphs = openParagraphs(transcript);
  const hasText = paragraphs.some(({ committed, tentative }) => committed.length + tentative.length > 0);
  if (!isGrowing && !hasText) return { finished, open: [] };
  const open: OpenLine[] = [];
  for (const { committed, tentative, goesOn } of paragraphs) {
    const line = goesOn ? (open.pop() ?? { segments: finished.pop() ?? [], committed: [], tentative: [] }) : null;
    if (line === null) open.push({ segments: [], committed, tentative });
    else open.push({ ...line, committed: [...line.committed, ...committed], tentative: [...line.tentative, ...tentative] });
  }
  return { finished, open };
}
