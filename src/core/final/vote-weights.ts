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
    streaming: { word: 1, sure: 0.5, fluent: 0, silent: 0.5 },
    moonshine: { word: 2, sure: 0.5, fluent: 0, silent: 1 },
    whisper: { word: 2, sure: 0.5, fluent: 0, silent: 1 },
  },
  longSilence: -0.5,
  alike: 0.5,
  other: 0,
  spread: 1,
};
