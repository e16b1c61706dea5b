import type { Word } from '../transcript/types';
import type { Hearing } from './types';
import { voteKey } from './word-variants';

/** A reading reduced to what can be believed. */
export interface CuredReading {
  readonly words: readonly Word[];
  /** Whether it was cut, so that it says nothing about what follows. */
  readonly isCut: boolean;
  /** For traces; null where nothing was wrong. */
  readonly reason: string | null;
}

/** The longest sequence of words whose repetition is looked for. */
const longestLoop = 12;
/** By length of the sequence: how often it may be said ("no no no"); a longer one may be said once. */
const repetitions = [0, 5, 3, 3, 2, 2];
/** Nobody says more words a second than this; spelled letters and digits come at five. */
const mostWordsASecond = 7;

/**
 * Cuts off what encoder–decoder models make up when they lose the thread: the same words again and again, or more words than fit into
 * the sound. What comes before the loop was heard.
 * @param durationMs of the sound; words are not counted when it is not known.
 */
export function cured({ words }: Hearing, durationMs: number | null): CuredReading {
  const loop = firstLoop(words.map(({ text }) => voteKey(text)));
  if (loop !== null) {
    return { words: words.slice(0, loop.keep), isCut: true, reason: `${loop.times} times the same ${loop.length} words` };
  }
  const most = durationMs === null ? Infinity : 3 + (durationMs / 1000) * mostWordsASecond;
  if (words.length > most) return { words: [], isCut: true, reason: `${words.length} words in ${Math.round(durationMs!)} ms` };
  return { words, isCut: false, reason: null };
}

/** Where a row of keys begins to come again too often. */
function firstLoop(keys: readonly string[]): { keep: number; length: number; times: number } | null {
  for (let start = 0; start < keys.length; start++) {
    for (let length = 1; length <= longestLoop && start + 2 * length <= keys.length; length++) {
      let end = start + length;
      while (end < keys.length && keys[end] === keys[end - length]) end++;
      const times = Math.floor((end - start) / length);
      // One letter again and again began as something else.
      if (times > (repetitions[length] ?? 1)) return { keep: start + (length === 1 ? 0 : length), length, times };
    }
  }
  return null;
}
