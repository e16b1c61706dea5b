import type { Transcript, Word } from '../transcript/types';
import { middleOf } from './overlap';

/** The streaming search's words that no segment has taken yet. */
export interface StreamedWords {
  /** Takes the search's transcript after each block. */
  update(transcript: Transcript): void;
  /** In order, by their middle, from `fromMs` (or what was dropped) to before `toMs`. */
  between(fromMs: number, toMs: number): Word[];
  /** Whether all words before this are known and will not change. */
  isSettledUntil(ms: number): boolean;
  /** Up to where utterances have ended, whose words don't change; the end of the last one's words. */
  readonly endedMs: number;
  dropBefore(ms: number): void;
}

export function createStreamedWords(): StreamedWords {
  /** Of utterances that have ended. */
  let ended: Word[] = [];
  let segments = 0;
  let committed: readonly Word[] = [];
  let tentative: readonly Word[] = [];
  let fromMs = 0;
  let endedMs = 0;

  return {
    get endedMs() {
      return endedMs;
    },
    update(transcript) {
      for (; segments < transcript.segments.length; segments++) {
        const segment = transcript.segments[segments]!;
        ended.push(...segment.words.filter((word) => middleOf(word) >= fromMs));
        endedMs = Math.max(endedMs, segment.endMs);
      }
      ({ committed, tentative } = transcript.partial);
    },
    between(startMs, endMs) {
      const isIn = (word: Word): boolean => middleOf(word) >= Math.max(startMs, fromMs) && middleOf(word) < endMs;
      return [...ended.filter(isIn), ...committed.filter(isIn), ...tentative.filter(isIn)];
    },
    isSettledUntil(ms) {
      const last = committed.at(-1);
      return (last === undefined ? endedMs : middleOf(last)) >= ms;
    },
    dropBefore(ms) {
      fromMs = Math.max(fromMs, ms);
      ended = ended.filter((word) => middleOf(word) >= fromMs);
    },
  };
}
