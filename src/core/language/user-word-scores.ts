import type { Lexicon } from './lexicon';
import { createNameClass } from './name-class';
import type { Ngram } from './ngram';
import { unknownId } from './ngram';
import type { UserVocabulary } from './vocabulary';

/** What the language model says of a user's words. */
export interface UserWordScores {
  /** ln P(word | state) with the user's boost; `nextState` is the state after it until the next call. */
  score(state: number, word: number): number;
  readonly nextState: number;
}

/** A word that the language model has is at least as likely as a name that it has not. */
export function createUserWordScores(user: UserVocabulary, lexicon: Lexicon, ngram: Ngram): UserWordScores {
  const { knownAs, boost, firstWord } = user;
  const names = createNameClass(lexicon, ngram, unknownId);
  let nextState = ngram.emptyState;

  return {
    score(state, word) {
      const index = word - firstWord;
      const known = knownAs[index]!;
      const name = names.score(state);
      if (known < 0) {
        nextState = names.nextState;
        return name + boost[index]!;
      }
      const listed = ngram.score(state, known);
      nextState = ngram.nextState;
      return Math.max(listed, name) + boost[index]!;
    },
    get nextState() {
      return nextState;
    },
  };
}
