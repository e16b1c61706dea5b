import { createLines } from '../core/transcript/exports';
import { openParagraphs, segmentText, spansText } from '../core/transcript/text';
import type { Transcript } from '../core/transcript/types';

/** Prints a growing transcript as it is written; what is printed never changes, and in the end equals `toTxt`. */
export interface LiveText {
  show(transcript: Transcript): void;
  /** Ends the last line. */
  end(): void;
}

export function createLiveText(print: (text: string) => void): LiveText {
  const lines = createLines();
  /** The segment being printed, and how much of it is. */
  let segmentIndex = 0;
  let printedCharacters = 0;

  const printSegment = (text: string): void => {
    const more = text.slice(printedCharacters);
    if (more === '') return;
    print(printedCharacters === 0 ? lines.segment(more) : lines.more(more));
    printedCharacters = text.length;
  };

  return {
    show({ segments, partial }) {
      const open = openParagraphs(partial).map(({ committed }) => spansText(committed));
      const begun = Math.max(0, segmentIndex - segments.length);
      const texts = [...segments.slice(segmentIndex).map(segmentText), ...open.slice(begun)];
      // An open paragraph is complete once there is text after it.
      const complete = Math.max(segments.length - segmentIndex, texts.findLastIndex((text) => text !== ''));
      for (const [index, text] of texts.slice(0, complete + 1).entries()) {
        if (index > 0) {
          segmentIndex++;
          printedCharacters = 0;
        }
        printSegment(text);
      }
    },
    end() {
      const end = lines.end();
      if (end !== '') print(end);
    },
  };
}
