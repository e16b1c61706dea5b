import * as tf from '@tensorflow/tfjs-core';
import { convKernelFrames, convStride, layerSubsampling } from '../core/model/attention-layers';
import type { ChunkAttentionConfig } from '../core/model/manifest';
import type { Safetensors } from '../core/model/safetensors';
import { type AttentionContext, createAttentionKernels, type Layer, type Rows } from './attention-kernels';
import { withWasmAttention } from './attention-kernels-wasm';
import { withWebGpuAttention } from './attention-kernels-webgpu';
import type { EncoderGraph } from './encoder-graph';
import { createKernelCalls } from './kernel-calls';
import { createKernels, type Frames } from './kernels';

interface AttentionLayer {
  readonly qkv: Layer;
  readonly out: Layer;
  readonly widen: Layer;
  readonly narrow: Layer;
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
  const kernels = withWebGpuAttention(withWasmAttention(createAttentionKernels(calls), calls), calls);
  const reshape = calls.kernel(tf.Reshape);

  const read = (name: string, ...shape: number[]): Float32Array => weights.read(name, shape);
  const conv = (name: string, from: number, stride: number): Layer =>
    kernels.createConv(read(`${name}.weight`, convKernelFrames, from, channels), read(`${name}.bias`, channels), {
      from,
      to: channels,
      kernel: convKernelFrames,
      stride,
    });
  const linear = (name: string, from: number, to: number, hasBias = true): Layer =>
    kernels.createLinear(read(`${name}.weight`, from, to), hasBias ? read(`${name}.bias`, to) : null, { from, to });
  const conv1 = conv('encoder.conv1', inputDim, 1);
  const conv2 = conv('encoder.conv2', channels, convStride);
  const positions = createPositions(weights.read('encoder.positions', [config.positions, channels]), channels);
  const layers = Array.from({ length: config.layers }, (_, i): AttentionLayer => ({
    qkv: linear(`encoder.${i}.qkv`, channels, 3 * channels),
    out: linear(`encoder.${i}.out`, channels, channels),
    widen: linear(`encoder.${i}.ffn1`, channels, feedForward),
    narrow: linear(`encoder.${i}.ffn2`, feedForward, channels),
  }));
  const narrow = bottleneck > 0 ? linear('encoder.bottleneck', channels, bottleneck, false) : null;
  const projection = linear('encoder.projection', bottleneck > 0 ? bottleneck : channels, outputDim);
  const inner = layers.flatMap((layer) => [layer.qkv, layer.out, layer.widen, layer.narrow]);
  const all = [conv1, conv2, ...inner, ...(narrow === null ? [] : [narrow]), projection];

  function runLayer(x: Rows, layer: AttentionLayer, context: AttentionContext): Rows {
    const found = context.attend(layer.qkv.run(kernels.normalize(x)));
    const attended = kernels.add(x, layer.out.run(found));
    const wide = kernels.gelu(layer.widen.run(kernels.normalize(attended)));
    return kernels.add(attended, layer.narrow.run(wide));
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
      function convolve(x: Frames, history: tf.Tensor4D, layer: Layer): [Frames, tf.Tensor4D] {
        const seen = frames.concat([history, x], timeAxis);
        const [kept, length] = [history.shape[timeAxis], seen.shape[timeAxis]!];
        const next = tf.keep(calls.keep<tf.Rank.R4>(frames.take(seen, length - kept, kept)));
        history.dispose();
        return [kernels.gelu(layer.run(seen)), next];
      }

      function run(features: tf.Tensor2D): tf.Tensor2D {
        let x: Frames = tf.reshape(features, [1, 1, ...features.shape]);
        [x, history1] = convolve(x, history1, conv1);
        [x, history2] = convolve(x, history2, conv2);
        const count = x.shape[timeAxis]!;
        const here = tf.tensor3d(positions.take(steps, count), [1, count, channels]);
        steps += count;
        let rows = kernels.add(reshape({ x }, { shape: [1, count, channels] }), here);
        for (const [i, layer] of layers.entries()) {
          rows = runLayer(rows, layer, contexts[i]!);
          if (i + 1 === poolAfter) rows = kernels.averagePairs(rows);
        }
        rows = kernels.normalize(rows);
        if (narrow !== null) rows = narrow.run(rows);
        const output = calls.keep<tf.Rank.R3>(projection.run(rows));
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
    weights: [...all.flatMap((layer) => layer.weights), ...kernels.weights],
  };
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
