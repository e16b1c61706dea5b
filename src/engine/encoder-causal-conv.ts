import * as tf from '@tensorflow/tfjs-core';
import type { EncoderConfig, EncoderLayer } from '../core/model/manifest';
import type { Safetensors } from '../core/model/safetensors';

/**
 * Frames as an image one pixel high, `(1, 1, T, C)`: what convolutions take. Kept from layer to layer, because every
 * change of rank is an operation, and on a short chunk an operation costs as much as a small layer.
 */
type Frames = tf.Tensor4D;

/** What the layers remember between chunks, by the manifest's state names; each `(1, 1, frames, channels)`. */
export type EncoderStates = Record<string, Frames>;

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

interface Layer {
  /** @param x input frames. @param seen the same with the state before them. @returns output frames */
  run(x: Frames, seen: Frames): Frames;
  readonly weights: tf.Tensor[];
}

/** Causal convolutions as in `docs/model-format.md`. */
export function createCausalConvEncoder(config: EncoderConfig, weights: Safetensors): EncoderGraph {
  const layers = config.layers.map((layer, index) => createLayer(layer, `encoder.${index}`, weights));
  return {
    start() {
      const zeros = config.states.map(({ name, shape }) => [name, tf.zeros<tf.Rank.R4>([1, 1, ...shape])] as const);
      return Object.fromEntries(zeros);
    },
    step(features, states) {
      const next: EncoderStates = {};
      let x: Frames = tf.reshape(features, [1, 1, ...features.shape]);
      for (const [index, layer] of layers.entries()) {
        const name = `encoder.${index}`;
        const state = states[name];
        let seen = x;
        if (state !== undefined) {
          seen = tf.concat4d([state, x], timeAxis);
          next[name] = takeFrames(seen, x.shape[timeAxis], state.shape[timeAxis]);
        }
        x = layer.run(x, seen);
      }
      return { output: tf.reshape(x, [x.shape[timeAxis], x.shape[3]]), states: next };
    },
    weights: layers.flatMap((layer) => layer.weights),
  };
}

const timeAxis = 2;

/** `count` frames from `start`. */
function takeFrames(x: Frames, start: number, count: number): Frames {
  return tf.slice4d(x, [0, 0, start, 0], [1, 1, count, x.shape[3]]);
}

function createLayer(layer: EncoderLayer, name: string, weights: Safetensors): Layer {
  if (layer.kind === 'mean') return createMeanLayer(layer.kernel);
  const bias = tf.tensor1d(weights.read(`${name}.bias`, [layer.out]));
  switch (layer.kind) {
    case 'conv': {
      const filter = readFilter(weights, `${name}.weight`, [layer.kernel, layer.in, layer.out]);
      const strides: [number, number] = [1, layer.stride];
      const dilations: [number, number] = [1, layer.dilation];
      return {
        run: (_, x) => tf.fused.conv2d({ x, filter, strides, pad: 'valid', dilations, bias, activation: 'relu' }),
        weights: [filter, bias],
      };
    }
    case 'block': {
      const down = readFilter(weights, `${name}.down`, [layer.kernel, layer.in, layer.bottleneck]);
      const up = readFilter(weights, `${name}.up`, [layer.bottleneck, layer.out]);
      const centre = (layer.kernel - 1 - layer.ahead) * layer.dilation;
      return {
        run(x, seen) {
          const narrow = tf.conv2d(seen, down, 1, 'valid', 'NHWC', [1, layer.dilation]);
          const wide = tf.fused.conv2d({ x: narrow, filter: up, strides: 1, pad: 'valid', bias });
          const centred = layer.ahead === 0 ? x : takeFrames(seen, centre, x.shape[timeAxis]);
          return tf.relu(tf.add<Frames>(centred, wide));
        },
        weights: [down, up, bias],
      };
    }
    case 'projection': {
      const filter = readFilter(weights, `${name}.weight`, [layer.in, layer.out]);
      return {
        run: (x) => tf.fused.conv2d({ x, filter, strides: 1, pad: 'valid', bias }),
        weights: [filter, bias],
      };
    }
  }
}

/** Each frame and the mean of the last `kernel` ones. */
function createMeanLayer(kernel: number): Layer {
  return {
    run: (x, seen) => tf.concat4d([x, tf.avgPool(seen, [1, kernel], 1, 'valid')], 3),
    weights: [],
  };
}

/** `(kernel, in, out)`, or `(in, out)` for a kernel of one frame, as the filter of an image one pixel high. */
function readFilter(weights: Safetensors, name: string, shape: [number, number, number] | [number, number]): tf.Tensor4D {
  const [kernel, input, output] = shape.length === 3 ? shape : ([1, ...shape] as const);
  return tf.tensor4d(weights.read(name, shape), [1, kernel, input, output]);
}
