import { describe, expect, it } from 'vitest';
import { fromFloat16, parseSafetensors } from './safetensors';

type Header = Record<string, unknown>;

function file(header: Header | string, dataBytes: number | Uint8Array): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const data = typeof dataBytes === 'number' ? new Uint8Array(dataBytes) : dataBytes;
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

const tensor = (dtype: string, shape: number[], from: number, to: number) => ({ dtype, shape, data_offsets: [from, to] });
const parse = (bytes: Uint8Array) => parseSafetensors(bytes, '/models/x', 'weights.safetensors');

describe('safetensors', () => {
  it('[M4] reads float32 and float16 wherever they lie', () => {
    const data = new Uint8Array(10);
    new DataView(data.buffer).setUint16(0, 0xc000, true);
    new DataView(data.buffer).setFloat32(2, 1.5, true);
    new DataView(data.buffer).setFloat32(6, -2.25, true);
    const header = { __metadata__: { a: 'b' }, half: tensor('F16', [1], 0, 2), full: tensor('F32', [2, 1], 2, 10) };
    for (const bytes of [file(header, data), Buffer.from(file(header, data))]) {
      const tensors = parse(bytes);
      expect(tensors.read('half', [1])).toEqual(Float32Array.from([-2]));
      expect(tensors.read('full', [2, 1])).toEqual(Float32Array.from([1.5, -2.25]));
      expect(tensors.shape('full')).toEqual([2, 1]);
      expect(tensors.shape('other')).toBeUndefined();
    }
  });

  it('[M4] converts every half-precision value', () => {
    const wanted = [
      [0x0000, 0],
      [0x3c00, 1],
      [0xbc00, -1],
      [0x7bff, 65504],
      [0x0001, 2 ** -24],
      [0x03ff, 1023 * 2 ** -24],
      [0x0400, 2 ** -14],
      [0x3555, 0.333251953125],
      [0x7c00, Infinity],
      [0xfc00, -Infinity],
    ] as const;
    expect([...fromFloat16(Uint16Array.from(wanted, ([bits]) => bits))]).toEqual(wanted.map(([, value]) => value));
    expect(fromFloat16(Uint16Array.of(0x7e00))[0]).toBeNaN();
  });

  it('[M4] reads integers as they lie, copying only what is not aligned', () => {
    const data = Uint8Array.from({ length: 13 }, (_, i) => i + 1);
    const header = {
      __metadata__: { units: 'a b' },
      wide: tensor('U32', [1], 0, 4),
      narrow: tensor('U16', [2], 4, 8),
      bytes: tensor('U8', [5], 8, 13),
    };
    for (let shift = 0; shift < 4; shift++) {
      const content = file(header, data);
      const buffer = new Uint8Array(content.length + shift);
      buffer.set(content, shift);
      const tensors = parse(buffer.subarray(shift));
      expect(tensors.uint32('wide', [1])).toEqual(Uint32Array.of(0x04030201));
      expect(tensors.uint16('narrow', [2])).toEqual(Uint16Array.of(0x0605, 0x0807));
      expect(tensors.uint8('bytes', [5])).toEqual(Uint8Array.of(9, 10, 11, 12, 13));
      expect(tensors.uint8('bytes', [5]).buffer).toBe(buffer.buffer);
      expect(tensors.uint32('wide', [1]).buffer === buffer.buffer).toBe((content.length - 13 + shift) % 4 === 0);
      expect(tensors.vectorLength('narrow')).toBe(2);
      expect(tensors.metadata).toEqual({ units: 'a b' });
      expect(() => tensors.read('wide', [1])).toThrow(/tensor wide of type U32, but F16 or F32 is needed/);
      expect(() => tensors.uint8('wide', [1])).toThrow(/type U32, but U8/);
      expect(() => tensors.uint32('wide', [2])).toThrow(/shape \(1\), but \(2\)/);
      expect(() => tensors.vectorLength('other')).toThrow(/no tensor other/);
    }
  });

  const good = { a: tensor('F32', [2], 0, 8), b: tensor('F32', [1], 8, 12) };
  it.each([
    ['an empty file', new Uint8Array(0), /too short/],
    ['a header longer than the file', file(good, 12).subarray(0, 20), /cut off in its header/],
    ['a header that is not JSON', file('{nonsense', 4), /header that is not valid/],
    ['a header that is not ASCII', file('{"é": 1}', 4), /header that is not valid/],
    ['a tensor that is cut off', file(good, 11), /cut off in tensor b/],
    ['bytes of no tensor', file(good, 13), /1 bytes that belong to no tensor/],
    ['overlapping tensors', file({ ...good, b: tensor('F32', [1], 4, 8) }, 8), /tensor b overlapping/],
    ['a gap', file({ ...good, b: tensor('F32', [1], 12, 16) }, 16), /gap before tensor b/],
    ['a shape that does not fit', file({ a: tensor('F32', [3], 0, 8) }, 8), /tensor a whose bytes do not fit/],
    ['an unknown type', file({ a: tensor('BF16', [4], 0, 8) }, 8), /type BF16/],
    ['negative offsets', file({ a: tensor('F32', [2], -8, 0) }, 8), /header that is not valid/],
  ])('[M5] refuses %s, naming the file', (_, bytes, message) => {
    expect(() => parse(bytes)).toThrow(message);
    expect(() => parse(bytes)).toThrow(expect.objectContaining({ code: 'model-invalid' }));
    expect(() => parse(bytes)).toThrow('/models/x/weights.safetensors');
  });

  it('[M5] refuses a missing tensor and one of another shape', () => {
    const tensors = parse(file(good, 12));
    expect(() => tensors.read('c', [1])).toThrow(/no tensor c/);
    expect(() => tensors.read('a', [1, 2])).toThrow(/tensor a of shape \(2\), but \(1, 2\) is needed/);
  });

  it('[M5] never crashes on a file cut anywhere', () => {
    const bytes = file(good, 12);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => parse(bytes.subarray(0, length))).toThrow(expect.objectContaining({ code: 'model-invalid' }));
    }
  });
});
