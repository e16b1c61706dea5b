import * as tf from '@tensorflow/tfjs-core';

/**
 * The current backend's kernels, called without the checks, scopes and gradients that TensorFlow.js puts around each operation: on a
 * short chunk those cost as much as a small layer. Results belong to this object until they are kept.
 */
export interface KernelCalls {
  /** A kernel by its name in TensorFlow.js. @throws Error when the backend lacks it. */
  kernel(name: string): (inputs: object, attributes?: object) => tf.TensorInfo;
  /** Takes a result of another origin. */
  own(x: tf.TensorInfo): tf.TensorInfo;
  /** As a tensor of the engine's, which is disposed as any other. */
  keep<R extends tf.Rank>(x: tf.TensorInfo): tf.Tensor<R>;
  /** Frees every result that was not kept. */
  release(): void;
}

export function createKernelCalls(): KernelCalls {
  const backend = tf.backend();
  const results = new Set<tf.TensorInfo>();
  return {
    kernel(name) {
      const config = tf.getKernel(name, tf.getBackend());
      if (config === undefined) throw new Error(`${tf.getBackend()} has no kernel ${name}`);
      return (inputs, attributes) => {
        const result = config.kernelFunc({
          inputs: inputs as tf.NamedTensorInfoMap,
          attrs: attributes as tf.NamedAttrMap,
          backend,
        });
        results.add(result as tf.TensorInfo);
        return result as tf.TensorInfo;
      };
    },
    own(x) {
      results.add(x);
      return x;
    },
    keep<R extends tf.Rank>(x: tf.TensorInfo) {
      results.delete(x);
      return tf.engine().makeTensorFromTensorInfo(x) as tf.Tensor<R>;
    },
    release() {
      for (const { dataId } of results) backend.disposeData(dataId);
      results.clear();
    },
  };
}
