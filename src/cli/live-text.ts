import { goesOn } from '../core/transcript/lines';
import { openParagraphs, spansText } from '../core/transcript/text';
import { createTextLines, segmentPiece, type TextPiece } from '../core/transcript/text-lines';
import type { Transcript } from '../core/transcript/types';

/** Prints a growing transcript as it is written; what is printed never changes, and in the end equals `toTxt`. */
export interface LiveText {
  show(transcript: Transcript): void;
  /** Ends the last line. */
  end(): void;
}

export function createLiveText(print: (text: string) => void): LiveText {
  const lines = createTextLines();
  /** The segment being printed, and how much of it is. */
  let segmentIndex = 0;
  let printedCharacters = 0;

  const printSegment = (piece: TextPiece): void => {
    const more = piece.text.slice(printedCharacters);
    if (more === '') return;
    print(printedCharacters === 0 ? lines.piece(piece) : lines.more(more, piece.endMs));
    printedCharacters = piece.text.length;
  };

  return {
    show(transcript) {
      const { segments } = transcript;
      const open = openParagraphs(transcript).map(({ committed, goesOn: isSameLine }): TextPiece => ({
        text: spansText(committed),
        startMs: committed[0]?.startMs ?? 0,
        endMs: committed.at(-1)?.endMs ?? 0,
        isWritten: transcript.partial.written !== undefined,
        isSameLine,
      }));
      const begun = Math.max(0, segmentIndex - segments.length);
      const ended = segments.slice(segmentIndex).map((segment, index) => {
        return segmentPiece(segment, goesOn(segments[segmentIndex + index - 1], segment));
      });
      const all = [...ended, ...open.slice(begun)];
      // An open paragraph is complete once there is text after it.
      const complete = Math.max(
        segments.length - segmentIndex,
        all.findLastIndex(({ text }) => text !== ''),
      );
      for (const [index, piece] of all.slice(0, complete + 1).entries()) {
        if (index > 0) {
          segmentIndex++;
          printedCharacters = 0;
        }
        printSegment(piece);
      }
    },
    end() {
      const end = lines.end();
      if (end !== '') print(end);
    },
  };
}
