import type { ConvPredictorConfig, Manifest } from '../model/manifest';
import type { Safetensors } from '../model/safetensors';
import type { Predictor } from './types';

/** About 4 MB of cached outputs at 256 dimensions; a dictation rarely meets more contexts than this. */
const maxCachedContexts = 4096;

/** The predictor that the manifest describes. */
export function createPredictor({ units, predictor }: Manifest, weights: Safetensors): Predictor {
  switch (predictor.architecture) {
    case 'conv':
      return createConvPredictor(units.count, predictor, weights);
    case 'table':
      return createTablePredictor(units.count);
  }
}

/**
 * Convolutional predictor on typed arrays:
 * `relu(Σ_k embedding[u_k] · conv.weight[k] + conv.bias) · output.weight + output.bias`.
 */
export function createConvPredictor(units: number, config: ConvPredictorConfig, weights: Safetensors): Predictor {
  const { contextUnits, embeddingDim, outputDim } = config;
  const embedding = weights.read('predictor.embedding', [units, embeddingDim]);
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

/** The previous unit itself, `(1)`: which row of a frame's table the joint reads. */
export function createTablePredictor(units: number): Predictor {
  const outputs = Array.from({ length: units }, (_, unit) => Float32Array.of(unit));
  return { contextUnits: 1, outputDim: 1, predict: (context) => outputs[context[0]!]! };
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
