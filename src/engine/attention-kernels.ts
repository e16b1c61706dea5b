import * as tf from '@tensorflow/tfjs-core';
import type { KernelCalls } from './kernel-calls';
import { createKernels } from './kernels';

/** Frames as a batch of one matrix, `(1, T, C)`. */
export type Rows = tf.TensorInfo;

/** Channels of a layer's input and output. */
interface Size {
  readonly from: number;
  readonly to: number;
}

/** A layer with its weights. */
export interface Layer {
  run(x: tf.TensorInfo): tf.TensorInfo;
  readonly weights: readonly tf.Tensor[];
}

/** What layers with attention are made of. Results belong to the calls they go through until they are kept. */
export interface AttentionKernels {
  /** `x · weight + bias`; the weight is `(in, out)`. Its tensors are to be kept. */
  createLinear(weight: Float32Array, bias: Float32Array | null, size: Size): Layer;
  /**
   * A valid convolution over frames `(1, 1, T, in)`, with a bias: `(1, 1, T', out)`; the weight is `(kernel, in, out)`. Its tensors are to be kept.
   */
  createConv(weight: Float32Array, bias: Float32Array, size: Size & { readonly kernel: number; readonly stride: number }): Layer;
  /** Each frame with mean 0 and variance 1. */
  normalize(x: Rows): Rows;
  /** The Gaussian error linear unit in its hyperbolic form (Hendrycks & Gimpel 2016). */
  gelu(x: Rows): Rows;
  add(a: Rows, b: Rows): Rows;
  /** The means of frames 0 and 1, 2 and 3, …, `(1, T / 2, C)`. */
  averagePairs(x: Rows): Rows;
  /** Attention that remembers `frames` frames; call outside `tf.tidy`. */
  createContext(frames: number, channels: number, heads: number): AttentionContext;
  /** Constants, to keep and to dispose with the encoder's weights. */
  readonly weights: readonly tf.Tensor[];
}

/** Attention of one layer in one utterance. */
export interface AttentionContext {
  /**
   * Queries (scaled), keys and values of a chunk side by side `(1, T, 3 · channels)` → what each query found among the keys
   * of the chunk and those remembered, `(1, T, channels)`. The chunk's keys and values are remembered. Call inside `tf.tidy`.
   */
  attend(queriesKeysValues: Rows): Rows;
  /** Frees what is remembered. */
  dispose(): void;
}

/** Added to a variance before it divides. */
const varianceFloor = 1e-5;
/** σ(2√(2/π) (x + 0.044715 x³)) is the share of x that gets through. */
const gate = 2 * Math.sqrt(2 / Math.PI);
const cubicGate = 0.044715 * gate;
/** Added to the scores of keys that are not there yet; finite, as some GPUs know no infinity. */
const absent = -1e9;

/** Any backend's own kernels put together. @throws Error when the backend lacks one of them. */
export function createAttentionKernels(calls: KernelCalls): AttentionKernels {
  const { kernel, keep } = calls;
  const convs = createKernels(calls);
  const [matMul, fusedMatMul] = [kernel(tf.BatchMatMul), kernel(tf._FusedMatMul)];
  const [add, sub, mul, square] = [kernel(tf.Add), kernel(tf.Sub), kernel(tf.Multiply), kernel(tf.Square)];
  const [mean, rsqrt, sigmoid, softmax] = [kernel(tf.Mean), kernel(tf.Rsqrt), kernel(tf.Sigmoid), kernel(tf.Softmax)];
  const [concat, slice, transpose, reshape, avgPool] = [
    kernel(tf.Concat),
    kernel(tf.Slice),
    kernel(tf.Transpose),
    kernel(tf.Reshape),
    kernel(tf.AvgPool),
  ];
  const [floor, linearGate, cubic] = [tf.scalar(varianceFloor), tf.scalar(gate), tf.scalar(cubicGate)];
  const meanOfFrame = (x: Rows): Rows => mean({ x }, { axis: [2], keepDims: true });
  const plain = { transposeA: false, transposeB: false };

  return {
    createLinear(values, biases, { from, to }) {
      const weight = tf.tensor3d(values, [1, from, to]);
      if (biases === null) return { run: (x) => matMul({ a: x, b: weight }, plain), weights: [weight] };
      const bias = tf.tensor1d(biases);
      return { run: (x) => fusedMatMul({ a: x, b: weight, bias }, { ...plain, activation: 'linear' }), weights: [weight, bias] };
    },
    createConv(values, biases, { from, to, kernel: length, stride }) {
      const filter = tf.tensor4d(values, [1, length, from, to]);
      const bias = tf.tensor1d(biases);
      return { run: (x) => convs.fusedConv(x, filter, bias, 'linear', { stride }), weights: [filter, bias] };
    },
    normalize(x) {
      const centred = sub({ a: x, b: meanOfFrame(x) });
      const variance = meanOfFrame(square({ x: centred }));
      return mul({ a: centred, b: rsqrt({ x: add({ a: variance, b: floor }) }) });
    },
    gelu(x) {
      const slope = add({ a: mul({ a: square({ x }), b: cubic }), b: linearGate });
      return mul({ a: x, b: sigmoid({ x: mul({ a: x, b: slope }) }) });
    },
    add: (a, b) => add({ a, b }),
    averagePairs(x) {
      const [, frames, channels] = x.shape as [number, number, number];
      const image = reshape({ x }, { shape: [1, 1, frames, channels] });
      const halved = avgPool({ x: image }, { filterSize: [1, 2], strides: [1, 2], pad: 'valid' });
      return reshape({ x: halved }, { shape: [1, frames / 2, channels] });
    },
    createContext(frames, channels, heads) {
      const size = channels / heads;
      let keys = tf.zeros<tf.Rank.R3>([heads, frames, size]);
      let values = tf.zeros<tf.Rank.R3>([heads, frames, size]);
      let filled = 0;
      const remembered = (all: tf.TensorInfo, count: number): tf.Tensor3D =>
        tf.keep(keep<tf.Rank.R3>(slice({ x: all }, { begin: [0, count, 0], size: [heads, frames, size] })));

      return {
        attend(queriesKeysValues) {
          const count = queriesKeysValues.shape[1]!;
          const parts = reshape({ x: queriesKeysValues }, { shape: [count, 3 * heads, size] });
          const byHead = transpose({ x: parts }, { perm: [1, 0, 2] });
          const part = (index: number): tf.TensorInfo =>
            slice({ x: byHead }, { begin: [index * heads, 0, 0], size: [heads, count, size] });
          const allKeys = concat([keys, part(1)], { axis: 1 });
          const allValues = concat([values, part(2)], { axis: 1 });
          const scores = matMul({ a: part(0), b: allKeys }, { transposeA: false, transposeB: true });
          // The shape stays that of a filled context, so that a GPU compiles once.
          const seen = filled < frames ? add({ a: scores, b: missing(frames - filled, frames + count) }) : scores;
          const found = matMul({ a: softmax({ logits: seen }, { dim: 2 }), b: allValues }, plain);
          const [oldKeys, oldValues] = [keys, values];
          keys = remembered(allKeys, count);
          values = remembered(allValues, count);
          tf.dispose([oldKeys, oldValues]);
          filled = Math.min(frames, filled + count);
          return reshape({ x: transpose({ x: found }, { perm: [1, 0, 2] }) }, { shape: [1, count, channels] });
        },
        dispose: () => tf.dispose([keys, values]),
      };
    },
    weights: [floor, linearGate, cubic],
  };
}

/** `(1, 1, length)`: hides the first `count` keys. */
function missing(count: number, length: number): tf.Tensor3D {
  return tf.tensor3d(new Float32Array(length).fill(absent, 0, count), [1, 1, length]);
}
