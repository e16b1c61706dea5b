import { linePauseMs } from '../endpointer';
import type { Partial, Segment, Transcript } from './types';

/**
 * The segment, told on which line it stands: on that of the one before where the pause between them is shorter than the pause that ends a line, else
 * on its own. Whoever makes segments that end at shorter pauses passes each through here, in order.
 * @param before the segment before it; null for the first
 */
export function onLine(segment: Segment, before: Segment | null): Segment {
  const startMs = segment.words[0]?.startMs ?? segment.startMs;
  return { ...segment, lineStartMs: lineStartMs(before, startMs) };
}

/** Where the line begins on which something said at `startMs` stands, after `before`. */
export function lineStartMs(before: Segment | null, startMs: number): number {
  if (before?.lineStartMs === undefined) return startMs;
  const endMs = before.words.at(-1)?.endMs ?? before.endMs;
  return startMs - endMs < linePauseMs ? before.lineStartMs : startMs;
}

/** Whether a segment stands on the line of the one before it. */
export function goesOn(before: Segment | undefined, segment: Segment): boolean {
  return segment.lineStartMs !== undefined && before?.lineStartMs === segment.lineStartMs;
}

/** Segments by lines; each line has at least one. */
export function linesOf(segments: readonly Segment[]): readonly (readonly Segment[])[] {
  const lines: Segment[][] = [];
  for (const [index, segment] of segments.entries()) {
    if (goesOn(segments[index - 1], segment)) lines.at(-1)!.push(segment);
    else lines.push([segment]);
  }
  return lines;
}

/**
 * Of each paragraph of the open text, the open one included, whether it stands on the line of what is before it. After a long silence the one that is
 * open does not, even if nothing is said in it yet.
 */
export function openLines({ segments, partial, durationMs }: Transcript): readonly boolean[] {
  const last = segments.at(-1) ?? null;
  const paragraphs = (partial.written?.paragraphEnds.length ?? 0) + 1;
  const starts = partial.written === undefined ? openLineStarts(last, partial, durationMs) : (partial.written.lineStartsMs ?? []);
  return Array.from({ length: paragraphs }, (_, index) => {
    const before = index === 0 ? last?.lineStartMs : starts[index - 1];
    return starts[index] !== undefined && starts[index] === before;
  });
}

function openLineStarts(last: Segment | null, { committed, tentative }: Partial, durationMs: number): readonly number[] {
  if (last?.lineStartMs === undefined) return [];
  return [lineStartMs(last, (committed[0] ?? tentative[0])?.startMs ?? durationMs)];
}
