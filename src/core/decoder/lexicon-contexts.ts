import { contextJointOf } from './lexicon-joint';
import type { Joint, Predictor } from './types';

/**
 * Scores of the units after each predictor context, computed once a frame for all tokens that share it. A context is a
 * number: its units as digits, the oldest first.
 */
export interface ContextScores {
  /** All blanks. */
  readonly start: number;
  after(context: number, unit: number): number;
  /** Starts the next frame; `data[offset …]` is its encoder output, not to be changed before the next frame. */
  begin(data: Float32Array, offset: number): void;
  /** Where the context's scores begin in `scores`; computed at the first call in a frame. */
  row(context: number): number;
  /**
   * `(rows, units)`: ln P(unit) of a joint that is normalised locally, the logit of one that is so globally; the
   * blank's times the blank scale.
   */
  readonly scores: Float32Array;
  /** The row's largest score of a unit that is not the blank. */
  bestUnitScore(row: number): number;
  /** ln of a unit's posterior: of its score in a row normalised locally, else among the row's units without the blank. */
  logPosterior(row: number, unit: number): number;
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
  const isLocal = joint.normalization === 'local';
  const contextJoint = contextJointOf(joint);
  const predictions = new Map<number, Float64Array>();
  const rowOf = new Int32Array(contexts);
  const frameOf = new Int32Array(contexts).fill(-1);
  const allRows = Math.min(maxRows, contexts);
  const scores = new Float32Array(allRows * units);
  const best = new Float64Array(allRows);
  /** ln Σ e^score of a row's units without the blank; NaN until requested in the frame. */
  const unitMass = new Float64Array(allRows);
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

  /** ln Σ e^logit over all units; 0 where scores are not to be normalised. */
  function normalizer(): number {
    if (!isLocal) return 0;
    let largest = -Infinity;
    for (let unit = 0; unit < units; unit++) largest = Math.max(largest, logits[unit]!);
    let sum = 0;
    for (let unit = 0; unit < units; unit++) sum += Math.exp(logits[unit]! - largest);
    return largest + Math.log(sum);
  }

  function compute(context: number, row: number): void {
    contextJoint.score(predictionFor(context), logits);
    const subtracted = normalizer();
    const from = row * units;
    let bestOfUnits = -Infinity;
    for (let unit = 0; unit < units; unit++) {
      const score = logits[unit]! - subtracted;
      scores[from + unit] = score;
      if (score > bestOfUnits && unit !== blankId) bestOfUnits = score;
    }
    scores[from + blankId] = blankScale * (logits[blankId]! - subtracted);
    best[row] = bestOfUnits;
    unitMass[row] = NaN;
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
    logPosterior(row, unit) {
      if (isLocal) return scores[row + unit]!;
      const index = row / units;
      if (Number.isNaN(unitMass[index]!)) {
        const largest = best[index]!;
        let sum = 0;
        for (let other = 0; other < units; other++) {
          if (other !== blankId) sum += Math.exp(scores[row + other]! - largest);
        }
        unitMass[index] = largest + Math.log(sum);
      }
      return scores[row + unit]! - unitMass[index]!;
    },
  };
}

/** As many as a model of forty phones and a context of two ever has. */
const maxPredictions = 1700;
