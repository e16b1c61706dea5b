import type { Lexicon } from './lexicon';

/** A user's words for a model of phones: the lexicon with more pronunciations, and what they are worth. */
export interface UserVocabulary {
  /** The model's lexicon and, after its own nodes and words, the user's. */
  readonly lexicon: Lexicon;
  /** Ids from here on are the user's words. */
  readonly firstWord: number;
  /** By user's word: the word that the language model knows it as, or -1. */
  readonly knownAs: Int32Array;
  /** By user's word: what the user gave it, less what a long list costs. */
  readonly boost: Float64Array;
  /** Nodes between two words of an entry: from `firstJunction` up to, not including, `endJunction`. */
  readonly firstJunction: number;
  readonly endJunction: number;
  /** Nodes of the entries' first phones. */
  readonly firstArc: number;
  readonly endArc: number;
  /** Where pronunciation j of the lexicon goes on: a junction, or the root (0). */
  next(pronunciation: number): number;
}
