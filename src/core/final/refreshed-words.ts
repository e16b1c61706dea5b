import type { Word } from '../transcript/types';
import { alignWords, bareWord } from './word-alignment';
import { placeWords } from './word-times';

/**
 * Words of a segment that is still being spoken, as a final model hears them every second or so. A word that two readings in a row agree on, as
 * do all before it, stays put until the final text comes. Source: local agreement, Macháček et al. 2023, "Turning Whisper into Real-Time
 * Transcription System", https://arxiv.org/abs/2307.14743, after Liu et al. 2020.
 */
export interface RefreshedWords {
  /** The end of what the last reading heard; where the segment begins before the first. */
  readonly coveredMs: number;
  /** How many of the shown words stay. */
  readonly agreed: number;
  /** @param words a reading of the segment up to `coveredMs`, with times of the recording, as good as they are. */
  update(words: readonly Word[], coveredMs: number): void;
  /** What is shown: words that stay, those of the last reading after them, and of the streamed ones those that it hasn't heard yet. */
  joined(streamed: readonly Word[]): readonly Word[];
}

/** The search may give a word's end this much late or early. */
const slackMs = 300;
/** The seam is found by so many words before it. */
const mostCompared = 16;

export function createRefreshedWords(startMs: number): RefreshedWords {
  let agreed: readonly Word[] = [];
  let loose: readonly Word[] = [];
  let covered = startMs;
  let hasHeard = false;
  let last: { readonly inReach: readonly Word[]; readonly newer: number; readonly placed: readonly Word[] } | null = null;

  return {
    get coveredMs() {
      return covered;
    },
    get agreed() {
      return agreed.length;
    },
    update(words, coveredMs) {
      const rest = words.slice(prefixLength(words, agreed, loose));
      const same = hasHeard ? commonPrefix(loose, rest) : 0;
      // The newer reading has heard more of what follows.
      agreed = [...agreed, ...rest.slice(0, same)];
      loose = rest.slice(same);
      covered = coveredMs;
      hasHeard = true;
      last = null;
    },
    joined(streamed) {
      if (!hasHeard) return streamed;
      // Asked after each block of audio, while mostly the words at the end are new.
      const inReach = streamed.slice(
        0,
        countWhile(streamed, (word) => word.startMs < covered),
      );
      if (last === null || !isEqual(last.inReach, inReach)) {
        const shown = [...agreed, ...loose];
        const newer = firstNewer(shown, inReach, covered);
        last = { inReach, newer, placed: placeWords(shown, inReach.slice(0, newer), { startMs, endMs: covered }) };
      }
      return [...last.placed, ...streamed.slice(last.newer)];
    },
  };
}

/** How many words at the beginning of a reading stand for `agreed`, which the reading before it had, followed by `loose`. */
function prefixLength(words: readonly Word[], agreed: readonly Word[], loose: readonly Word[]): number {
  if (commonPrefix(words, agreed) === agreed.length) return agreed.length;
  const pairs = alignWords(textsOf(words), textsOf([...agreed, ...loose]), { isLonger: true });
  const last = pairs.findIndex(({ b }) => b === agreed.length - 1);
  return pairs.slice(0, last + 1).filter(({ a }) => a !== null).length;
}

function commonPrefix(a: readonly Word[], b: readonly Word[]): number {
  let same = 0;
  while (same < Math.min(a.length, b.length) && isSame(a[same]!, b[same]!)) same++;
  return same;
}

/** The first word of `streamed`, all of which begin before `coveredMs`, that `heard`, a reading up to there, doesn't stand for. */
function firstNewer(heard: readonly Word[], streamed: readonly Word[], coveredMs: number): number {
  const least = countWhile(streamed, ({ endMs }) => endMs <= coveredMs - slackMs);
  // The last word that both heard says how many words of the reading are after it.
  const [firstHeard, firstStreamed] = [Math.max(0, heard.length - mostCompared), Math.max(0, streamed.length - mostCompared)];
  const pairs = alignWords(textsOf(heard.slice(firstHeard)), textsOf(streamed.slice(firstStreamed)));
  for (const { a, b } of pairs.toReversed()) {
    if (a === null || b === null || !isSame(heard[firstHeard + a]!, streamed[firstStreamed + b]!)) continue;
    return Math.min(streamed.length, Math.max(least, firstStreamed + b + heard.length - firstHeard - a));
  }
  return countWhile(streamed, ({ startMs, endMs }) => (startMs + endMs) / 2 < coveredMs);
}

function countWhile(words: readonly Word[], isBefore: (word: Word) => boolean): number {
  const index = words.findIndex((word) => !isBefore(word));
  return index < 0 ? words.length : index;
}

function isEqual(a: readonly Word[], b: readonly Word[]): boolean {
  return a.length === b.length && a.every((word, i) => word === b[i]);
}

function isSame(a: Word, b: Word): boolean {
  return bareWord(a.text) === bareWord(b.text);
}

function textsOf(words: readonly Word[]): string[] {
  return words.map(({ text }) => text);
}
