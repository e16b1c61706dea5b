import type { Manifest } from '../model/manifest';
import type { Safetensors } from '../model/safetensors';
import type { Predictor } from './types';

/** About 4 MB of cached outputs at 256 dimensions; a dictation rarely meets more contexts than this. */
const maxCachedContexts = 4096;

/**
 * Convolutional predictor on typed arrays:
 * `relu(Σ_k embedding[u_k] · conv.weight[k] + conv.bias) · output.weight + output.bias`.
 */
export function createConvPredictor(manifest: Manifest, weights: Safetensors): Predictor {
  const { contextUnits, embeddingDim, outputDim } = manifest.predictor;
  const embedding = weights.read('predictor.embedding', [manifest.units.count, embeddingDim]);
  const convWeight = weights.read('predictor.conv.weight', [contextUnits, embeddingDim, embeddingDim]);
  const convBias = weights.read('predictor.conv.bias', [embeddingDim]);
  const outputWeight = weights.read('predictor.output.weight', [embeddingDim, outputDim]);
  const outputBias = weights.read('predictor.output.bias', [outputDim]);
  const cache = new Map<string, Float32Array>();

  function compute(context: readonly number[]): Float32Array {
    const hidden = convBias.slice();
    for (let k = 0; k < contextUnits; k++) {
      const unit = context[k]!;
      const row = embedding.subarray(unit * embeddingDim, (unit + 1) * embeddingDim);
      addProduct(row, convWeight.subarray(k * embeddingDim * embeddingDim), embeddingDim, hidden);
    }
    for (let i = 0; i < hidden.length; i++) hidden[i] = Math.max(0, hidden[i]!);
    const output = outputBias.slice();
    addProduct(hidden, outputWeight, outputDim, output);
    return output;
  }

  return {
    contextUnits,
    outputDim,
    predict(context) {
      const key = context.join();
      let output = cache.get(key);
      if (output === undefined) {
        output = compute(context);
        if (cache.size >= maxCachedContexts) cache.delete(cache.keys().next().value!);
        cache.set(key, output);
      }
      return output;
    },
  };
}

/** `out += vector (rows) · matrix (rows, columns)`. */
function addProduct(vector: Float32Array, matrix: Float32Array, columns: number, out: Float32Array): void {
  for (let row = 0; row < vector.length; row++) {
    const value = vector[row]!;
    if (value === 0) continue;
    const offset = row * columns;
    for (let column = 0; column < columns; column++) out[column]! += value * matrix[offset + column]!;
  }
}
