import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireBackend, activateBackend, type Device } from './backends';
import { createKernelCalls } from './kernel-calls';
import { createKernels } from './kernels';

describe.each(['cpu', 'wasm'] as const)('kernels on %s', (name) => {
  let device: Device;
  let allocated: number;
  const ramp = (shape: [number, number, number, number], scale: number): tf.Tensor4D => {
    const size = shape.reduce((product, length) => product * length, 1);
    return tf.tensor4d(
      Float32Array.from({ length: size }, (_, i) => Math.sin(i) * scale),
      shape,
    );
  };

  beforeEach(async () => {
    device = await acquireBackend(name);
    activateBackend(name);
    allocated = tf.backend().numDataIds();
  });
  afterEach(() => device.release());

  it('[E4] compute what the operations of TensorFlow.js do, and leave nothing behind', () => {
    const { kept, expected } = tf.tidy(() => {
      const state = ramp([1, 1, 3, 8], 1);
      const x = ramp([1, 1, 6, 8], 2);
      const down = ramp([1, 2, 8, 4], 0.5);
      const up = ramp([1, 1, 4, 8], 0.5);
      const bias = tf.tensor1d([0, 1, 2, 3, 4, 5, 6, 7]);

      const calls = createKernelCalls();
      const kernels = createKernels(calls);
      const seen = kernels.concat([state, x], 2);
      const wide = kernels.fusedConv(kernels.conv(seen, down, { dilation: 3 }), up, bias, 'linear');
      const sum = kernels.addRelu(kernels.take(seen, 1, 6), wide);
      const strided = kernels.fusedConv(sum, down, tf.tensor1d([0, -1, 1, 0]), 'relu', { stride: 2 });
      const mean = kernels.concat([kernels.take(sum, 3, 3), kernels.mean(sum, 4)], 3);
      const results = [calls.keep(sum), calls.keep(strided), calls.keep(mean)];
      calls.release();

      const allSeen = tf.concat4d([state, x], 2);
      const narrow = tf.conv2d(allSeen, down, 1, 'valid', 'NHWC', [1, 3]);
      const added = tf.relu(
        tf.add<tf.Tensor4D>(tf.slice4d(allSeen, [0, 0, 1, 0], [1, 1, 6, 8]), tf.add(tf.conv2d(narrow, up, 1, 'valid'), bias)),
      );
      const stridden = tf.relu(tf.add(tf.conv2d(added, down, [1, 2], 'valid'), tf.tensor1d([0, -1, 1, 0])));
      const means = tf.concat4d([tf.slice4d(added, [0, 0, 3, 0], [1, 1, 3, 8]), tf.avgPool(added, [1, 4], 1, 'valid')], 3);
      const read = (tensors: readonly tf.Tensor[]): number[][] => tensors.map((tensor) => Array.from(tensor.dataSync()));
      return { kept: read(results), expected: read([added, stridden, means]) };
    });
    for (const [i, values] of expected.entries()) {
      expect(kept[i]).toHaveLength(values.length);
      for (const [j, value] of values.entries()) expect(kept[i]![j]).toBeCloseTo(value, 5);
    }
    expect(tf.backend().numDataIds()).toBe(allocated);
  });

  it('[E4] free what was not kept, however often', () => {
    const x = ramp([1, 1, 4, 8], 1);
    const calls = createKernelCalls();
    const kernels = createKernels(calls);
    for (let i = 0; i < 3; i++) {
      kernels.addRelu(kernels.take(x, 0, 3), kernels.take(x, 1, 3));
      expect(tf.backend().numDataIds() - allocated).toBe(5);
      calls.release();
      expect(tf.backend().numDataIds() - allocated).toBe(1);
    }
    calls.release();
    x.dispose();
    expect(tf.backend().numDataIds()).toBe(allocated);
  });
});
