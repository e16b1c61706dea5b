import type { Ngram } from './ngram';

/** Remembered transitions; a power of two. */
const defaultEntries = 65_536;

/**
 * An n-gram that remembers its latest answers: a search asks for the same words after the same states frame after frame.
 * Each pair of state and word has one place, which the latest pair takes.
 */
export function createNgramCache(ngram: Ngram, entries = defaultEntries): Ngram {
  const mask = entries - 1;
  const states = new Int32Array(entries).fill(-1);
  const words = new Int32Array(entries);
  const scores = new Float64Array(entries);
  const nextStates = new Int32Array(entries);
  let nextState = ngram.emptyState;

  return {
    words: ngram.words,
    order: ngram.order,
    emptyState: ngram.emptyState,
    startState: ngram.startState,
    mostLikely: ngram.mostLikely,
    score(state, word) {
      let mixed = Math.imul(state, 0x9e3779b1) ^ Math.imul(word, 0x85ebca6b);
      mixed ^= mixed >>> 15;
      const at = mixed & mask;
      if (states[at] !== state || words[at] !== word) {
        states[at] = state;
        words[at] = word;
        scores[at] = ngram.score(state, word);
        nextStates[at] = ngram.nextState;
      }
      nextState = nextStates[at]!;
      return scores[at]!;
    },
    get nextState() {
      return nextState;
    },
  };
}
