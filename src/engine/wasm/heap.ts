import type * as tf from '@tensorflow/tfjs-core';

/** The memory that TensorFlow.js's WebAssembly backend keeps its tensors in. */
export interface WasmHeap {
  readonly memory: WebAssembly.Memory;
  /** All of it as numbers; to be fetched again after anything was allocated. */
  floats(): Float32Array;
  /** Where a tensor lies, in bytes. */
  address(tensor: tf.TensorInfo): number;
  /** A tensor of any content. */
  allocate(shape: readonly number[]): tf.TensorInfo;
}

/** What is read of the backend; its types call most of it private. */
interface WasmBackend {
  readonly wasm?: { readonly asm?: { readonly memory?: unknown } };
  readonly dataIdMap?: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput?(shape: readonly number[], dtype: 'float32'): tf.TensorInfo;
}

/** @returns null where the backend is another, or keeps its memory to itself. */
export function wasmHeap(backend: unknown): WasmHeap | null {
  const { wasm, dataIdMap, makeOutput } = backend as WasmBackend;
  const memory = wasm?.asm?.memory;
  if (!(memory instanceof WebAssembly.Memory) || dataIdMap === undefined || makeOutput === undefined) return null;
  return {
    memory,
    floats: () => new Float32Array(memory.buffer),
    address: ({ dataId }) => dataIdMap.get(dataId).memoryOffset,
    allocate: (shape) => makeOutput.call(backend, shape, 'float32'),
  };
}
