import type { Manifest } from '../../src/core/model/manifest';
import type { Safetensors } from '../../src/core/model/safetensors';
import { onnxEncoder } from './onnx-encoder';

/** The same encoder in ONNX Runtime on one thread of WebAssembly: what speeds are compared with. */
export interface ReferenceEncoder {
  /** Features before normalisation `(chunkFrames, bins)` → `(frames, outputDim)`; the state moves on. */
  encode(features: Float32Array): Promise<Float32Array>;
  release(): Promise<void>;
}

/** @throws Error when ONNX Runtime can't be used here. */
export async function createReferenceEncoder(
  manifest: Manifest,
  weights: Safetensors,
  chunkFrames: number,
): Promise<ReferenceEncoder> {
  const { bytes, states: names } = onnxEncoder(manifest, weights, chunkFrames);
  const ort = await import('onnxruntime-web/wasm');
  ort.env.logLevel = 'error';
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'], graphOptimizationLevel: 'all' });
  let states = names.map(
    ({ shape }) => new ort.Tensor('float32', new Float32Array(shape.reduce((product, length) => product * length, 1)), shape),
  );
  return {
    async encode(features) {
      const input = new ort.Tensor('float32', features, [chunkFrames, manifest.featurizer.bins]);
      const given = names.map(({ name }, i) => [name, states[i]!] as const);
      const results = await session.run({ features: input, ...Object.fromEntries(given) });
      states = names.map(({ name }) => results[`next.${name}`] as (typeof states)[number]);
      return results['output']!.data as Float32Array;
    },
    release: () => session.release(),
  };
}
