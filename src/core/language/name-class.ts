import type { Lexicon } from './lexicon';
import type { Ngram } from './ngram';

/** How likely a name is that the language model has never seen. */
export interface NameClass {
  /** ln probability of such a name after a state; `nextState` is the state after it until the next call. */
  score(state: number): number;
  readonly nextState: number;
}

/**
 * Frequent names of people, places and things. After any words, a name that is not known is taken to be as likely as the mean
 * of these, and what follows it is what follows the likeliest of them.
 */
const commonNames =
  'john mary david peter james anna smith brown wilson johnson london paris boston chicago india germany google amazon microsoft apple jesus henry emma oxford';

/** Remembered states; a power of two. */
const entries = 4096;

/** Those of the common names that the lexicon has stand for all others; where it has none, `<unk>` does. */
export function createNameClass(lexicon: Lexicon, ngram: Ngram, unknownId: number): NameClass {
  const known = commonNames.split(' ').map((name) => lexicon.idOf(name));
  const names = known.filter((id) => id >= 0);
  if (names.length === 0) names.push(unknownId);
  const states = new Int32Array(entries).fill(-1);
  const scores = new Float64Array(entries);
  const nextStates = new Int32Array(entries);
  let nextState = ngram.emptyState;

  function compute(state: number, at: number): void {
    let largest = -Infinity;
    let sum = 0;
    for (const name of names) {
      const score = ngram.score(state, name);
      if (score > largest) {
        sum = sum * Math.exp(largest - score) + 1;
        largest = score;
        nextStates[at] = ngram.nextState;
      } else sum += Math.exp(score - largest);
    }
    states[at] = state;
    scores[at] = largest + Math.log(sum / names.length);
  }

  return {
    score(state) {
      const at = Math.imul(state, 0x9e3779b1) >>> 20;
      if (states[at] !== state) compute(state, at);
      nextState = nextStates[at]!;
      return scores[at]!;
    },
    get nextState() {
      return nextState;
    },
  };
}
