import * as tf from '@tensorflow/tfjs-core';
import { convKernelFrames, convStride, layerSubsampling } from '../core/model/attention-layers';
import type { ChunkAttentionConfig } from '../core/model/manifest';
import type { Safetensors } from '../core/model/safetensors';
import { type AttentionContext, createAttentionKernels, type Rows } from './attention-kernels';
import { withWasmAttention } from './attention-kernels-wasm';
import { readFilter } from './encoder-causal-conv';
import type { EncoderGraph } from './encoder-graph';
import { createKernelCalls } from './kernel-calls';
import { createKernels, type Frames } from './kernels';

/** A linear layer. */
interface Linear {
  readonly weight: tf.Tensor3D;
  readonly bias: tf.Tensor1D | null;
}

interface ConvLayer {
  readonly filter: tf.Tensor4D;
  readonly bias: tf.Tensor1D;
}

interface AttentionLayer {
  readonly qkv: Linear;
  readonly out: Linear;
  readonly widen: Linear;
  readonly narrow: Linear;
}

const timeAxis = 2;

/**
 * Causal convolutions and layers of attention over a chunk and a bounded context before it, as in `docs/model-format.md`
 * (the encoder of Whisper, Radford et al. 2022, made to stream). The output depends on the length of the chunks.
 */
export function createChunkAttentionEncoder(config: ChunkAttentionConfig, weights: Safetensors): EncoderGraph {
  const { inputDim, channels, heads, feedForward, bottleneck, outputDim, poolAfter } = config;
  const calls = createKernelCalls();
  const frames = createKernels(calls);
  const kernels = withWasmAttention(createAttentionKernels(calls), calls);
  const reshape = calls.kernel(tf.Reshape);

  const conv = (name: string, from: number): ConvLayer => ({
    filter: readFilter(weights, `${name}.weight`, [convKernelFrames, from, channels]),
    bias: tf.tensor1d(weights.read(`${name}.bias`, [channels])),
  });
  const linear = (name: string, from: number, to: number, hasBias = true): Linear => ({
    weight: tf.tensor3d(weights.read(`${name}.weight`, [from, to]), [1, from, to]),
    bias: hasBias ? tf.tensor1d(weights.read(`${name}.bias`, [to])) : null,
  });
  const conv1 = conv('encoder.conv1', inputDim);
  const conv2 = conv('encoder.conv2', channels);
  const positions = createPositions(weights.read('encoder.positions', [config.positions, channels]), channels);
  const layers = Array.from({ length: config.layers }, (_, i): AttentionLayer => ({
    qkv: linear(`encoder.${i}.qkv`, channels, 3 * channels),
    out: linear(`encoder.${i}.out`, channels, channels),
    widen: linear(`encoder.${i}.ffn1`, channels, feedForward),
    narrow: linear(`encoder.${i}.ffn2`, feedForward, channels),
  }));
  const narrow = bottleneck > 0 ? linear('encoder.bottleneck', channels, bottleneck, false) : null;
  const projection = linear('encoder.projection', bottleneck > 0 ? bottleneck : channels, outputDim);
  const apply = (x: Rows, { weight, bias }: Linear): Rows => kernels.linear(x, weight, bias);

  function runLayer(x: Rows, layer: AttentionLayer, context: AttentionContext): Rows {
    const found = context.attend(apply(kernels.normalize(x), layer.qkv));
    const attended = kernels.add(x, apply(found, layer.out));
    const wide = kernels.gelu(apply(kernels.normalize(attended), layer.widen));
    return kernels.add(attended, apply(wide, layer.narrow));
  }

  return {
    start(featureFrames = 0) {
      const contexts = layers.map((_, i) =>
        kernels.createContext(config.leftContextFrames / layerSubsampling(config, i), channels, heads),
      );
      let history1 = tf.zeros<tf.Rank.R4>([1, 1, convKernelFrames - 1, inputDim]);
      let history2 = tf.zeros<tf.Rank.R4>([1, 1, convKernelFrames - convStride, channels]);
      let steps = featureFrames / convStride;

      /** A convolution over frames with their history, and the history of the next frames. */
      function convolve(x: Frames, history: tf.Tensor4D, { filter, bias }: ConvLayer, stride: number): [Frames, tf.Tensor4D] {
        const seen = frames.concat([history, x], timeAxis);
        const [kept, length] = [history.shape[timeAxis], seen.shape[timeAxis]!];
        const next = tf.keep(calls.keep<tf.Rank.R4>(frames.take(seen, length - kept, kept)));
        history.dispose();
        return [kernels.gelu(frames.fusedConv(seen, filter, bias, 'linear', { stride })), next];
      }

      function run(features: tf.Tensor2D): tf.Tensor2D {
        let x: Frames = tf.reshape(features, [1, 1, ...features.shape]);
        [x, history1] = convolve(x, history1, conv1, 1);
        [x, history2] = convolve(x, history2, conv2, convStride);
        const count = x.shape[timeAxis]!;
        const here = tf.tensor3d(positions.take(steps, count), [1, count, channels]);
        steps += count;
        let rows = kernels.add(reshape({ x }, { shape: [1, count, channels] }), here);
        for (const [i, layer] of layers.entries()) {
          rows = runLayer(rows, layer, contexts[i]!);
          if (i + 1 === poolAfter) rows = kernels.averagePairs(rows);
        }
        rows = kernels.normalize(rows);
        if (narrow !== null) rows = apply(rows, narrow);
        const output = calls.keep<tf.Rank.R3>(apply(rows, projection));
        return tf.reshape(output, [output.shape[1], outputDim]);
      }

      return {
        step(features) {
          try {
            return run(features);
          } finally {
            calls.release();
          }
        },
        dispose() {
          for (const context of contexts) context.dispose();
          tf.dispose([history1, history2]);
        },
      };
    },
    weights: [...tensorsOf([conv1, conv2, ...layers.flatMap(linearsOf), narrow, projection]), ...kernels.weights],
  };
}

function linearsOf({ qkv, out, widen, narrow }: AttentionLayer): Linear[] {
  return [qkv, out, widen, narrow];
}

function tensorsOf(layers: readonly (Linear | ConvLayer | null)[]): tf.Tensor[] {
  return layers.flatMap((layer) => (layer === null ? [] : Object.values(layer as object))).filter((value) => value instanceof tf.Tensor);
}

/** A ring of positions `(rows, channels)`; on the host, as a chunk takes few of them. */
function createPositions(ring: Float32Array, channels: number): { take(start: number, count: number): Float32Array } {
  const length = ring.length / channels;
  return {
    take(start, count) {
      const out = new Float32Array(count * channels);
      for (let i = 0; i < count; i++) {
        const row = (start + i) % length;
        out.set(ring.subarray(row * channels, (row + 1) * channels), i * channels);
      }
      return out;
    },
  };
}
