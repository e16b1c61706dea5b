import * as tf from '@tensorflow/tfjs-core';
import type { AttentionKernels } from './attention-kernels';
import type { KernelCalls } from './kernel-calls';

/** What TensorFlow.js's WebGPU backend runs, as `WebGPUProgram` in its sources. Equal keys, types and ranks are compiled once. */
interface Program {
  readonly shaderKey: string;
  readonly variableNames: readonly string[];
  readonly outputShape: readonly number[];
  readonly dispatchLayout: { readonly x: readonly number[] };
  readonly dispatch: readonly [number, number, number];
  readonly workgroupSize: readonly [number, number, number];
  /** Whether the shader reads `uniforms.size`. */
  readonly size?: boolean;
  getUserCode(): string;
}

interface WebGpuBackend {
  runWebGPUProgram(program: Program, inputs: readonly tf.TensorInfo[], dtype: 'float32'): tf.TensorInfo;
}

/**
 * The same with one program for each layer norm and GELU on WebGPU, where the backend's own kernels would take seven and six: a chunk is so little work
 * that starting programs is most of it.
 * @returns `kernels` themselves on other backends.
 */
export function withWebGpuAttention(kernels: AttentionKernels, { own }: KernelCalls): AttentionKernels {
  if (tf.getBackend() !== 'webgpu') return kernels;
  const backend = tf.backend() as unknown as WebGpuBackend;
  const run = (program: Program, x: tf.TensorInfo): tf.TensorInfo => own(backend.runWebGPUProgram(program, [x], 'float32'));
  return {
    ...kernels,
    normalize: (x) => run(normalizeProgram(x.shape), x),
    gelu: (x) => run(geluProgram(x.shape), x),
  };
}

const threads = 64;

function geluProgram(shape: readonly number[]): Program {
  const count = shape.reduce((product, length) => product * length, 1);
  return {
    ...common('utter-gelu', shape, Math.ceil(count / threads)),
    size: true,
    getUserCode: () => `
      fn main(index : i32) {
        if (index < uniforms.size) {
          let x = A[index];
          let closed = -1.5957691216 * (x + 0.044715 * x * x * x);
          setOutputAtIndex(index, x / (1.0 + exp(min(closed, 80.0))));
        }
      }`,
  };
}

/** The threads of a group share a frame, and sum up in turns of half as many. */
function normalizeProgram(shape: readonly number[]): Program {
  return {
    ...common('utter-normalize', shape, shape[1]!),
    getUserCode: () => `
      var<workgroup> sums : array<f32, ${threads}>;

      fn total(mine : f32, thread : i32) -> f32 {
        sums[thread] = mine;
        workgroupBarrier();
        for (var left = ${threads / 2}; left > 0; left = left >> 1) {
          if (thread < left) {
            sums[thread] = sums[thread] + sums[thread + left];
          }
          workgroupBarrier();
        }
        let all = sums[0];
        workgroupBarrier();
        return all;
      }

      fn main(index : i32) {
        let thread = i32(localId.x);
        let columns = uniforms.outShape[2];
        let start = (index / ${threads}) * columns;
        var mine = 0.0;
        for (var i = thread; i < columns; i += ${threads}) {
          mine += A[start + i];
        }
        let mean = total(mine, thread) / f32(columns);
        mine = 0.0;
        for (var i = thread; i < columns; i += ${threads}) {
          let difference = A[start + i] - mean;
          mine += difference * difference;
        }
        let scale = inverseSqrt(total(mine, thread) / f32(columns) + 1e-5);
        for (var i = thread; i < columns; i += ${threads}) {
          setOutputAtIndex(start + i, (A[start + i] - mean) * scale);
        }
      }`,
  };
}

function common(shaderKey: string, shape: readonly number[], groups: number): Omit<Program, 'getUserCode'> {
  return {
    shaderKey,
    variableNames: ['A'],
    outputShape: shape,
    dispatchLayout: { x: shape.map((_, axis) => axis) },
    dispatch: [groups, 1, 1],
    workgroupSize: [threads, 1, 1],
  };
}
