import * as tf from '@tensorflow/tfjs-core';
import type { KernelCalls } from './kernel-calls';

/** Frames as an image one pixel high, `(1, 1, T, C)`: what convolutions take. */
export type Frames = tf.TensorInfo;

/** How a convolution moves along the time axis. */
export interface Steps {
  readonly stride?: number;
  readonly dilation?: number;
}

/** What convolutional layers are made of. Results belong to the calls they go through until they are kept. */
export interface Kernels {
  /** Along the time axis (2) or side by side (3). */
  concat(parts: readonly Frames[], axis: 2 | 3): Frames;
  /** `count` frames from `start`. */
  take(x: Frames, start: number, count: number): Frames;
  /** Only where the kernel lies within `x`. */
  conv(x: Frames, filter: tf.Tensor4D, steps?: Steps): Frames;
  /** The same, with a bias and rectified if asked. */
  fusedConv(x: Frames, filter: tf.Tensor4D, bias: tf.Tensor1D, activation: 'linear' | 'relu', steps?: Steps): Frames;
  /** `relu(a + b)`. */
  addRelu(a: Frames, b: Frames): Frames;
  /** The mean of each `kernel` neighbouring frames. */
  mean(x: Frames, kernel: number): Frames;
}

/** @throws Error when the backend lacks a kernel. */
export function createKernels({ kernel }: KernelCalls): Kernels {
  const [concat, slice, add, relu] = [kernel(tf.Concat), kernel(tf.Slice), kernel(tf.Add), kernel(tf.Relu)];
  const [conv, fusedConv, avgPool] = [kernel(tf.Conv2D), kernel(tf.FusedConv2D), kernel(tf.AvgPool)];
  const along = ({ stride = 1, dilation = 1 }: Steps): object => ({
    strides: [1, stride],
    dilations: [1, dilation],
    pad: 'valid',
    dataFormat: 'NHWC',
  });

  return {
    concat: (parts, axis) => concat(parts, { axis }),
    take: (x, start, count) => slice({ x }, { begin: [0, 0, start, 0], size: [1, 1, count, x.shape[3]] }),
    conv: (x, filter, steps = {}) => conv({ x, filter }, along(steps)),
    fusedConv: (x, filter, bias, activation, steps = {}) => fusedConv({ x, filter, bias }, { ...along(steps), activation }),
    addRelu: (a, b) => relu({ x: add({ a, b }) }),
    mean: (x, frames) => avgPool({ x }, { filterSize: [1, frames], strides: 1, pad: 'valid' }),
  };
}
