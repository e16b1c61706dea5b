import type { ContextJoint, Joint } from './types';

/**
 * Linear joint for many contexts of one frame. As e^(2(a + b)) = e^(2a) · e^(2b), the exponentials of tanh(a + b) =
 * 1 − 2 / (e^(2a) e^(2b) + 1) are taken once a frame and once a context instead of once for each pair.
 * @param weight row-major `(units, dim)`.
 */
export function createLinearContextJoint(weight: Float32Array, bias: Float32Array, dim: number): ContextJoint {
  const units = bias.length;
  // Four rows at a time share the loads of `hidden`; rows of zeros make their number a multiple.
  const rows = Math.ceil(units / 4) * 4;
  const matrix = new Float64Array(rows * dim);
  matrix.set(weight);
  const biases = new Float64Array(rows);
  biases.set(bias);
  const logits = new Float64Array(rows);
  const frame = new Float64Array(dim);
  const hidden = new Float64Array(dim);

  return {
    prepare: (prediction) => Float64Array.from(prediction, (value) => Math.exp(2 * value)),
    begin(encoder, frameOffset) {
      for (let i = 0; i < dim; i++) frame[i] = Math.exp(2 * encoder[frameOffset + i]!);
    },
    score(prepared, out) {
      for (let i = 0; i < dim; i++) hidden[i] = 1 - 2 / (frame[i]! * prepared[i]! + 1);
      for (let row = 0; row < rows; row += 4) {
        let a = biases[row]!;
        let b = biases[row + 1]!;
        let c = biases[row + 2]!;
        let d = biases[row + 3]!;
        for (let i = 0, at = row * dim; i < dim; i++, at++) {
          const value = hidden[i]!;
          a += value * matrix[at]!;
          b += value * matrix[at + dim]!;
          c += value * matrix[at + 2 * dim]!;
          d += value * matrix[at + 3 * dim]!;
        }
        logits[row] = a;
        logits[row + 1] = b;
        logits[row + 2] = c;
        logits[row + 3] = d;
      }
      for (let unit = 0; unit < units; unit++) out[unit] = logits[unit]!;
    },
  };
}

/** Any joint as one for many contexts, at no gain. */
export function contextJointOf(joint: Joint): ContextJoint {
  if (joint.forContexts) return joint.forContexts();
  let data = new Float32Array(0);
  let offset = 0;
  return {
    prepare: (prediction) => Float64Array.from(prediction),
    begin(encoder, frameOffset) {
      data = encoder as Float32Array<ArrayBuffer>;
      offset = frameOffset;
    },
    score: (prepared, out) => joint.score(data, offset, Float32Array.from(prepared), out),
  };
}
