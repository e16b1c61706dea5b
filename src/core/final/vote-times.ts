import type { Word } from '../transcript/types';

/** A word that was voted for. */
export interface VotedWord extends Word {
  /** Those that heard it. */
  readonly sources: readonly string[];
}

/** A word whose time may be a guess. */
export interface UntimedWord extends VotedWord {
  readonly isTimed: boolean;
}

/**
 * Words in the order of their places, so that none begins before the one before has ended: measured times stay where they are in order,
 * and words whose times were guessed share the gap between the measured ones around them.
 */
export function timedWords(words: readonly UntimedWord[]): readonly VotedWord[] {
  const timed: VotedWord[] = [];
  let lastMs = 0;
  for (let from = 0; from < words.length;) {
    let to = from;
    while (to < words.length && !words[to]!.isTimed) to++;
    if (to > from) {
      const gap = words.slice(from, to);
      const next = words[to];
      const startMs = from === 0 ? Math.min(gap[0]!.startMs, next?.startMs ?? Infinity) : lastMs;
      const endMs = Math.max(startMs, next === undefined ? Math.max(...gap.map((word) => word.endMs)) : next.startMs);
      timed.push(...shared(gap, Math.max(lastMs, startMs), Math.max(lastMs, endMs)));
      lastMs = timed.at(-1)!.endMs;
    }
    const measured = words[to];
    if (measured !== undefined) {
      timed.push(placed(measured, Math.max(lastMs, measured.startMs), Math.max(lastMs, measured.endMs)));
      lastMs = timed.at(-1)!.endMs;
    }
    from = to + 1;
  }
  return timed;
}

/** Each gets the share of the time that its letters are of all letters. */
function shared(words: readonly UntimedWord[], startMs: number, endMs: number): VotedWord[] {
  const letters = words.reduce((sum, { text }) => sum + text.length, 0);
  let before = 0;
  const at = (): number => startMs + ((endMs - startMs) * before) / letters;
  return words.map((word) => {
    const wordStartMs = at();
    before += word.text.length;
    return placed(word, wordStartMs, at());
  });
}

function placed({ isTimed: _, ...word }: UntimedWord, startMs: number, endMs: number): VotedWord {
  return { ...word, startMs, endMs };
}
