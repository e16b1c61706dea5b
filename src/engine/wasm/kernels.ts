import {
  advance,
  type Code,
  createLocals,
  f32x4,
  get,
  i32,
  i32x4,
  set,
  wasmModule,
  type WasmFunction,
  whileTrue,
} from './assembler';

/**
 * Kernels in WebAssembly's vector instructions for what TensorFlow.js's own do slowly: products of small matrices that lie anywhere
 * in memory, and what goes with them. All sizes and distances are bytes unless they are counts; all numbers single precision.
 */
export interface WasmKernels {
  /**
   * `c = a · b`: `a` is `rows` × `inner`, `b` is `inner` × `columns`, each row `…Stride` bytes behind the one before.
   * @param columns a multiple of 8.
   */
  multiply(
    a: number,
    aStride: number,
    b: number,
    bStride: number,
    c: number,
    cStride: number,
    rows: number,
    inner: number,
    columns: number,
  ): void;
  /**
   * `c = a · b + bias`, with `b` in panels: the first 8 columns of each row, one row behind the other, then the next 8 columns, …
   * @param columns a multiple of 8, the bias's too.
   */
  linear(
    a: number,
    aStride: number,
    panels: number,
    bias: number,
    c: number,
    cStride: number,
    rows: number,
    inner: number,
    columns: number,
  ): void;
  /** Each of `rows` rows of `columns` numbers, a multiple of 4, becomes its softmax. */
  softmax(x: number, stride: number, rows: number, columns: number): void;
  /** Rows of `columns` numbers, a multiple of 4, side by side: each with mean 0 and variance 1, written to `out`. */
  normalize(x: number, out: number, rows: number, columns: number): void;
  /** The Gaussian error linear unit, in its hyperbolic form, of `count` numbers, a multiple of 4. */
  gelu(x: number, out: number, count: number): void;
}

/** @returns null where the host lacks vector instructions, or the memory can't be shared with another module. */
export function createWasmKernels(memory: WebAssembly.Memory): WasmKernels | null {
  try {
    const bytes = wasmModule([product('multiply'), product('linear'), softmax(), normalize(), gelu()]);
    if (!WebAssembly.validate(bytes)) return null;
    return new WebAssembly.Instance(new WebAssembly.Module(bytes), { host: { memory } }).exports as unknown as WasmKernels;
  } catch (error) {
    // A memory shared between threads needs another declaration.
    if (error instanceof WebAssembly.LinkError) return null;
    throw error;
  }
}

const floatBytes = 4;
const vectorBytes = 16;
/** Rows and columns of the product that are summed up at once: as many as there are registers for. */
const blockRows = 4;
const blockColumns = 8;

/** A matrix `(inner, columns)` in panels, as `linear` takes it; the last one is filled with zeros. */
export function panelsOf(matrix: Float32Array, inner: number, columns: number): Float32Array {
  const panels = Math.ceil(columns / blockColumns);
  const out = new Float32Array(panels * inner * blockColumns);
  for (let panel = 0; panel < panels; panel++) {
    const start = panel * blockColumns;
    const end = Math.min(columns, start + blockColumns);
    for (let row = 0; row < inner; row++) {
      out.set(matrix.subarray(row * columns + start, row * columns + end), (panel * inner + row) * blockColumns);
    }
  }
  return out;
}

function product(name: 'multiply' | 'linear'): WasmFunction {
  const [a, aStride, b, bStrideOrBias, c, cStride, rows, inner, columns] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const blockBytes = i32.const(blockColumns * floatBytes);
  const isPanels = name === 'linear';
  const locals = createLocals(9);
  const [rowsLeft, innerLeft, aBlock, cBlock, bRow] = Array.from({ length: 5 }, () => locals.add('i32')) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const aRows = Array.from({ length: blockRows }, () => locals.add('i32'));
  const [left, right] = [locals.add('v128'), locals.add('v128')];
  const sums = Array.from({ length: blockRows }, () => [locals.add('v128'), locals.add('v128')] as const);
  const value = locals.add('v128');

  /** A block of `count` rows, and on to the next. */
  const block = (count: number): Code => {
    const each = Array.from({ length: count }, (_, i) => i);
    const step = each.flatMap((i) => [
      ...set(value, f32x4.loadSplat(get(aRows[i]!))),
      ...set(sums[i]![0], f32x4.add(get(sums[i]![0]), f32x4.mul(get(value), get(left)))),
      ...set(sums[i]![1], f32x4.add(get(sums[i]![1]), f32x4.mul(get(value), get(right)))),
      ...advance(aRows[i]!, i32.const(floatBytes)),
    ]);
    const begin = each.flatMap((i) => [
      ...set(aRows[i]!, get(aBlock)),
      ...advance(aBlock, get(aStride)),
      ...sums[i]!.flatMap((sum, half) =>
        set(sum, isPanels ? f32x4.load(get(bStrideOrBias), half * vectorBytes) : f32x4.const(0)),
      ),
    ]);
    const write = each.flatMap((i) => [
      ...f32x4.store(get(cBlock), get(sums[i]![0])),
      ...f32x4.store(get(cBlock), get(sums[i]![1]), vectorBytes),
      ...advance(cBlock, get(cStride)),
    ]);
    return [
      ...begin,
      ...set(bRow, get(b)),
      ...set(innerLeft, get(inner)),
      ...whileTrue(
        get(innerLeft),
        set(left, f32x4.load(get(bRow))),
        set(right, f32x4.load(get(bRow), vectorBytes)),
        step,
        advance(bRow, isPanels ? blockBytes : get(bStrideOrBias)),
        advance(innerLeft, i32.const(-1)),
      ),
      ...write,
      ...advance(rowsLeft, i32.const(-count)),
    ];
  };

  const body = whileTrue(
    i32.greaterThan(get(columns), i32.const(0)),
    set(rowsLeft, get(rows)),
    set(aBlock, get(a)),
    set(cBlock, get(c)),
    whileTrue(i32.atLeast(get(rowsLeft), i32.const(blockRows)), block(blockRows)),
    whileTrue(i32.greaterThan(get(rowsLeft), i32.const(0)), block(1)),
    // A block of rows has left the place of the next panel.
    ...(isPanels ? [set(b, get(bRow)), advance(bStrideOrBias, blockBytes)] : [advance(b, blockBytes)]),
    advance(c, blockBytes),
    advance(columns, i32.const(-blockColumns)),
  );
  return { name, parameters: 9, locals: locals.types, body };
}

function softmax(): WasmFunction {
  const [x, stride, rows, columns] = [0, 1, 2, 3];
  const locals = createLocals(4);
  const [at, left] = [locals.add('i32'), locals.add('i32')];
  const [largest, total, value, power] = Array.from({ length: 4 }, () => locals.add('v128')) as [number, number, number, number];
  const along = (...body: readonly Code[]): Code => overRow(at, left, get(x), get(columns), body.flat());
  const body = whileTrue(
    get(rows),
    set(largest, f32x4.load(get(x))),
    along(set(largest, f32x4.max(get(largest), f32x4.load(get(at))))),
    acrossLanes(largest, f32x4.max),
    set(total, f32x4.const(0)),
    along(
      set(value, f32x4.sub(f32x4.load(get(at)), get(largest))),
      exponential(value, power),
      f32x4.store(get(at), get(value)),
      set(total, f32x4.add(get(total), get(value))),
    ),
    acrossLanes(total, f32x4.add),
    set(total, f32x4.div(f32x4.const(1), get(total))),
    along(f32x4.store(get(at), f32x4.mul(f32x4.load(get(at)), get(total)))),
    advance(x, get(stride)),
    advance(rows, i32.const(-1)),
  );
  return { name: 'softmax', parameters: 4, locals: locals.types, body };
}

/** Added to a variance before it divides. */
const varianceFloor = 1e-5;

function normalize(): WasmFunction {
  const [x, out, rows, columns] = [0, 1, 2, 3];
  const locals = createLocals(4);
  const [at, left] = [locals.add('i32'), locals.add('i32')];
  const [mean, variance, value, count] = Array.from({ length: 4 }, () => locals.add('v128')) as [number, number, number, number];
  const along = (...body: readonly Code[]): Code => overRow(at, left, get(x), get(columns), body.flat());
  const rowBytes = i32.mul(get(columns), i32.const(floatBytes));
  const body = [
    // `f32.convert_i32_s`, then `f32x4.splat`.
    ...set(count, [...get(columns), 0xb2, 0xfd, 0x13]),
    ...whileTrue(
      get(rows),
      set(mean, f32x4.const(0)),
      along(set(mean, f32x4.add(get(mean), f32x4.load(get(at))))),
      acrossLanes(mean, f32x4.add),
      set(mean, f32x4.div(get(mean), get(count))),
      set(variance, f32x4.const(0)),
      along(
        set(value, f32x4.sub(f32x4.load(get(at)), get(mean))),
        set(variance, f32x4.add(get(variance), f32x4.mul(get(value), get(value)))),
      ),
      acrossLanes(variance, f32x4.add),
      set(variance, f32x4.sqrt(f32x4.add(f32x4.div(get(variance), get(count)), f32x4.const(varianceFloor)))),
      set(variance, f32x4.div(f32x4.const(1), get(variance))),
      along(
        f32x4.store(get(out), f32x4.mul(f32x4.sub(f32x4.load(get(at)), get(mean)), get(variance))),
        advance(out, i32.const(vectorBytes)),
      ),
      advance(x, rowBytes),
      advance(rows, i32.const(-1)),
    ),
  ];
  return { name: 'normalize', parameters: 4, locals: locals.types, body };
}

/** x is let through by σ(2√(2/π) (x + 0.044715 x³)). */
function gelu(): WasmFunction {
  const [x, out, count] = [0, 1, 2];
  const locals = createLocals(3);
  const [value, closed, power] = [locals.add('v128'), locals.add('v128'), locals.add('v128')];
  const gate = -2 * Math.sqrt(2 / Math.PI);
  const body = whileTrue(
    i32.greaterThan(get(count), i32.const(0)),
    set(value, f32x4.load(get(x))),
    set(closed, f32x4.add(f32x4.mul(f32x4.mul(get(value), get(value)), f32x4.const(0.044715 * gate)), f32x4.const(gate))),
    set(closed, f32x4.mul(get(closed), get(value))),
    exponential(closed, power),
    f32x4.store(get(out), f32x4.div(get(value), f32x4.add(get(closed), f32x4.const(1)))),
    advance(x, i32.const(vectorBytes)),
    advance(out, i32.const(vectorBytes)),
    advance(count, i32.const(-4)),
  );
  return { name: 'gelu', parameters: 3, locals: locals.types, body };
}

/** Runs a body for each four numbers of a row, `at` their address. */
function overRow(at: number, left: number, start: Code, columns: Code, body: Code): Code {
  return [
    ...set(at, start),
    ...set(left, columns),
    ...whileTrue(
      i32.greaterThan(get(left), i32.const(0)),
      body,
      advance(at, i32.const(vectorBytes)),
      advance(left, i32.const(-4)),
    ),
  ];
}

/** Gives every lane the sum, or whatever is combined, of all four. */
function acrossLanes(value: number, combine: (...operands: readonly Code[]) => Code): Code {
  return [
    ...set(value, combine(get(value), f32x4.lanes(value, [2, 3, 0, 1]))),
    ...set(value, combine(get(value), f32x4.lanes(value, [1, 0, 3, 2]))),
  ];
}

/**
 * e to the power of four numbers, in place, within 2 units in the last place: 2ⁿ · e^r with |r| ≤ ln 2 / 2, the latter by the
 * polynomial of the Cephes library (`expf`). What is out of range counts as its end.
 */
function exponential(x: number, power: number): Code {
  const [first, ...others] = [
    1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1, 1, 1,
  ];
  const polynomial = others.reduce<Code>(
    (sum, coefficient) => f32x4.add(f32x4.mul(sum, get(x)), f32x4.const(coefficient)),
    f32x4.const(first!),
  );
  return [
    ...set(x, f32x4.min(f32x4.max(get(x), f32x4.const(-87)), f32x4.const(88))),
    ...set(power, f32x4.nearest(f32x4.mul(get(x), f32x4.const(Math.LOG2E)))),
    // ln 2 in two parts, so that the difference keeps its digits.
    ...set(x, f32x4.sub(get(x), f32x4.mul(get(power), f32x4.const(0.693359375)))),
    ...set(x, f32x4.add(get(x), f32x4.mul(get(power), f32x4.const(2.1219444e-4)))),
    ...set(x, f32x4.mul(polynomial, i32x4.shiftLeft(i32x4.add(f32x4.toInteger(get(power)), i32x4.const(127)), 23))),
  ];
}
