import * as tf from '@tensorflow/tfjs-core';
import type { AttentionContext, AttentionKernels, Rows } from './attention-kernels';
import type { KernelCalls } from './kernel-calls';
import { type WasmHeap, wasmHeap } from './wasm/heap';
import { createWasmKernels, panelsOf, type WasmKernels } from './wasm/kernels';

const floatBytes = 4;
/** Columns of a product come so many at a time. */
const columnGroup = 8;
/** Numbers in a vector. */
const lanes = 4;
/** What hides a score; e to this is nothing. */
const hidden = -1e9;

/**
 * The same with kernels of our own for WebAssembly. Weights lie once, as their products take them (TensorFlow.js packs a second copy).
 * Keys and values stay where they are, in rings that new ones are written into, and only those that are there are looked at.
 * @returns `kernels` themselves if that is unavailable.
 */
export function withWasmAttention(kernels: AttentionKernels, { own, kernel }: KernelCalls): AttentionKernels {
  const heap = tf.getBackend() === 'wasm' ? wasmHeap(tf.backend()) : null;
  const native = heap && createWasmKernels(heap.memory);
  if (heap === null || native === null) return kernels;
  const { address } = heap;
  const [slice, reshape] = [kernel(tf.Slice), kernel(tf.Reshape)];
  const allocate = (shape: readonly number[]): tf.TensorInfo => own(heap.allocate(shape));

  /** Rows `inner` numbers long, each `distance` numbers behind the one before: frames, or a convolution's windows over them. */
  function product(x: tf.TensorInfo, rows: number, inner: number, distance: number, layer: Panels, to: number): tf.TensorInfo {
    const width = roundedUp(to, columnGroup);
    const out = allocate([1, rows, width]);
    const [weight, bias] = [address(layer.panels), address(layer.bias)];
    native!.linear(address(x), distance * floatBytes, weight, bias, address(out), width * floatBytes, rows, inner, width);
    return width === to ? out : slice({ x: out }, { begin: [0, 0, 0], size: [1, rows, to] });
  }

  return {
    ...kernels,
    createLinear(weight, bias, { from, to }) {
      const layer = createPanels(weight, bias, from, to);
      return { run: (x) => product(x, x.shape[1]!, from, from, layer, to), weights: [layer.panels, layer.bias] };
    },
    createConv(weight, bias, { from, to, kernel: length, stride }) {
      const layer = createPanels(weight, bias, length * from, to);
      return {
        run(x) {
          const rows = Math.floor((x.shape[2]! - length) / stride) + 1;
          // Frames lie side by side, so the windows of a convolution are rows that overlap.
          return reshape({ x: product(x, rows, length * from, stride * from, layer, to) }, { shape: [1, 1, rows, to] });
        },
        weights: [layer.panels, layer.bias],
      };
    },
    normalize(x) {
      const [, rows, columns] = x.shape as [number, number, number];
      if (columns % lanes !== 0) return kernels.normalize(x);
      const out = allocate(x.shape);
      native.normalize(address(x), address(out), rows, columns);
      return out;
    },
    gelu(x) {
      const count = x.shape.reduce((product, length) => product * length, 1);
      if (count % lanes !== 0) return kernels.gelu(x);
      const out = allocate(x.shape);
      native.gelu(address(x), address(out), count);
      return out;
    },
    createContext(frames, channels, heads) {
      if ((channels / heads) % columnGroup !== 0) return kernels.createContext(frames, channels, heads);
      return createRing(heap, native, allocate, frames, channels, heads);
    },
  };
}

/** A matrix and a bias as the product of panels takes them. */
interface Panels {
  readonly panels: tf.Tensor1D;
  readonly bias: tf.Tensor1D;
}

function createPanels(weight: Float32Array, bias: Float32Array | null, from: number, to: number): Panels {
  const biases = new Float32Array(roundedUp(to, columnGroup));
  biases.set(bias ?? []);
  return { panels: tf.tensor1d(panelsOf(weight, from, to)), bias: tf.tensor1d(biases) };
}

/** Keys `(channels, rows)` and values `(heads, rows, size)` of the last frames, each row wherever there is room. */
interface Ring {
  readonly keys: tf.Tensor;
  readonly values: tf.Tensor;
  /** Frames that are remembered and those of a chunk: the rows that are used. */
  readonly rows: number;
  /** Rows that there is memory for: whole groups of columns. */
  readonly stride: number;
}

function createRing(
  heap: WasmHeap,
  native: WasmKernels,
  allocate: (shape: readonly number[]) => tf.TensorInfo,
  frames: number,
  channels: number,
  heads: number,
): AttentionContext {
  const size = channels / heads;
  let ring: Ring | null = null;
  let next = 0;
  let filled = 0;

  /** A ring for chunks of another length, with what is remembered of the one before. */
  function resized(old: Ring | null, count: number): Ring {
    const ring = createMemory(count);
    if (old === null) return ring;
    const kept = Math.min(frames, filled);
    const floats = heap.floats();
    const place = (x: tf.TensorInfo): number => heap.address(x) / floatBytes;
    const [fromKeys, fromValues, toKeys, toValues] = [place(old.keys), place(old.values), place(ring.keys), place(ring.values)];
    for (let row = 0; row < kept; row++) {
      const oldRow = (next - kept + row + old.rows) % old.rows;
      for (let channel = 0; channel < channels; channel++) {
        floats[toKeys + channel * ring.stride + row] = floats[fromKeys + channel * old.stride + oldRow]!;
      }
      for (let head = 0; head < heads; head++) {
        const from = fromValues + (head * old.rows + oldRow) * size;
        floats.copyWithin(toValues + (head * ring.rows + row) * size, from, from + size);
      }
    }
    tf.dispose([old.keys, old.values]);
    next = filled = kept;
    return ring;
  }

  function createMemory(count: number): Ring {
    const rows = frames + count;
    const stride = roundedUp(rows, columnGroup);
    return { keys: tf.keep(tf.zeros([channels, stride])), values: tf.keep(tf.zeros([heads, rows, size])), rows, stride };
  }

  /** Copies a chunk's keys and values to where they stay. */
  function remember({ keys, values, rows, stride }: Ring, from: number, count: number): void {
    const floats = heap.floats();
    const [keyStart, valueStart] = [heap.address(keys) / floatBytes, heap.address(values) / floatBytes];
    for (let t = 0; t < count; t++) {
      const row = (next + t) % rows;
      const key = from + t * 3 * channels + channels;
      for (let channel = 0; channel < channels; channel++) floats[keyStart + channel * stride + row] = floats[key + channel]!;
      const value = key + channels;
      for (let head = 0; head < heads; head++) {
        const to = valueStart + (head * rows + row) * size;
        floats.copyWithin(to, value + head * size, value + (head + 1) * size);
      }
    }
    next = (next + count) % rows;
    filled = Math.min(rows, filled + count);
  }

  return {
    attend(queriesKeysValues: Rows) {
      const count = queriesKeysValues.shape[1]!;
      if (ring?.rows !== frames + count) ring = resized(ring, count);
      const { keys, values, rows, stride } = ring;
      const found = allocate([1, count, channels]);
      const scores = allocate([count, stride]);
      const from = heap.address(queriesKeysValues);
      remember(ring, from / floatBytes, count);
      const columns = roundedUp(filled, lanes);
      const scoreBytes = stride * floatBytes;
      for (let head = 0; head < heads; head++) {
        const offset = head * size * floatBytes;
        const [key, value] = [heap.address(keys) + offset * stride, heap.address(values) + offset * rows];
        const score = heap.address(scores);
        native.multiply(
          from + offset,
          3 * channels * floatBytes,
          key,
          scoreBytes,
          score,
          scoreBytes,
          count,
          size,
          roundedUp(filled, columnGroup),
        );
        if (columns > filled) hide(heap.floats(), score / floatBytes, stride, count, filled, columns);
        native.softmax(score, scoreBytes, count, columns);
        const to = heap.address(found) + offset;
        native.multiply(score, scoreBytes, value, size * floatBytes, to, channels * floatBytes, count, filled, size);
      }
      return found;
    },
    dispose() {
      if (ring !== null) tf.dispose([ring.keys, ring.values]);
      ring = null;
    },
  };
}

/** Hides the columns from `start` to `end` in each row of scores. */
function hide(floats: Float32Array, scores: number, stride: number, rows: number, start: number, end: number): void {
  for (let row = 0; row < rows; row++) floats.fill(hidden, scores + row * stride + start, scores + row * stride + end);
}

function roundedUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
