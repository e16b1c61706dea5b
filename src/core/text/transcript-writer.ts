import type { OpenText, Segment, Span, Transcript, Word } from '../transcript/types';
import type { TextFormatter } from './formatter';
import type { TextSpan } from './types';

/** Adds written text to a growing transcript. */
export interface TranscriptWriter {
  /**
   * The transcript with its written text. A segment is complete once its text is settled; until then its words and text
   * count as open, so that what is complete never changes.
   * @param transcript of the same recording each time, grown
   * @param isEnd whether it is complete; then all text is settled
   */
  write(transcript: Transcript, isEnd: boolean): Transcript;
}

/** Where an ended segment's words end among all words. */
interface Ended {
  readonly segment: Segment;
  readonly endWord: number;
}

export function createTranscriptWriter(formatter: TextFormatter): TranscriptWriter {
  const waiting: Ended[] = [];
  let done: readonly Segment[] = [];
  let seenSegments = 0;
  /** Words given to the formatter, and how many of them are of the utterance that is open. */
  let givenWords = 0;
  let givenOpen = 0;
  const spans: TextSpan[] = [];

  /** Committed words that the formatter has not got yet. */
  function newWords({ segments, partial }: Transcript): Word[] {
    const words: Word[] = [];
    for (const segment of segments.slice(seenSegments)) {
      words.push(...segment.words.slice(givenOpen));
      givenOpen = 0;
      waiting.push({ segment, endWord: givenWords + words.length });
    }
    seenSegments = segments.length;
    words.push(...partial.committed.slice(givenOpen));
    givenOpen = partial.committed.length;
    givenWords += words.length;
    return words;
  }

  function settle(settledWords: number, isEnd: boolean): void {
    const settled: Segment[] = [];
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      const { segment, endWord } = first;
      const end = paragraphEnd(spans, endWord);
      if (endWord > settledWords || (end === spans.length && !isEnd)) break;
      settled.push({ ...segment, written: spans.splice(0, end).map(plain) });
      waiting.shift();
    }
    if (settled.length > 0) done = [...done, ...settled];
  }

  return {
    write(transcript, isEnd) {
      const { partial, durationMs } = transcript;
      const update = formatter.update(newWords(transcript), partial.tentative, isEnd);
      spans.push(...update.committed);
      settle(update.settledWords, isEnd);
      if (isEnd && waiting.length === 0 && partial.committed.length + partial.tentative.length === 0) {
        return { segments: done, partial: { committed: [], tentative: [] }, durationMs };
      }
      const open = [...spans, ...update.tentative];
      const written: OpenText = {
        committed: spans.map(plain),
        tentative: update.tentative.map(plain),
        paragraphEnds: waiting.map(({ endWord }) => paragraphEnd(open, endWord)),
      };
      const committed = [...waiting.flatMap(({ segment }) => segment.words), ...partial.committed];
      return { segments: done, partial: { committed, tentative: partial.tentative, written }, durationMs };
    },
  };
}

/** How many spans belong to words before `endWord`: a mark that was said after the pause stays with the text before it. */
function paragraphEnd(spans: readonly TextSpan[], endWord: number): number {
  const next = spans.findIndex(({ firstWord }) => firstWord >= endWord);
  let end = next < 0 ? spans.length : next;
  while (end > 0 && end < spans.length && /^\S/u.test(spans[end]!.text) && /\S$/u.test(spans[end - 1]!.text)) end++;
  return end;
}

function plain({ text, startMs, endMs }: TextSpan): Span {
  return { text, startMs, endMs };
}
