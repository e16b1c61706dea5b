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

export function createRefreshedWords(startMs: number): RefreshedWords {
  let agreed: readonly Word[] = [];
  let loose: readonly Word[] = [];
  let covered = startMs;
  let hasHeard = false;

  return {
    get coveredMs() {
      return covered;
    },
    get agreed() {
      return agreed.length;
    },
    update(words, coveredMs) {
      const rest = words.slice(prefixLength(words, agreed));
      const same = hasHeard ? commonPrefix(loose, rest) : 0;
      // The newer reading has heard more of what follows.
      agreed = [...agreed, ...rest.slice(0, same)];
      loose = rest.slice(same);
      covered = coveredMs;
      hasHeard = true;
    },
    joined(streamed) {
      if (!hasHeard) return streamed;
      const shown = [...agreed, ...loose];
      const newer = firstNewer(shown, streamed, covered);
      return [...placeWords(shown, streamed.slice(0, newer), { startMs, endMs: covered }), ...streamed.slice(newer)];
    },
  };
}

/** How many words at the beginning of a reading stand for all of `known`. */
function prefixLength(words: readonly Word[], known: readonly Word[]): number {
  if (known.length === 0) return 0;
  if (commonPrefix(words, known) === known.length) return known.length;
  // What was agreed on differs now. Words at the reading's end that have no counterpart are new, if the last known one has been passed.
  const pairs = alignWords(textsOf(words), textsOf(known));
  let lastKnown = pairs.length - 1;
  while (pairs[lastKnown]!.b === null) lastKnown--;
  return pairs.slice(0, lastKnown + 1).filter(({ a }) => a !== null).length;
}

function commonPrefix(a: readonly Word[], b: readonly Word[]): number {
  let same = 0;
  while (same < Math.min(a.length, b.length) && isSame(a[same]!, b[same]!)) same++;
  return same;
}

/** The first streamed word after those that `heard`, a reading up to `coveredMs`, stands for. */
function firstNewer(heard: readonly Word[], streamed: readonly Word[], coveredMs: number): number {
  const count = (isBefore: (word: Word) => boolean): number => {
    const index = streamed.findIndex((word) => !isBefore(word));
    return index < 0 ? streamed.length : index;
  };
  const byMiddle = count(({ startMs, endMs }) => (startMs + endMs) / 2 < coveredMs);
  const least = count(({ endMs }) => endMs <= coveredMs - slackMs);
  const most = count(({ startMs }) => startMs < coveredMs);
  // The last word that both heard says how many words of the reading are after it.
  const shared = streamed.slice(0, most);
  const last = alignWords(textsOf(heard), textsOf(shared)).findLast(
    ({ a, b }) => a !== null && b !== null && isSame(heard[a]!, shared[b]!),
  );
  if (last === undefined || last.a === null || last.b === null) return byMiddle;
  return Math.min(most, Math.max(least, last.b + heard.length - last.a));
}

function isSame(a: Word, b: Word): boolean {
  return bareWord(a.text) === bareWord(b.text);
}

function textsOf(words: readonly Word[]): string[] {
  return words.map(({ text }) => text);
}
