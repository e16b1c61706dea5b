import type { Manifest } from '../model/manifest';
import type { Safetensors } from '../model/safetensors';
import { createLinearContextJoint } from './lexicon-joint';
import type { Joint } from './types';

/** The joint that the manifest describes. */
export function createJoint({ units, joint }: Manifest, weights: Safetensors): Joint {
  switch (joint.architecture) {
    case 'linear':
      return createLinearJoint(units.count, joint.dim, weights);
    case 'table':
      return createTableJoint(units.count, joint.normalization);
  }
}

/** Linear joint on typed arrays: `tanh(encoder + predictor) · weight + bias`. */
export function createLinearJoint(units: number, dim: number, weights: Safetensors): Joint {
  const weight = transpose(weights.read('joint.weight', [dim, units]), dim, units);
  const bias = weights.read('joint.bias', [units]);
  const hidden = new Float32Array(dim);

  return {
    units,
    normalization: 'local',
    // More than this is a runaway, never speech. Source: docs/model-format.md.
    maxUnitsPerFrame: 5,
    score(encoder, frameOffset, predictor, out) {
      for (let i = 0; i < dim; i++) hidden[i] = Math.tanh(encoder[frameOffset + i]! + predictor[i]!);
      const whole = dim - (dim % 4);
      // The hot loop: rows are contiguous, and four sums keep the processor's pipeline full.
      for (let unit = 0; unit < units; unit++) {
        const row = unit * dim;
        let a = 0;
        let b = 0;
        let c = 0;
        let d = 0;
        for (let i = 0; i < whole; i += 4) {
          a += hidden[i]! * weight[row + i]!;
          b += hidden[i + 1]! * weight[row + i + 1]!;
          c += hidden[i + 2]! * weight[row + i + 2]!;
          d += hidden[i + 3]! * weight[row + i + 3]!;
        }
        for (let i = whole; i < dim; i++) a += hidden[i]! * weight[row + i]!;
        out[unit] = a + b + c + d + bias[unit]!;
      }
    },
    forContexts: () => createLinearContextJoint(weight, bias, dim),
  };
}

/**
 * Encoder frames are tables of logits `(previous unit, unit)`, and the predictor's output is the previous unit: the
 * joint reads a row. Such models are monotonic.
 */
export function createTableJoint(units: number, normalization: Joint['normalization']): Joint {
  function copyRow(table: Float32Array, offset: number, previous: number, out: Float32Array): void {
    const row = offset + previous * units;
    for (let unit = 0; unit < units; unit++) out[unit] = table[row + unit]!;
  }
  return {
    units,
    normalization,
    maxUnitsPerFrame: 1,
    score: (encoder, frameOffset, predictor, out) => copyRow(encoder, frameOffset, predictor[0]!, out),
    forContexts() {
      let table: Float32Array = new Float32Array(0);
      let offset = 0;
      return {
        prepare: (prediction) => Float64Array.from(prediction),
        begin(encoder, frameOffset) {
          table = encoder;
          offset = frameOffset;
        },
        score: (prepared, out) => copyRow(table, offset, prepared[0]!, out),
      };
    },
  };
}

function transpose(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) out[column * rows + row] = matrix[row * columns + column]!;
  }
  return out;
}
