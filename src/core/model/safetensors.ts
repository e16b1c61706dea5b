import { z } from 'zod';
import { invalidModel } from './files';

/** A tensor file in memory. Source of the layout: https://github.com/huggingface/safetensors#format. */
export interface Safetensors {
  readonly names: readonly string[];
  /** Shape of a tensor, or undefined when the file has none of that name. */
  shape(name: string): readonly number[] | undefined;
  /** A float32 copy of a tensor; throws `model-invalid` when it is missing or has another shape or type. */
  read(name: string, shape: readonly number[]): Float32Array;
}

/** A tensor file with integers too: tables that are used as they lie, without a copy where they are aligned. */
export interface TensorFile extends Safetensors {
  readonly metadata: Readonly<Record<string, string>>;
  /** Length of a tensor with one axis; throws `model-invalid` when it is missing or has more. */
  vectorLength(name: string): number;
  uint8(name: string, shape: readonly number[]): Uint8Array;
  uint16(name: string, shape: readonly number[]): Uint16Array;
  uint32(name: string, shape: readonly number[]): Uint32Array;
}

const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
const bytesPerElement: Readonly<Record<string, number>> = { U8: 1, U16: 2, F16: 2, U32: 4, F32: 4 };
const maxHeaderBytes = 16 * 1024 * 1024;

/**
 * Parses float16, float32 and unsigned integer tensors, with every offset checked against the file before anything is read.
 * @throws UtterError `model-invalid` for a truncated, overlapping or otherwise inconsistent file.
 */
export function parseSafetensors(bytes: Uint8Array, location: string, file: string): TensorFile {
  const fail = (problem: string, cause?: unknown): never => {
    throw invalidModel(location, file, problem, cause);
  };
  if (bytes.byteLength < 8) fail('is too short to be a safetensors file');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = Number(view.getBigUint64(0, true));
  if (headerBytes > maxHeaderBytes || 8 + headerBytes > bytes.byteLength) fail('is cut off in its header');
  let header: Record<string, z.infer<typeof entrySchema>>;
  let metadata: Record<string, string>;
  try {
    const { __metadata__: metadataEntry, ...entries } = z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(ascii(bytes.subarray(8, 8 + headerBytes))));
    header = z.record(z.string(), entrySchema).parse(entries);
    metadata = z.record(z.string(), z.string()).parse(metadataEntry ?? {});
  } catch (error) {
    return fail('has a header that is not valid', error);
  }

  const dataStart = 8 + headerBytes;
  const dataBytes = bytes.byteLength - dataStart;
  let end = 0;
  const byOffset = Object.entries(header).sort((a, b) => a[1].data_offsets[0] - b[1].data_offsets[0]);
  for (const [name, { dtype, shape, data_offsets: offsets }] of byOffset) {
    const elementBytes = bytesPerElement[dtype];
    if (elementBytes === undefined) return fail(`has tensor ${name} of type ${dtype}; only F16, F32, U8, U16 and U32 are read`);
    if (offsets[1] > dataBytes) fail(`is cut off in tensor ${name}`);
    if (offsets[0] < end) fail(`has tensor ${name} overlapping another`);
    if (offsets[0] > end) fail(`has a gap before tensor ${name}`);
    if (offsets[1] - offsets[0] !== size(shape) * elementBytes) {
      fail(`has tensor ${name} whose bytes do not fit its shape (${shape.join(', ')})`);
    }
    end = offsets[1];
  }
  if (end !== dataBytes) fail(`has ${dataBytes - end} bytes that belong to no tensor`);

  /** The bytes of a tensor of one of these types and this shape, where they lie in the file. */
  function tensorBytes(name: string, shape: readonly number[], dtypes: readonly string[]): Uint8Array {
    const entry = header[name];
    if (entry === undefined) return fail(`has no tensor ${name}`);
    if (!dtypes.includes(entry.dtype)) fail(`has tensor ${name} of type ${entry.dtype}, but ${dtypes.join(' or ')} is needed`);
    if (entry.shape.length !== shape.length || entry.shape.some((dim, axis) => dim !== shape[axis])) {
      fail(`has tensor ${name} of shape (${entry.shape.join(', ')}), but (${shape.join(', ')}) is needed`);
    }
    return bytes.subarray(dataStart + entry.data_offsets[0], dataStart + entry.data_offsets[1]);
  }

  return {
    names: Object.keys(header),
    metadata,
    shape: (name) => header[name]?.shape,
    vectorLength(name) {
      const shape = header[name]?.shape;
      if (shape === undefined) return fail(`has no tensor ${name}`);
      return shape.length === 1 ? shape[0]! : fail(`has tensor ${name} with ${shape.length} axes, but one is needed`);
    },
    read(name, shape) {
      // Copied, because tensors need not be aligned in the file (and Node's Buffer.slice would not copy).
      const data = Uint8Array.from(tensorBytes(name, shape, ['F16', 'F32']));
      return header[name]!.dtype === 'F32' ? new Float32Array(data.buffer) : fromFloat16(new Uint16Array(data.buffer));
    },
    uint8: (name, shape) => tensorBytes(name, shape, ['U8']),
    uint16(name, shape) {
      const data = aligned(tensorBytes(name, shape, ['U16']), 2);
      return new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
    },
    uint32(name, shape) {
      const data = aligned(tensorBytes(name, shape, ['U32']), 4);
      return new Uint32Array(data.buffer, data.byteOffset, data.byteLength / 4);
    },
  };
}

/** The same bytes, copied only when a typed array can't lie over them. */
function aligned(bytes: Uint8Array, elementBytes: number): Uint8Array {
  return bytes.byteOffset % elementBytes === 0 ? bytes : Uint8Array.from(bytes);
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1);
}

function ascii(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    if (byte > 127) throw new Error('not ASCII');
    text += String.fromCharCode(byte);
  }
  return text;
}

let float16Table: Float32Array | null = null;

/** IEEE 754 half to single precision, by a table of all 65,536 values. */
export function fromFloat16(halves: Uint16Array): Float32Array {
  float16Table ??= Float32Array.from({ length: 65536 }, (_, bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    if (exponent === 31) return fraction ? NaN : sign * Infinity;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
  const out = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) out[i] = float16Table[halves[i]!]!;
  return out;
}
