import type { Joint, Predictor } from './types';

/**
 * Predictor and joint as one, for models that answer asynchronously and cost least when asked for several hypotheses at
 * once. `State` is what the predictor remembers of a hypothesis: its last units, or the state of a recurrent network.
 */
export interface TransducerScorer<State> {
  readonly units: number;
  readonly blankId: number;
  /** Units that the predictor remembers before the first; a hypothesis' score is shared among these and its own. */
  readonly contextUnits: number;
  /** Units in one frame at most, where one hypothesis is followed; where several are, it is one. */
  readonly maxUnitsPerFrame: number;
  /** Before the first unit. */
  start(): State;
  /** After another unit; the state it is called with stays as it is. */
  extend(state: State, unit: number): State;
  /** Logits of one encoder frame for each state, row-major `(states, units)`; valid until the next call. */
  score(data: Float32Array, offset: number, states: readonly State[]): Promise<Float32Array>;
}

/** A model whose predictor and joint answer at once. */
export function createDirectScorer(predictor: Predictor, joint: Joint, blankId: number): TransducerScorer<readonly number[]> {
  let logits = new Float32Array(joint.units);
  return {
    units: joint.units,
    blankId,
    contextUnits: predictor.contextUnits,
    maxUnitsPerFrame: joint.maxUnitsPerFrame,
    start: () => new Array<number>(predictor.contextUnits).fill(blankId),
    extend: (state, unit) => [...state.slice(1), unit],
    score(data, offset, states) {
      if (logits.length < states.length * joint.units) logits = new Float32Array(states.length * joint.units);
      for (const [row, state] of states.entries()) {
        joint.score(data, offset, predictor.predict(state), logits.subarray(row * joint.units, (row + 1) * joint.units));
      }
      return Promise.resolve(logits);
    },
  };
}
