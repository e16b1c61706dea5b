import { solidLetters } from '../language/unspaced-script';
import { commonWords } from './common-words';
import { shownWords, splitAtLetters } from './shown-words';
import type { Segment, Transcript, Word } from './types';

/**
 * A transcript with its text changed by hand: each line is a segment. Words that stay keep their times and confidence;
 * those that are new take the time of what they replace, and are certain, since a person wrote them. In scripts without spaces each
 * letter is a word.
 */
export function reworded(transcript: Transcript, text: string): Transcript {
  const { segments: spoken, partial } = transcript;
  const before = [...spoken.flatMap(shownWords), ...partial.committed, ...partial.tentative].flatMap(splitAtLetters);
  const lines = text.split('\n').map((line) =>
    line
      .split(/\s+/)
      .filter((word) => word !== '')
      .flatMap(solidLetters),
  );
  const after = lines.flat();
  const words = timed(
    before,
    after,
    commonWords(
      before.map(({ text: old }) => plain(old)),
      after.map(plain),
    ),
    transcript.durationMs,
  );
  const language = spoken.every((segment) => segment.language === spoken[0]?.language) ? spoken[0]?.language : undefined;
  const segments: Segment[] = [];
  let from = 0;
  for (const line of lines) {
    const own = words.slice(from, from + line.length);
    from += line.length;
    if (own.length > 0)
      segments.push({
        words: own,
        startMs: own[0]!.startMs,
        endMs: own.at(-1)!.endMs,
        ...(language !== undefined && { language }),
      });
  }
  return { segments, partial: { committed: [], tentative: [] }, durationMs: transcript.durationMs };
}

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}']/gu, '');

function timed(before: readonly Word[], after: readonly string[], match: readonly number[], durationMs: number): readonly Word[] {
  const words: Word[] = [];
  for (let from = 0, lastOld = -1; from < after.length;) {
    const old = match[from]!;
    if (old >= 0) {
      // What a model wrote is not what a person wrote.
      const { written: _, ...kept } = before[old]!;
      words.push({ ...kept, text: after[from]! });
      lastOld = old;
      from++;
      continue;
    }
    let to = from;
    while (to < after.length && match[to]! < 0) to++;
    const nextOld = to < after.length ? match[to]! : before.length;
    // The time of the words that are replaced, or of the gap between those that stay.
    const gapStartMs = before[lastOld]?.endMs ?? 0;
    const gapEndMs = Math.max(gapStartMs, before[nextOld]?.startMs ?? durationMs);
    const hasReplaced = nextOld - lastOld > 1;
    const startMs = hasReplaced ? before[lastOld + 1]!.startMs : gapStartMs;
    const endMs = hasReplaced ? before[nextOld - 1]!.endMs : gapEndMs;
    const eachMs = (endMs - startMs) / (to - from);
    // The same sum for a word's end and the next one's start, so that rounding can't make them overlap.
    const boundary = (i: number): number => Math.min(endMs, startMs + (i - from) * eachMs);
    for (let i = from; i < to; i++) {
      words.push({ text: after[i]!, startMs: boundary(i), endMs: boundary(i + 1), confidence: 1 });
    }
    from = to;
  }
  return words;
}
