import type { Manifest } from '../model/manifest';
import type { Safetensors } from '../model/safetensors';
import { createLinearContextJoint } from './lexicon-joint';
import type { Joint } from './types';

/** Linear joint on typed arrays: `tanh(encoder + predictor) · weight + bias`. */
export function createLinearJoint(manifest: Manifest, weights: Safetensors): Joint {
  const units = manifest.units.count;
  const { dim } = manifest.joint;
  const weight = transpose(weights.read('joint.weight', [dim, units]), dim, units);
  const bias = weights.read('joint.bias', [units]);
  const hidden = new Float32Array(dim);

  return {
    units,
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

function transpose(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) out[column * rows + row] = matrix[row * columns + column]!;
  }
  return out;
}
