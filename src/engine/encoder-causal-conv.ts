import * as tf from '@tensorflow/tfjs-core';
import type { EncoderConfig, EncoderLayer } from '../core/model/manifest';
import type { Safetensors } from '../core/model/safetensors';

/** What the layers remember between chunks, by the manifest's state names; each `(frames, channels)`. */
export type EncoderStates = Record<string, tf.Tensor2D>;

/** An encoder's layers on the current backend. */
export interface EncoderGraph {
  /** States at the start of an utterance; the caller owns them. */
  start(): EncoderStates;
  /**
   * Normalised features `(T, inputDim)`, `T` a multiple of the subsampling → `(T / subsampling, outputDim)` and the
   * next states. Call inside `tf.tidy`; the old states stay the caller's.
   */
  step(features: tf.Tensor2D, states: EncoderStates): { output: tf.Tensor2D; states: EncoderStates };
  /** To keep and to dispose. */
  readonly weights: readonly tf.Tensor[];
}

/** A layer: input frames with the state before them → output frames. */
interface Layer {
  run(x: tf.Tensor2D): tf.Tensor2D;
  readonly weights: tf.Tensor[];
}

/** Causal convolutions as in `docs/model-format.md`. */
export function createCausalConvEncoder(config: EncoderConfig, weights: Safetensors): EncoderGraph {
  const layers = config.layers.map((layer, index) => createLayer(layer, `encoder.${index}`, weights));
  return {
    start() {
      const zeros = config.states.map(({ name, shape }) => [name, tf.zeros<tf.Rank.R2>(shape)] as const);
      return Object.fromEntries(zeros);
    },
    step(features, states) {
      const next: EncoderStates = {};
      let x = features;
      for (const [index, layer] of layers.entries()) {
        const name = `encoder.${index}`;
        const state = states[name];
        if (state !== undefined) {
          x = tf.concat2d([state, x], 0);
          next[name] = tf.slice2d(x, [x.shape[0] - state.shape[0], 0], state.shape);
        }
        x = layer.run(x);
      }
      return { output: x, states: next };
    },
    weights: layers.flatMap((layer) => layer.weights),
  };
}

function createLayer(layer: EncoderLayer, name: string, weights: Safetensors): Layer {
  if (layer.kind === 'mean') return createMeanLayer(layer.kernel);
  const bias = tf.tensor1d(weights.read(`${name}.bias`, [layer.out]));
  switch (layer.kind) {
    case 'conv': {
      const filter = readFilter(weights, `${name}.weight`, layer.kernel, layer.in, layer.out);
      const options = { filter, strides: [1, layer.stride] as [number, number], pad: 'valid' as const, bias };
      const dilations: [number, number] = [1, layer.dilation];
      return {
        run: (x) => flat(tf.fused.conv2d({ x: asImage(x), ...options, dilations, activation: 'relu' })),
        weights: [filter, bias],
      };
    }
    case 'block': {
      const down = readFilter(weights, `${name}.down`, layer.kernel, layer.in, layer.bottleneck);
      const up = tf.tensor2d(weights.read(`${name}.up`, [layer.bottleneck, layer.out]), [layer.bottleneck, layer.out]);
      const centre = (layer.kernel - 1 - layer.ahead) * layer.dilation;
      return {
        run(x) {
          const narrow = flat(tf.conv2d(asImage(x), down, 1, 'valid', 'NHWC', [1, layer.dilation]));
          const wide = tf.fused.matMul({ a: narrow, b: up, bias });
          return tf.relu(tf.add(tf.slice2d(x, [centre, 0], [wide.shape[0]!, layer.in]), wide)) as tf.Tensor2D;
        },
        weights: [down, up, bias],
      };
    }
    case 'projection': {
      const weight = tf.tensor2d(weights.read(`${name}.weight`, [layer.in, layer.out]), [layer.in, layer.out]);
      return {
        run: (x) => tf.fused.matMul({ a: x, b: weight, bias }) as tf.Tensor2D,
        weights: [weight, bias],
      };
    }
  }
}

/** Each frame and the mean of the last `kernel` ones: a pool over an image one pixel high. */
function createMeanLayer(kernel: number): Layer {
  return {
    run(x) {
      const mean = flat(tf.avgPool(asImage(x), [1, kernel], 1, 'valid'));
      return tf.concat2d([tf.slice2d(x, [kernel - 1, 0], mean.shape), mean], 1);
    },
    weights: [],
  };
}

/** `(kernel, in, out)` as the filter of an image one pixel high, `(1, kernel, in, out)`. */
function readFilter(weights: Safetensors, name: string, kernel: number, input: number, output: number): tf.Tensor4D {
  return tf.tensor4d(weights.read(name, [kernel, input, output]), [1, kernel, input, output]);
}

/** `(T, C)` → `(1, T, C)`. */
function asImage(x: tf.Tensor2D): tf.Tensor3D {
  return tf.reshape(x, [1, x.shape[0], x.shape[1]]);
}

/** `(1, T, C)` → `(T, C)`. */
function flat(x: tf.Tensor3D): tf.Tensor2D {
  return tf.reshape(x, [x.shape[1], x.shape[2]]);
}
