import type { Transcript } from '../core/transcript/types';

/** Prints a growing transcript word by word; what is printed never changes, and in the end equals `toTxt`. */
export interface LiveText {
  show(transcript: Transcript): void;
  /** Ends the last line. */
  end(): void;
}

export function createLiveText(print: (text: string) => void): LiveText {
  let segmentIndex = 0;
  let printedWords = 0;

  const endLine = (): void => {
    if (printedWords > 0) print('\n');
    printedWords = 0;
  };
  const printFrom = (words: Transcript['partial']['committed']): void => {
    for (const word of words.slice(printedWords)) {
      print(printedWords === 0 ? word.text : ` ${word.text}`);
      printedWords++;
    }
  };

  return {
    show({ segments, partial }) {
      for (const segment of segments.slice(segmentIndex)) {
        printFrom(segment.words);
        endLine();
      }
      segmentIndex = segments.length;
      printFrom(partial.committed);
    },
    end: endLine,
  };
}
