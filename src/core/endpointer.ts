/** Decides when an utterance has ended. Source of the three rules: sherpa-onnx, `endpoint.h`. */

/** An utterance ends when all that a rule asks for holds. */
export interface EndpointRule {
  /** Time since the last non-blank unit, or since the utterance began. */
  readonly minTrailingSilenceMs: number;
  /** Whether something must have been said. */
  readonly mustContainWords: boolean;
  readonly minUtteranceMs: number;
}

/** The utterance ends as soon as one of these applies. */
export type EndpointRules = readonly EndpointRule[];

/** The pause after speech that ends an utterance, and a line of text. */
export const linePauseMs = 1200;

export const defaultEndpointRules: EndpointRules = [
  /** Long silence, whether or not anything was said. */
  { minTrailingSilenceMs: 2400, mustContainWords: false, minUtteranceMs: 0 },
  /** A pause after speech. */
  { minTrailingSilenceMs: linePauseMs, mustContainWords: true, minUtteranceMs: 0 },
  /** A long utterance ends at its next short gap: a cut at once could split a word. */
  { minTrailingSilenceMs: 300, mustContainWords: true, minUtteranceMs: 20000 },
];

/** What the rules look at. */
export interface UtteranceState {
  readonly trailingSilenceMs: number;
  readonly hasWords: boolean;
  readonly utteranceMs: number;
}

export function isEndpoint(rules: EndpointRules, state: UtteranceState): boolean {
  return rules.some(
    (rule) =>
      state.trailingSilenceMs >= rule.minTrailingSilenceMs &&
      state.utteranceMs >= rule.minUtteranceMs &&
      (state.hasWords || !rule.mustContainWords),
  );
}
