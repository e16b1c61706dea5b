import { z } from 'zod';
import { invalidModel } from './files';

/** A tensor file in memory. Source of the layout: https://github.com/huggingface/safetensors#format. */
export interface Safetensors {
  readonly names: readonly string[];
  /** Shape of a tensor, or undefined when the file has none of that name. */
  shape(name: string): readonly number[] | undefined;
  /** A float32 copy of a tensor; throws `model-invalid` when it is missing or has another shape. */
  read(name: string, shape: readonly number[]): Float32Array;
}

const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
const bytesPerElement: Readonly<Record<string, number>> = { F16: 2, F32: 4 };
const maxHeaderBytes = 16 * 1024 * 1024;

/**
 * Parses float16 and float32 tensors, with every offset checked against the file before anything is read.
 * @throws UtterError `model-invalid` for a truncated, overlapping or otherwise inconsistent file.
 */
export function parseSafetensors(bytes: Uint8Array, location: string, file: string): Safetensors {
  const fail = (problem: string, cause?: unknown): never => {
    throw invalidModel(location, file, problem, cause);
  };
  if (bytes.byteLength < 8) fail('is too short to be a safetensors file');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = Number(view.getBigUint64(0, true));
  if (headerBytes > maxHeaderBytes || 8 + headerBytes > bytes.byteLength) fail('is cut off in its header');
  let header: Record<string, z.infer<typeof entrySchema>>;
  try {
    const { __metadata__: _ignored, ...entries } = z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(ascii(bytes.subarray(8, 8 + headerBytes))));
    header = z.record(z.string(), entrySchema).parse(entries);
  } catch (error) {
    return fail('has a header that is not valid', error);
  }

  const dataStart = 8 + headerBytes;
  const dataBytes = bytes.byteLength - dataStart;
  let end = 0;
  const byOffset = Object.entries(header).sort((a, b) => a[1].data_offsets[0] - b[1].data_offsets[0]);
  for (const [name, { dtype, shape, data_offsets: offsets }] of byOffset) {
    const elementBytes = bytesPerElement[dtype];
    if (elementBytes === undefined) return fail(`has tensor ${name} of type ${dtype}; only F16 and F32 are read`);
    if (offsets[1] > dataBytes) fail(`is cut off in tensor ${name}`);
    if (offsets[0] < end) fail(`has tensor ${name} overlapping another`);
    if (offsets[0] > end) fail(`has a gap before tensor ${name}`);
    if (offsets[1] - offsets[0] !== size(shape) * elementBytes) {
      fail(`has tensor ${name} whose bytes do not fit its shape (${shape.join(', ')})`);
    }
    end = offsets[1];
  }
  if (end !== dataBytes) fail(`has ${dataBytes - end} bytes that belong to no tensor`);

  return {
    names: Object.keys(header),
    shape: (name) => header[name]?.shape,
    read(name, shape) {
      const entry = header[name];
      if (entry === undefined) return fail(`has no tensor ${name}`);
      if (entry.shape.length !== shape.length || entry.shape.some((dim, axis) => dim !== shape[axis])) {
        fail(`has tensor ${name} of shape (${entry.shape.join(', ')}), but (${shape.join(', ')}) is needed`);
      }
      // Copied, because tensors need not be aligned in the file (and Node's Buffer.slice would not copy).
      const data = Uint8Array.from(bytes.subarray(dataStart + entry.data_offsets[0], dataStart + entry.data_offsets[1]));
      return entry.dtype === 'F32' ? new Float32Array(data.buffer) : fromFloat16(new Uint16Array(data.buffer));
    },
  };
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
