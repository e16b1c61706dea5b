import { invalidModel } from '../model/files';
import { decodeUtf8 } from './utf8';
import { protobufFields, type ProtobufField } from './protobuf';

/** Types of tensors that streaming transducers have; `other` for those they haven't. */
export type TensorType = 'float32' | 'float16' | 'int64' | 'int32' | 'other';

/** An input or output of a graph. */
export interface TensorInfo {
  readonly name: string;
  readonly type: TensorType;
  /** A name where the size is free, as that of a batch; null where nothing is said. */
  readonly shape: readonly (number | string)[] | null;
}

/** What an ONNX file says of itself, weights aside. */
export interface OnnxHeader {
  readonly irVersion: number;
  readonly producer: string;
  /** By domain; that of ONNX's own operators is ''. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly metadata: ReadonlyMap<string, string>;
  /** Without those that are weights. */
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /** Whether weights lie in other files. */
  readonly hasExternalWeights: boolean;
}

/** Numbers of the fields that are read. Source: onnx/onnx.proto. */
const model = { irVersion: 1, producer: 2, graph: 7, opset: 8, metadata: 14 };
const graph = { initializer: 5, input: 11, output: 12 };
const tensor = { name: 8, dataLocation: 14 };
const tensorTypes: Readonly<Record<number, TensorType>> = { 1: 'float32', 6: 'int32', 7: 'int64', 10: 'float16' };

/**
 * Reads an ONNX file up to its weights, which are stepped over.
 * @throws UtterError `model-invalid` where it is none, or is cut off.
 */
export function readOnnxHeader(bytes: Uint8Array, location: string, file: string): OnnxHeader {
  try {
    return header(bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw invalidModel(location, file, `is no whole ONNX file: ${error.message}`, error);
  }
}

function header(bytes: Uint8Array): OnnxHeader {
  let irVersion = 0;
  let producer = '';
  let graphBytes: Uint8Array | null = null;
  const opsets = new Map<string, number>();
  const metadata = new Map<string, string>();
  for (const field of protobufFields(bytes)) {
    if (field.number === model.irVersion) irVersion = Number(numberOf(field));
    else if (field.number === model.producer) producer = text(field);
    else if (field.number === model.graph) graphBytes = bytesOf(field);
    else if (field.number === model.opset) {
      const { 1: domain, 2: version } = fieldsOf(field);
      opsets.set(domain === undefined ? '' : text(domain), version === undefined ? 0 : Number(numberOf(version)));
    } else if (field.number === model.metadata) {
      const { 1: key, 2: value } = fieldsOf(field);
      if (key !== undefined) metadata.set(text(key), value === undefined ? '' : text(value));
    }
  }
  if (graphBytes === null || irVersion === 0) throw new RangeError('it has no graph');
  return { irVersion, producer, opsets, metadata, ...graphOf(graphBytes) };
}

function graphOf(bytes: Uint8Array): Pick<OnnxHeader, 'inputs' | 'outputs' | 'hasExternalWeights'> {
  const weights = new Set<string>();
  const inputs: TensorInfo[] = [];
  const outputs: TensorInfo[] = [];
  let hasExternalWeights = false;
  for (const field of protobufFields(bytes)) {
    if (field.number === graph.input) inputs.push(tensorInfo(bytesOf(field)));
    else if (field.number === graph.output) outputs.push(tensorInfo(bytesOf(field)));
    else if (field.number === graph.initializer) {
      for (const inner of protobufFields(bytesOf(field))) {
        if (inner.number === tensor.name) weights.add(text(inner));
        else if (inner.number === tensor.dataLocation) hasExternalWeights ||= numberOf(inner) === 1n;
      }
    }
  }
  return { inputs: inputs.filter(({ name }) => !weights.has(name)), outputs, hasExternalWeights };
}

/** ValueInfoProto: name 1, type 2; TypeProto: tensor_type 1; Tensor: elem_type 1, shape 2; dim 1: value 1, param 2. */
function tensorInfo(bytes: Uint8Array): TensorInfo {
  let name = '';
  let type: TensorType = 'other';
  let shape: (number | string)[] | null = null;
  for (const field of protobufFields(bytes)) {
    if (field.number === 1) name = text(field);
    if (field.number !== 2) continue;
    const { 1: tensorType } = fieldsOf(field);
    if (tensorType === undefined) continue;
    const { 1: element, 2: dims } = fieldsOf(tensorType);
    if (element !== undefined) type = tensorTypes[Number(numberOf(element))] ?? 'other';
    if (dims === undefined) continue;
    shape = [];
    for (const dim of protobufFields(bytesOf(dims))) {
      const { 1: value, 2: parameter } = fieldsOf(dim);
      shape.push(value === undefined ? (parameter === undefined ? '?' : text(parameter)) : Number(numberOf(value)));
    }
  }
  return { name, type, shape };
}

function fieldsOf(field: ProtobufField): Partial<Record<number, ProtobufField>> {
  return Object.fromEntries([...protobufFields(bytesOf(field))].map((inner) => [inner.number, inner]));
}

function bytesOf(field: ProtobufField): Uint8Array {
  if (field.kind !== 'bytes') throw new RangeError(`its field ${field.number} is no text or message`);
  return field.bytes;
}

function numberOf(field: ProtobufField): bigint {
  if (field.kind !== 'varint') throw new RangeError(`its field ${field.number} is no number`);
  return field.value;
}

const text = (field: ProtobufField): string => decodeUtf8(bytesOf(field));
