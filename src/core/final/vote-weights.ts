/** The kinds of ears whose weights are known. */
export type EarKind = 'streaming' | 'moonshine' | 'whisper';

/** What one ear's word, or its having none, is worth. */
export interface EarWeights {
  /** Of any of its words. */
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
  /**
   * Of an ear that heard one of the user's words: a name that somebody took the trouble to enter is likelier than what the others make of
   * its sounds. Not fitted with the rest, whose recordings have no such words.
   */
  readonly named: number;
  /** How much of a difference of readings' log-probabilities counts when an ear's votes are spread over its readings. */
  readonly spread: number;
}

/** Fitted by `npm run bench -- tune-vote`. */
export const voteWeights: VoteWeights = {
  ears: {
    streaming: { word: 0.434, sure: 0.491, fluent: 1.061, silent: 0.927 },
    moonshine: { word: 1.37, sure: 0.448, fluent: 0.341, silent: 2.837 },
    whisper: { word: 1.779, sure: 0.453, fluent: 1.482, silent: 2.583 },
  },
  longSilence: -1.547,
  alike: -1.147,
  other: -0.421,
  named: 5,
  spread: 1,
};
