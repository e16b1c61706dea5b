import { contextJointOf } from './lexicon-joint';
import type { Joint, Predictor } from './types';

/**
 * Log-posteriors of the units after each predictor context, computed once a frame for all tokens that share it.
 * A context is a number: its units as digits, the oldest first.
 */
export interface ContextScores {
  /** All blanks. */
  readonly start: number;
  after(context: number, unit: number): number;
  /** Starts the next frame; `data[offset …]` is its encoder output, not to be changed before the next frame. */
  begin(data: Float32Array, offset: number): void;
  /** Where the context's scores begin in `scores`; computed at the first call in a frame. */
  row(context: number): number;
  /** ln P(unit), the blank's times the blank scale. */
  readonly scores: Float32Array;
  /** The row's largest score of a unit that is not the blank. */
  bestUnitScore(row: number): number;
}

/** @param maxRows contexts in a frame at most. */
export function createContextScores(
  predictor: Predictor,
  joint: Joint,
  blankId: number,
  blankScale: number,
  maxRows: number,
): ContextScores {
  const { units } = joint;
  const { contextUnits } = predictor;
  const contexts = units ** contextUnits;
  const withoutOldest = units ** (contextUnits - 1);
  const contextJoint = contextJointOf(joint);
  const predictions = new Map<number, Float64Array>();
  const rowOf = new Int32Array(contexts);
  const frameOf = new Int32Array(contexts).fill(-1);
  const scores = new Float32Array(maxRows * units);
  const best = new Float32Array(maxRows);
  const logits = new Float32Array(units);
  let frame = -1;
  let rows = 0;

  function predictionFor(context: number): Float64Array {
    let prediction = predictions.get(context);
    if (prediction === undefined) {
      const ids: number[] = [];
      for (let rest = context, k = 0; k < contextUnits; k++, rest = Math.floor(rest / units)) ids.unshift(rest % units);
      prediction = contextJoint.prepare(predictor.predict(ids));
      if (predictions.size >= maxPredictions) predictions.clear();
      predictions.set(context, prediction);
    }
    return prediction;
  }

  function compute(context: number, row: number): void {
    contextJoint.score(predictionFor(context), logits);
    let largest = -Infinity;
    for (let unit = 0; unit < units; unit++) largest = Math.max(largest, logits[unit]!);
    let sum = 0;
    for (let unit = 0; unit < units; unit++) sum += Math.exp(logits[unit]! - largest);
    const normalizer = largest + Math.log(sum);
    let bestOfUnits = -Infinity;
    for (let unit = 0; unit < units; unit++) {
      const score = logits[unit]! - normalizer;
      scores[row * units + unit] = score;
      if (unit !== blankId) bestOfUnits = Math.max(bestOfUnits, score);
    }
    scores[row * units + blankId] = blankScale * (logits[blankId]! - normalizer);
    best[row] = bestOfUnits;
  }

  return {
    start: Array.from({ length: contextUnits }).reduce<number>((context) => context * units + blankId, 0),
    after: (context, unit) => (context % withoutOldest) * units + unit,
    begin(data, offset) {
      contextJoint.begin(data, offset);
      frame++;
      rows = 0;
    },
    row(context) {
      if (frameOf[context] !== frame) {
        frameOf[context] = frame;
        rowOf[context] = rows;
        compute(context, rows++);
      }
      return rowOf[context]! * units;
    },
    scores,
    bestUnitScore: (row) => best[row / units]!,
  };
}

/** As many as a model of forty phones and a context of two ever has. */
const maxPredictions = 1600;
