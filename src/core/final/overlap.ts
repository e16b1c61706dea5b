import type { Word } from '../transcript/types';
import type { SpeechSegment } from './types';
import { alignWords, bareWord } from './word-alignment';

/** How far outside of the overlap a word may seem to lie that both sides heard. */
const slackMs = 300;
/** The same word in both sides isn't farther apart than this, even where its time is a guess. */
const farthestMs = 1000;

/**
 * Joins what was heard of two segments that share a stretch of sound: before a word that both heard alike the first one's words count, after it
 * the second one's, so that each is heard by a side that has all of it. Without such a word they part in the middle of the overlap.
 * @param overlap the stretch that both heard.
 */
export function joinOverlap(before: readonly Word[], after: readonly Word[], overlap: SpeechSegment): Word[] {
  const middleMs = (overlap.startMs + overlap.endMs) / 2;
  const firstShared = before.findIndex(({ endMs }) => endMs > overlap.startMs - slackMs);
  const from = firstShared < 0 ? before.length : firstShared;
  const firstLater = after.findIndex(({ startMs }) => startMs >= overlap.endMs + slackMs);
  const to = firstLater < 0 ? after.length : firstLater;
  const left = before.slice(from);
  const right = after.slice(0, to);
  const apartMs = (a: number, b: number): number => Math.abs(middleOf(left[a]!) - middleOf(right[b]!));
  const extraCost = (a: number, b: number): number => apartMs(a, b) / farthestMs;
  let best: { readonly a: number; readonly b: number; readonly distanceMs: number } | null = null;
  for (const { a, b } of alignWords(
    left.map(({ text }) => text),
    right.map(({ text }) => text),
    { extraCost },
  )) {
    if (a === null || b === null || bareWord(left[a]!.text) !== bareWord(right[b]!.text)) continue;
    if (apartMs(a, b) > farthestMs) continue;
    const distanceMs = Math.abs((middleOf(left[a]!) + middleOf(right[b]!)) / 2 - middleMs);
    if (best === null || distanceMs < best.distanceMs) best = { a, b, distanceMs };
  }
  if (best !== null) return [...before.slice(0, from + best.a + 1), ...after.slice(best.b + 1)];
  return [...before.filter((word) => middleOf(word) < middleMs), ...after.filter((word) => middleOf(word) >= middleMs)];
}

export function middleOf({ startMs, endMs }: SpeechSegment): number {
  return (startMs + endMs) / 2;
}
