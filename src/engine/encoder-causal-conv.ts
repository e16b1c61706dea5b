import * as tf from '@tensorflow/tfjs-core';
import type { CausalConvConfig, EncoderLayer } from '../core/model/manifest';
import type { Safetensors } from '../core/model/safetensors';
import type { EncoderGraph } from './encoder-graph';
import { createKernelCalls } from './kernel-calls';
import { createKernels, type Frames, type Kernels } from './kernels';

/** What the layers remember between chunks, by the manifest's state names; each `(1, 1, frames, channels)`. */
type States = Record<string, tf.Tensor4D>;

interface Layer {
  /** What the layer keeps of its input frames for later ones, where that isn't the frames themselves. */
  remember?(x: Frames): Frames;
  /** @param x input frames. @param seen what is remembered of them, with the state before it. @returns output frames */
  run(x: Frames, seen: Frames): Frames;
  readonly weights: tf.Tensor[];
}

/** Causal convolutions as in `docs/model-format.md`. */
export function createCausalConvEncoder(config: CausalConvConfig, weights: Safetensors): EncoderGraph {
  const calls = createKernelCalls();
  const kernels = createKernels(calls);
  const layers = config.layers.map((layer, index) => createLayer(kernels, layer, `encoder.${index}`, weights));

  function run(features: tf.Tensor2D, states: States): { output: tf.Tensor2D; states: States } {
    const next: States = {};
    let x: Frames = tf.reshape(features, [1, 1, ...features.shape]);
    for (const [index, layer] of layers.entries()) {
      const name = `encoder.${index}`;
      const state = states[name];
      let seen = layer.remember?.(x) ?? x;
      if (state !== undefined) {
        seen = kernels.concat([state, seen], timeAxis);
        next[name] = calls.keep(kernels.take(seen, x.shape[timeAxis]!, state.shape[timeAxis]));
      }
      x = layer.run(x, seen);
    }
    const output = calls.keep<tf.Rank.R4>(x);
    return { output: tf.reshape(output, [output.shape[timeAxis], output.shape[3]]), states: next };
  }

  return {
    start() {
      const zeros = config.states.map(({ name, shape }) => [name, tf.zeros<tf.Rank.R4>([1, 1, ...shape])] as const);
      let states: States = Object.fromEntries(zeros);
      return {
        step(features) {
          try {
            const { output, states: next } = run(features, states);
            for (const state of Object.values(next)) tf.keep(state);
            tf.dispose(states);
            states = next;
            return output;
          } finally {
            calls.release();
          }
        },
        dispose() {
          tf.dispose(states);
          states = {};
        },
      };
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
