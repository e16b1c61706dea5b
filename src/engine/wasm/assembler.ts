import { varint } from '../varint';

/**
 * As much of WebAssembly's binary format as a few kernels need. Source: WebAssembly Core Specification 2.0, chapter 5, with
 * its vector instructions.
 */

/** Instructions as bytes, in the order of the stack machine. */
export type Code = readonly number[];

export type ValueType = 'i32' | 'f32' | 'v128';

const typeBytes: Readonly<Record<ValueType, number>> = { i32: 0x7f, f32: 0x7d, v128: 0x7b };

/** A function of integers; what it computes it leaves in memory. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: number;
  /** Types of the locals behind the parameters. */
  readonly locals: readonly ValueType[];
  readonly body: Code;
}

/** Names the parameters and locals of a function while its body is written. */
export interface Locals {
  /** A new local; its number is what `get` and `set` take. */
  add(type: ValueType): number;
  readonly types: readonly ValueType[];
}

export function createLocals(parameters: number): Locals {
  const types: ValueType[] = [];
  return { types, add: (type) => parameters + types.push(type) - 1 };
}

const magicAndVersion: Code = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** A module whose functions work on a memory that it imports as `memory` of `host`. */
export function wasmModule(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const type = ({ parameters }: WasmFunction): Code => [0x60, ...vector(new Array<Code>(parameters).fill([typeBytes.i32])), 0];
  const code = ({ locals, body }: WasmFunction): Code => {
    const content = [...vector(locals.map((local) => [1, typeBytes[local]])), ...body, 0x0b];
    return [...varint(content.length), ...content];
  };
  return Uint8Array.from([
    ...magicAndVersion,
    ...section(1, functions.map(type)),
    ...section(2, [[...text('host'), ...text('memory'), 0x02, 0x00, 0x00]]),
    ...section(
      3,
      functions.map((_, i) => varint(i)),
    ),
    ...section(
      7,
      functions.map(({ name }, i) => [...text(name), 0x00, ...varint(i)]),
    ),
    ...section(10, functions.map(code)),
  ]);
}

export const get = (local: number): Code => [0x20, ...varint(local)];
export const set = (local: number, ...value: readonly Code[]): Code => [...value.flat(), 0x21, ...varint(local)];

export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value)],
  add: (a: Code, b: Code): Code => [...a, ...b, 0x6a],
  sub: (a: Code, b: Code): Code => [...a, ...b, 0x6b],
  mul: (a: Code, b: Code): Code => [...a, ...b, 0x6c],
  greaterThan: (a: Code, b: Code): Code => [...a, ...b, 0x4a],
  atLeast: (a: Code, b: Code): Code => [...a, ...b, 0x4e],
};

/** Moves a local by a number of bytes, rows, … */
export const advance = (local: number, by: Code): Code => set(local, i32.add(get(local), by));

/** Repeats as long as the condition holds when it is reached: `block loop condition eqz br_if 1 … br 0 end end`. */
export const whileTrue = (condition: Code, ...body: readonly Code[]): Code =>
  [[0x02, 0x40, 0x03, 0x40], condition, [0x45, 0x0d, 1], ...body, [0x0c, 0, 0x0b, 0x0b]].flat();

const simd = (operation: number, ...rest: readonly number[]): Code => [0xfd, ...varint(operation), ...rest];
const vectorOf =
  (operation: number) =>
  (...operands: readonly Code[]): Code => [...operands.flat(), ...simd(operation)];

/** Four single-precision numbers; offsets are bytes. */
export const f32x4 = {
  load: (address: Code, offset = 0): Code => [...address, ...simd(0x00, 2, ...varint(offset))],
  /** One number four times. */
  loadSplat: (address: Code, offset = 0): Code => [...address, ...simd(0x09, 2, ...varint(offset))],
  store: (address: Code, value: Code, offset = 0): Code => [...address, ...value, ...simd(0x0b, 2, ...varint(offset))],
  const: (value: number): Code => [0x43, ...floatBytes(value), ...simd(0x13)],
  add: vectorOf(0xe4),
  sub: vectorOf(0xe5),
  mul: vectorOf(0xe6),
  div: vectorOf(0xe7),
  min: vectorOf(0xe8),
  max: vectorOf(0xe9),
  sqrt: vectorOf(0xe3),
  nearest: vectorOf(0x6a),
  toInteger: vectorOf(0xf8),
  /** Lanes of one vector in another order. */
  lanes: (value: number, order: readonly [number, number, number, number]): Code => [
    ...get(value),
    ...get(value),
    ...simd(0x0d, ...order.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte))),
  ],
};

export const i32x4 = {
  const: (value: number): Code => [...i32.const(value), ...simd(0x11)],
  add: vectorOf(0xae),
  shiftLeft: (value: Code, bits: number): Code => [...value, ...i32.const(bits), ...simd(0xab)],
};

function section(id: number, entries: readonly Code[]): Code {
  const content = vector(entries);
  return [id, ...varint(content.length), ...content];
}

function vector(entries: readonly Code[]): Code {
  return [...varint(entries.length), ...entries.flat()];
}

function text(value: string): Code {
  return vector([...new TextEncoder().encode(value)].map((byte) => [byte]));
}

function floatBytes(value: number): number[] {
  return [...new Uint8Array(Float32Array.of(value).buffer)];
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = rest & 127;
    rest >>= 7;
    const isLast = (rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0);
    bytes.push(isLast ? low : low | 128);
    if (isLast) return bytes;
  }
}
