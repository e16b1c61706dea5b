/** The kinds of ears whose weights are known. */
export type EarKind = 'streaming' | 'moonshine' | 'whisper';

/** What one ear's word, or its having none, is worth. */
export interface EarWeights {
  /** Of any word of its. */
  readonly word: number;
  /** Of a nat of the word's log-odds, as the model itself has them. */
  readonly sure: number;
  /** Of a nat of the reading's mean log-probability a piece, for its words. */
  readonly fluent: number;
  /** Of having no word where another ear has one. */
  readonly silent: number;
}

/**
 * The few numbers of the vote. A candidate's score is the sum over ears of these; its probability is a softmax over the slot's
 * candidates and `other`, the score of "none of them is right".
 */
export interface VoteWeights {
  readonly ears: Readonly<Record<EarKind, EarWeights>>;
  /** For each further ear without a word in a row of such slots, up to four: a model that stops early is silent for long. */
  readonly longSilence: number;
  /** Of an ear that heard something else, times how alike the two are written. */
  readonly alike: number;
  readonly other: number;
  /** How much of a difference of readings' log-probabilities counts when an ear's votes are spread over its readings. */
  readonly spread: number;
}

/** Fitted by `scripts/tune-vote.ts`. */
export const voteWeights: VoteWeights = {
  ears: {
    streaming: { word: 0.346, sure: 0.462, fluent: 0.688, silent: 1.017 },
    moonshine: { word: 1.806, sure: 0.391, fluent: 0.881, silent: 2.947 },
    whisper: { word: 2.108, sure: 0.429, fluent: 1.739, silent: 2.707 },
  },
  longSilence: -1.718,
  alike: -1.309,
  other: -0.219,
  spread: 1,
};
