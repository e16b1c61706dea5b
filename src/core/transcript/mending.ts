import { onLine } from './lines';
import { shiftedSegment } from './shifted';
import type { Segment, Transcript, Word } from './types';

/** A word that was recognised again may begin this much before the end of the one that is kept. */
const overlapMs = 60;

/**
 * A transcript that was cut off, with what was recognised of its sound afterwards. Every word of `kept` stays as it is.
 * @param tail of the sound from `tailStartMs` on, the end of `kept`'s last ended utterance; its times count from there
 */
export function mended(kept: Transcript, tail: Transcript, tailStartMs: number): Transcript {
  const open = kept.partial.committed;
  const heard = relined(
    tail.segments.map((segment) => shiftedSegment(segment, tailStartMs)),
    kept.segments.at(-1) ?? null,
  );
  const partial = { committed: [], tentative: [] };
  const durationMs = Math.max(kept.durationMs, tailStartMs + tail.durationMs);
  const again = heard.flatMap(({ words }) => words);
  // Usually the same words come again, and better: with what follows them.
  if (open.every(({ text }, index) => again[index]?.text === text)) {
    return { segments: [...kept.segments, ...heard], partial, durationMs };
  }
  const keptEndMs = open.at(-1)!.endMs;
  const rest = heard.flatMap(({ words }) => {
    const later = words.filter(({ startMs }) => startMs >= keptEndMs - overlapMs);
    return later.length === 0 ? [] : [segmentOf(later.map((word) => startingAfter(word, keptEndMs)))];
  });
  return { segments: [...kept.segments, segmentOf(open), ...rest], partial, durationMs };
}

/** The segments with the first of them on the line of the one before, if the pause between is short: they were heard by themselves. */
function relined(segments: readonly Segment[], before: Segment | null): readonly Segment[] {
  const [first] = segments;
  if (first?.lineStartMs === undefined || before?.lineStartMs === undefined) return segments;
  const { lineStartMs } = onLine(first, before);
  return segments.map((segment) =>
    segment.lineStartMs === first.lineStartMs ? { ...segment, lineStartMs: lineStartMs! } : segment,
  );
}

/** Where the sound must be recognised again: after the last utterance that had ended. */
export function unfinishedFromMs({ segments }: Transcript): number {
  return segments.at(-1)?.endMs ?? 0;
}

function segmentOf(words: readonly Word[]): Segment {
  return { words, startMs: words[0]!.startMs, endMs: words.at(-1)!.endMs };
}

function startingAfter(word: Word, earliestMs: number): Word {
  const startMs = Math.max(word.startMs, earliestMs);
  return { ...word, startMs, endMs: Math.max(word.endMs, startMs) };
}
