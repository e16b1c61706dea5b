import { createLines } from '../core/transcript/exports';
import { goesOn } from '../core/transcript/lines';
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

  const printSegment = (text: string, isSameLine: boolean): void => {
    const more = text.slice(printedCharacters);
    if (more === '') return;
    print(printedCharacters === 0 ? lines.segment(more, isSameLine) : lines.more(more));
    printedCharacters = text.length;
  };

  return {
    show(transcript) {
      const { segments } = transcript;
      const open = openParagraphs(transcript).map((each) => ({ text: spansText(each.committed), isSameLine: each.goesOn }));
      const begun = Math.max(0, segmentIndex - segments.length);
      const ended = segments.slice(segmentIndex).map((segment, index) => {
        return { text: segmentText(segment), isSameLine: goesOn(segments[segmentIndex + index - 1], segment) };
      });
      const all = [...ended, ...open.slice(begun)];
      // An open paragraph is complete once there is text after it.
      const complete = Math.max(
        segments.length - segmentIndex,
        all.findLastIndex(({ text }) => text !== ''),
      );
      for (const [index, { text, isSameLine }] of all.slice(0, complete + 1).entries()) {
        if (index > 0) {
          segmentIndex++;
          printedCharacters = 0;
        }
        printSegment(text, isSameLine);
      }
    },
    end() {
      const end = lines.end();
      if (end !== '') print(end);
    },
  };
}
