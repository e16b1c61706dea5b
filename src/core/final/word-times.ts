import type { Word } from '../transcript/types';
import type { SpeechSegment } from './types';
import { alignWords, bareWord } from './word-alignment';

/** When the words of a reading were said that has no times of its own, or only guesses. */

/** As in `WordAligner`. */
export type Align = (words: readonly string[], startMs: number, endMs: number) => readonly SpeechSegment[] | null;

export interface PlaceOptions {
  /** Whether the words' own times were measured. */
  readonly hasTimes?: boolean | undefined;
  /** Finds words by their sounds, where a model of phones listened. */
  readonly align?: Align | undefined;
}

/** Around a word that stands alone between two others, and at either end of a segment. */
const segmentMarginMs = 100;
/** A word that nobody else heard takes about this long for each of its letters, and no longer where there is room. */
const letterMs = 70;
const leastWordMs = 80;

/**
 * Words that the streaming search heard too take its times; as many words as it heard in the same place take the times of those; all others
 * lie where they say that they were, or their sounds were heard, or else between their neighbours, in proportion to their length.
 * @param streamed with times of the recording, in order.
 * @returns `words` in order, without overlap, within `bounds`.
 */
export function placeWords(
  words: readonly Word[],
  streamed: readonly Word[],
  bounds: SpeechSegment,
  { hasTimes = false, align }: PlaceOptions = {},
): Word[] {
  const placed: (Word | null)[] = words.map(() => null);
  const copy = (to: number, from: number): void => {
    const { startMs, endMs } = streamed[from]!;
    placed[to] = { ...words[to]!, startMs, endMs };
  };
  const pairs = alignWords(textsOf(words), textsOf(streamed));
  const isSame = (a: number, b: number): boolean => bareWord(words[a]!.text) === bareWord(streamed[b]!.text);
  let at = 0;
  while (at < pairs.length) {
    const { a, b } = pairs[at]!;
    if (a !== null && b !== null && isSame(a, b)) {
      copy(a, b);
      at++;
      continue;
    }
    // A stretch in which both heard something else.
    const ours: number[] = [];
    const theirs: number[] = [];
    for (; at < pairs.length; at++) {
      const { a: our, b: their } = pairs[at]!;
      if (our !== null && their !== null && isSame(our, their)) break;
      if (our !== null) ours.push(our);
      if (their !== null) theirs.push(their);
    }
    if (hasTimes) ours.forEach((our) => (placed[our] = words[our]!));
    else if (ours.length === theirs.length) ours.forEach((our, i) => copy(our, theirs[i]!));
    else if (ours.length > 0 && theirs.length > 0) {
      const startMs = streamed[theirs[0]!]!.startMs;
      const endMs = streamed[theirs.at(-1)!]!.endMs;
      if (align && alignRun(words, placed, ours[0]!, ours.at(-1)! + 1, { startMs, endMs }, align)) continue;
      spread(
        ours.map((our) => words[our]!),
        startMs,
        endMs,
      ).forEach((word, i) => (placed[ours[i]!] = word));
    }
  }
  if (align) {
    for (let first = 0; first < words.length; first++) {
      if (placed[first] !== null) continue;
      let end = first;
      while (end < words.length && placed[end] === null) end++;
      alignRun(words, placed, first, end, bounds, align);
      first = end - 1;
    }
  }
  fillGaps(words, placed, bounds);
  return ordered(placed as Word[], bounds);
}

/**
 * Finds the words from `first` to before `end` by their sounds, together with the word before, whose place is known: what comes after a sound
 * depends on it.
 * @param within where they are at most.
 */
function alignRun(
  words: readonly Word[],
  placed: (Word | null)[],
  first: number,
  end: number,
  within: SpeechSegment,
  align: Align,
): boolean {
  const before = placed[first - 1] ?? null;
  const after = placed[end] ?? null;
  const texts = words.slice(before === null ? first : first - 1, after === null ? end : end + 1).map(({ text }) => text);
  const times = align(texts, before?.startMs ?? within.startMs, after?.endMs ?? within.endMs);
  if (times === null) return false;
  const own = before === null ? times : times.slice(1);
  for (let i = first; i < end; i++) placed[i] = { ...words[i]!, ...own[i - first]! };
  const beginsMs = placed[first]!.startMs;
  if (before !== null) placed[first - 1] = { ...before, endMs: Math.min(before.endMs, Math.max(before.startMs, beginsMs)) };
  return true;
}

/** Words by themselves, one after the other, each as long as its letters make it. */
function spread(words: readonly Word[], startMs: number, endMs: number): Word[] {
  const letters = words.map(lettersOf);
  const total = letters.reduce((sum, count) => sum + count, 0);
  const msPerLetter = Math.max(0, endMs - startMs) / total;
  let fromMs = startMs;
  return words.map((word, i) => {
    const toMs = fromMs + letters[i]! * msPerLetter;
    const at = { ...word, startMs: fromMs, endMs: toMs };
    fromMs = toMs;
    return at;
  });
}

function fillGaps(words: readonly Word[], placed: (Word | null)[], { startMs, endMs }: SpeechSegment): void {
  const margin = Math.min(segmentMarginMs, (endMs - startMs) / 4);
  for (let first = 0; first < words.length; first++) {
    if (placed[first] !== null) continue;
    let end = first;
    while (end < words.length && placed[end] === null) end++;
    const group = words.slice(first, end);
    const before = placed[first - 1] ?? null;
    const after = placed[end] ?? null;
    let fromMs = before?.endMs ?? startMs + margin;
    let toMs = after?.startMs ?? endMs - margin;
    const wantedMs = group.reduce((sum, word) => sum + lettersOf(word) * letterMs, 0);
    // What is heard beside nothing else is next to the words that it belongs to.
    if (before !== null && after === null) toMs = Math.min(Math.max(toMs, fromMs), fromMs + wantedMs);
    if (before === null && after !== null) fromMs = Math.max(Math.min(fromMs, toMs), toMs - wantedMs);
    // No room: the neighbours give some.
    const leastMs = group.length * leastWordMs;
    if (toMs - fromMs < leastMs) {
      const missing = leastMs - Math.max(0, toMs - fromMs);
      const givenBefore =
        before === null ? 0 : Math.min((before.endMs - before.startMs) / 2, after === null ? missing : missing / 2);
      const givenAfter = after === null ? 0 : Math.min((after.endMs - after.startMs) / 2, missing - givenBefore);
      if (before !== null) placed[first - 1] = { ...before, endMs: before.endMs - givenBefore };
      if (after !== null) placed[end] = { ...after, startMs: after.startMs + givenAfter };
      fromMs -= givenBefore;
      toMs += givenAfter;
    }
    spread(group, fromMs, Math.max(fromMs, toMs)).forEach((word, i) => (placed[first + i] = word));
    first = end - 1;
  }
}

/** The same words, moved as little as it takes for them to be in order, not to overlap, and to lie within `bounds` (SPEC T2). */
export function ordered(words: readonly Word[], { startMs, endMs }: SpeechSegment): Word[] {
  let fromMs = startMs;
  return words.map((word) => {
    const start = Math.min(Math.max(word.startMs, fromMs), Math.max(endMs, fromMs));
    const end = Math.min(Math.max(word.endMs, start), Math.max(endMs, start));
    fromMs = end;
    return { ...word, startMs: start, endMs: end };
  });
}

function lettersOf({ text }: Word): number {
  return Math.max(1, bareWord(text).length);
}

function textsOf(words: readonly Word[]): string[] {
  return words.map(({ text }) => text);
}
