import { varint } from '../../src/engine/varint';

/**
 * As much of ONNX as the encoder needs, written as protocol buffers. Field numbers and types are those of `onnx.proto`,
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
 */

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, number | string | readonly number[]>>;
}

export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

export interface OnnxValue {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly weights: readonly OnnxTensor[];
  /** Float32, of fixed shape. */
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

const opset = 20;
const irVersion = 9;
const floatType = 1;
const int64Type = 7;
const attributeTypes = { integer: 2, string: 3, integers: 7 };

/** The graph as the bytes of a model file. */
export function onnxModel({ nodes, weights, inputs, outputs }: OnnxGraph): Uint8Array {
  const graph = [
    ...nodes.map((node) => message(1, nodeFields(node))),
    text(2, 'utter'),
    ...weights.map((tensor) => message(5, tensorFields(tensor))),
    ...inputs.map((value) => message(11, valueFields(value))),
    ...outputs.map((value) => message(12, valueFields(value))),
  ];
  return joined([number(1, irVersion), text(2, 'utter'), message(7, graph), message(8, [text(1, ''), number(2, opset)])]);
}

function nodeFields({ op, inputs, output, attributes = {} }: OnnxNode): Uint8Array[] {
  return [
    ...inputs.map((name) => text(1, name)),
    text(2, output),
    text(4, op),
    ...Object.entries(attributes).map(([name, value]) => message(5, [text(1, name), ...attributeFields(value)])),
  ];
}

function attributeFields(value: number | string | readonly number[]): Uint8Array[] {
  if (typeof value === 'number') return [number(3, value), number(20, attributeTypes.integer)];
  if (typeof value === 'string') return [text(4, value), number(20, attributeTypes.string)];
  return [...value.map((each) => number(8, each)), number(20, attributeTypes.integers)];
}

function tensorFields({ name, shape, data }: OnnxTensor): Uint8Array[] {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const type = data instanceof Float32Array ? floatType : int64Type;
  return [...shape.map((size) => number(1, size)), number(2, type), text(8, name), lengthDelimited(9, bytes)];
}

function valueFields({ name, shape }: OnnxValue): Uint8Array[] {
  const dimensions = shape.map((size) => message(1, [number(1, size)]));
  return [text(1, name), message(2, [message(1, [number(1, floatType), message(2, dimensions)])])];
}

function message(field: number, fields: readonly Uint8Array[]): Uint8Array {
  return lengthDelimited(field, joined(fields));
}

function text(field: number, value: string): Uint8Array {
  return lengthDelimited(field, new TextEncoder().encode(value));
}

function lengthDelimited(field: number, bytes: Uint8Array): Uint8Array {
  return joined([varint((field << 3) | 2), varint(bytes.byteLength), bytes]);
}

function number(field: number, value: number): Uint8Array {
  return joined([varint(field << 3), varint(value)]);
}

function joined(parts: readonly ArrayLike<number>[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}
