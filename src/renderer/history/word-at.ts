import type { Word } from '../../core/transcript/types';

/** Index of the word that is heard at `timeMs`, or of the last one before a pause; -1 before the first. */
export function wordAt(words: readonly Word[], timeMs: number): number {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle]!.startMs <= timeMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
