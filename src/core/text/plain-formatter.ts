import { goingOn } from '../transcript/text';
import { nothingSpoken } from './command-habit';
import type { TextFormatter } from './formatter';

/** Writes words as they are: for languages without rules. @param preceding text that is continued, or its end */
export function createPlainFormatter(preceding: string): TextFormatter {
  return plainFormatter(preceding, 0);
}

function plainFormatter(preceding: string, words: number): TextFormatter {
  let last = preceding;
  let count = words;
  return {
    update(committed, tentative, isEnd) {
      let before = last;
      const all = [...committed, ...tentative].map(({ text, startMs, endMs }, index) => {
        const span = { text: goingOn(before, ` ${text}`), startMs, endMs, firstWord: count + index, endWord: count + index + 1 };
        before = text;
        return span;
      });
      const certain = isEnd ? all.length : committed.length;
      count += certain;
      last = all[certain - 1]?.text ?? last;
      return { committed: all.slice(0, certain), tentative: all.slice(certain), settledWords: count };
    },
    spoken: nothingSpoken,
    fork: () => plainFormatter(last, count),
  };
}
