import * as tf from '@tensorflow/tfjs-core';
import type { EncoderConfig, EncoderLayer } from '../core/model/manifest';
import type { Safetensors } from '../core/model/safetensors';
import { createKernels, type Frames, type Kernels } from './kernels';

/** What the layers remember between chunks, by the manifest's state names; each `(1, 1, frames, channels)`. */
export type EncoderStates = Record<string, tf.Tensor4D>;

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
  /** What the layer keeps of its input frames for later ones, where that isn't the frames themselves. */
  remember?(x: Frames): Frames;
  /** @param x input frames. @param seen what is remembered of them, with the state before it. @returns output frames */
  run(x: Frames, seen: Frames): Frames;
  readonly weights: tf.Tensor[];
}

/** Causal convolutions as in `docs/model-format.md`. */
export function createCausalConvEncoder(config: EncoderConfig, weights: Safetensors): EncoderGraph {
  const kernels = createKernels();
  const layers = config.layers.map((layer, index) => createLayer(kernels, layer, `encoder.${index}`, weights));

  function run(features: tf.Tensor2D, states: EncoderStates): { output: tf.Tensor2D; states: EncoderStates } {
    const next: EncoderStates = {};
    let x: Frames = tf.reshape(features, [1, 1, ...features.shape]);
    for (const [index, layer] of layers.entries()) {
      const name = `encoder.${index}`;
      const state = states[name];
      let seen = layer.remember?.(x) ?? x;
      if (state !== undefined) {
        seen = kernels.concat([state, seen], timeAxis);
        next[name] = kernels.keep(kernels.take(seen, x.shape[timeAxis]!, state.shape[timeAxis]));
      }
      x = layer.run(x, seen);
    }
    const output = kernels.keep(x);
    return { output: tf.reshape(output, [output.shape[timeAxis], output.shape[3]]), states: next };
  }

  return {
    start() {
      const zeros = config.states.map(({ name, shape }) => [name, tf.zeros<tf.Rank.R4>([1, 1, ...shape])] as const);
      return Object.fromEntries(zeros);
    },
    step(features, states) {
      try {
        return run(features, states);
      } finally {
        kernels.release();
      }
    },
    weights: layers.flatMap((layer) => layer.weights),
  };
}

const timeAxis = 2;
const channelAxis = 3;

function createLayer(kernels: Kernels, layer: EncoderLayer, name: string, weights: Safetensors): Layer {
  if (layer.kind === 'mean') return createMeanLayer(kernels, layer.kernel);
  const bias = tf.tensor1d(weights.read(`${name}.bias`, [layer.out]));
  switch (layer.kind) {
    case 'conv': {
      const filter = readFilter(weights, `${name}.weight`, [layer.kernel, layer.in, layer.out]);
      return {
        run: (_, seen) => kernels.fusedConv(seen, filter, bias, 'relu', layer),
        weights: [filter, bias],
      };
    }
    case 'block': {
      const down = readFilter(weights, `${name}.down`, [layer.kernel, layer.in, layer.bottleneck]);
      const up = readFilter(weights, `${name}.up`, [layer.bottleneck, layer.out]);
      const centre = (layer.kernel - 1 - layer.ahead) * layer.dilation;
      return {
        run(x, seen) {
          const narrow = kernels.conv(seen, down, { dilation: layer.dilation });
          const wide = kernels.fusedConv(narrow, up, bias, 'linear');
          return kernels.addRelu(layer.ahead === 0 ? x : kernels.take(seen, centre, x.shape[timeAxis]!), wide);
        },
        weights: [down, up, bias],
      };
    }
    case 'pool': {
      const down = readFilter(weights, `${name}.down`, [layer.in, layer.bottleneck]);
      const downBias = tf.tensor1d(weights.read(`${name}.downBias`, [layer.bottleneck]));
      const up = readFilter(weights, `${name}.up`, [layer.bottleneck, layer.out]);
      return {
        remember: (x) => kernels.fusedConv(x, down, downBias, 'relu'),
        run: (x, seen) => kernels.addRelu(x, kernels.fusedConv(kernels.mean(seen, layer.kernel), up, bias, 'linear')),
        weights: [down, downBias, up, bias],
      };
    }
    case 'projection': {
      const filter = readFilter(weights, `${name}.weight`, [layer.in, layer.out]);
      return {
        run: (x) => kernels.fusedConv(x, filter, bias, 'linear'),
        weights: [filter, bias],
      };
    }
  }
}

/** Each frame and the mean of the last `kernel` ones. */
function createMeanLayer(kernels: Kernels, kernel: number): Layer {
  return {
    run: (x, seen) => kernels.concat([x, kernels.mean(seen, kernel)], channelAxis),
    weights: [],
  };
}

/** `(kernel, in, out)`, or `(in, out)` for a kernel of one frame, as the filter of an image one pixel high. */
function readFilter(weights: Safetensors, name: string, shape: [number, number, number] | [number, number]): tf.Tensor4D {
  const [kernel, input, output] = shape.length === 3 ? shape : ([1, ...shape] as const);
  return tf.tensor4d(weights.read(name, shape), [1, kernel, input, output]);
}
