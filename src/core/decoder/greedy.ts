import type { Joint, Predictor } from './types';

/** One unit the search found, with the encoder frame that gave it. */
export interface EmittedUnit {
  readonly id: number;
  /** Encoder frame since the search began (`reset` does not turn the count back). */
  readonly frame: number;
  /** Natural logarithm of the unit's posterior probability. */
  readonly logProbability: number;
}

/** Greedy transducer search, frame by frame. */
export interface GreedySearch {
  /** Searches one frame; `data[offset …]` is its encoder output. Returns what was emitted, oldest first. */
  advance(data: Float32Array, offset: number): readonly EmittedUnit[];
  /** Forgets the text so far (the predictor's context); the frame count continues. */
  resetContext(): void;
}

/** @param firstFrame the number of the first frame. */
export function createGreedySearch(predictor: Predictor, joint: Joint, blankId: number, firstFrame = 0): GreedySearch {
  const logits = new Float32Array(joint.units);
  const nothing: readonly EmittedUnit[] = [];
  let context = new Array<number>(predictor.contextUnits).fill(blankId);
  let prediction = predictor.predict(context);
  let frame = firstFrame - 1;

  return {
    advance(data, offset) {
      frame++;
      let emitted: EmittedUnit[] | null = null;
      for (let count = 0; count < joint.maxUnitsPerFrame; count++) {
        joint.score(data, offset, prediction, logits);
        const id = argMax(logits);
        if (id === blankId) break;
        (emitted ??= []).push({ id, frame, logProbability: logSoftmaxAt(logits, id) });
        context = [...context.slice(1), id];
        prediction = predictor.predict(context);
      }
      return emitted ?? nothing;
    },
    resetContext() {
      context = new Array<number>(predictor.contextUnits).fill(blankId);
      prediction = predictor.predict(context);
    },
  };
}

function argMax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

/** `log softmax(logits)[id]` where `id` is the largest logit, so no exponent overflows. */
function logSoftmaxAt(logits: Float32Array, id: number): number {
  const largest = logits[id]!;
  let sum = 0;
  for (let i = 0; i < logits.length; i++) sum += Math.exp(logits[i]! - largest);
  return -Math.log(sum);
}
