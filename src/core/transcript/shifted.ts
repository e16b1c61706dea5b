import type { Partial, Segment, Span, Word } from './types';

/** The same, later by `offsetMs`. */
export function later<T extends Word | Span | Segment>(part: T, offsetMs: number): T {
  return { ...part, startMs: part.startMs + offsetMs, endMs: part.endMs + offsetMs };
}

/** A segment whose recording begins `offsetMs` into another. */
export function shiftedSegment(segment: Segment, offsetMs: number): Segment {
  if (offsetMs === 0) return segment;
  const { words, written, lineStartMs } = segment;
  return {
    ...later(segment, offsetMs),
    words: words.map((word) => later(word, offsetMs)),
    ...(written && { written: written.map((span) => later(span, offsetMs)) }),
    ...(lineStartMs !== undefined && { lineStartMs: lineStartMs + offsetMs }),
  };
}

/** As `shiftedSegment`, for what is still open. */
export function shiftedPartial(partial: Partial, offsetMs: number): Partial {
  if (offsetMs === 0) return partial;
  const all = <T extends Word | Span>(parts: readonly T[]): readonly T[] => parts.map((part) => later(part, offsetMs));
  const { committed, tentative, written } = partial;
  const lineStartsMs = written?.lineStartsMs?.map((startMs) => startMs + offsetMs);
  return {
    committed: all(committed),
    tentative: all(tentative),
    ...(written && {
      written: {
        ...written,
        committed: all(written.committed),
        tentative: all(written.tentative),
        ...(lineStartsMs && { lineStartsMs }),
      },
    }),
  };
}
