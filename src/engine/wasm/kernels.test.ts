import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/metrics';
import { wasmHeap } from './heap';
import { createWasmKernels, panelsOf, type WasmKernels } from './kernels';

const memory = new WebAssembly.Memory({ initial: 16 });
const floats = new Float32Array(memory.buffer);
const kernels: WasmKernels = createWasmKernels(memory)!;
const bytes = 4;

function fill(start: number, count: number, value: (i: number) => number): Float32Array {
  const view = floats.subarray(start, start + count);
  for (let i = 0; i < count; i++) view[i] = value(i);
  return view;
}

describe('kernels in WebAssembly', () => {
  it.each([
    [1, 1, 8],
    [3, 5, 16],
    [4, 64, 24],
    [9, 37, 40],
  ])('[E1] multiply %d × %d by %d columns, wherever rows lie', (rows, inner, columns) => {
    const random = seededRandom(rows);
    const [aStride, bStride, cStride] = [inner + 3, columns + 5, columns + 1];
    const a = fill(100, rows * aStride, () => random() - 0.5);
    const b = fill(5000, inner * bStride, () => random() - 0.5);
    const c = fill(20_000, rows * cStride, () => 7);
    kernels.multiply(
      100 * bytes,
      aStride * bytes,
      5000 * bytes,
      bStride * bytes,
      20_000 * bytes,
      cStride * bytes,
      rows,
      inner,
      columns,
    );
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        let sum = 0;
        for (let k = 0; k < inner; k++) sum += a[row * aStride + k]! * b[k * bStride + column]!;
        expect(c[row * cStride + column]).toBeCloseTo(sum, 5);
      }
      expect(c[row * cStride + columns]).toBe(7);
    }
  });

  it.each([
    [1, 1, 8],
    [5, 12, 24],
    [8, 7, 16],
  ])('[E1] multiply %d × %d by %d columns in panels, and add a bias', (rows, inner, columns) => {
    const random = seededRandom(columns);
    const a = fill(0, rows * inner, () => random() - 0.5);
    const bias = fill(900, columns, () => random());
    const weight = Float32Array.from({ length: inner * columns }, () => random() - 0.5);
    floats.set(panelsOf(weight, inner, columns), 1000);
    const c = fill(9000, rows * columns, () => NaN);
    kernels.linear(0, inner * bytes, 1000 * bytes, 900 * bytes, 9000 * bytes, columns * bytes, rows, inner, columns);
    for (const [i, value] of c.entries()) {
      const [row, column] = [Math.floor(i / columns), i % columns];
      let sum = bias[column]!;
      for (let k = 0; k < inner; k++) sum += a[row * inner + k]! * weight[k * columns + column]!;
      expect(value).toBeCloseTo(sum, 5);
    }
  });

  it('[E1] lay a matrix out in panels, the last one filled with zeros', () => {
    expect([
      ...panelsOf(
        Float32Array.from({ length: 18 }, (_, i) => i),
        2,
        9,
      ),
    ]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 8, 0, 0, 0, 0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('[E1] give the softmax of each row, however large its numbers', () => {
    const [rows, columns, stride] = [3, 20, 24];
    const x = fill(64, rows * stride, (i) =>
      i % stride === 5 ? -1e9 : Math.sin(i) * 10 ** (2 * Math.floor(i / stride)) * (i < stride ? 0.1 : 1),
    );
    const before = Float32Array.from(x);
    kernels.softmax(64 * bytes, stride * bytes, rows, columns);
    for (let row = 0; row < rows; row++) {
      const values = [...before.subarray(row * stride, row * stride + columns)];
      const largest = Math.max(...values);
      const total = values.reduce((sum, value) => sum + Math.exp(value - largest), 0);
      for (const [i, value] of values.entries()) expect(x[row * stride + i]).toBeCloseTo(Math.exp(value - largest) / total, 6);
      expect(x[row * stride + columns]).toBe(before[row * stride + columns]);
    }
  });

  it('[E1] give rows of mean 0 and variance 1, constant ones zeros', () => {
    const [rows, columns] = [3, 28];
    const random = seededRandom(1);
    const x = fill(0, rows * columns, (i) => (i < 2 * columns ? random() * 5 - 3 : 2));
    const out = fill(1000, rows * columns, () => NaN);
    kernels.normalize(0, 1000 * bytes, rows, columns);
    for (let row = 0; row < rows; row++) {
      const values = [...x.subarray(row * columns, (row + 1) * columns)];
      const mean = values.reduce((sum, value) => sum + value, 0) / columns;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / columns;
      values.forEach((value, i) => expect(out[row * columns + i]).toBeCloseTo((value - mean) / Math.sqrt(variance + 1e-5), 5));
    }
  });

  it('[E1] give the Gaussian error linear unit of any number', () => {
    const values = Array.from({ length: 400 }, (_, i) => (i - 200) / 13).concat([-1000, 1000, -30, 30, 0, -0, 1e-20, 100]);
    fill(0, values.length, (i) => values[i]!);
    kernels.gelu(0, 4000 * bytes, values.length);
    for (const [i, x] of values.entries()) {
      const wanted = 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
      expect(Math.abs(floats[4000 + i]! - wanted)).toBeLessThan(1e-5 + 1e-6 * Math.abs(wanted));
    }
  });

  it('[E5] are not to be had in a memory that threads share, or in another backend', () => {
    expect(createWasmKernels(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }))).toBeNull();
    expect(wasmHeap({})).toBeNull();
    expect(wasmHeap({ wasm: { asm: {} } })).toBeNull();
  });
});
