/** Just enough of protocol buffers to read what an ONNX or SentencePiece file says of itself. Source: protobuf.dev/programming-guides/encoding. */

/** One field of a message. `bytes` of a length-delimited field is a view, not a copy. */
export type ProtobufField =
  | { readonly number: number; readonly kind: 'varint'; readonly value: bigint }
  | { readonly number: number; readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly number: number; readonly kind: 'fixed'; readonly bytes: Uint8Array };

/**
 * The fields of a message in their order; values are not looked into.
 * @throws RangeError if the bytes are not a message or end early.
 */
export function* protobufFields(bytes: Uint8Array): Generator<ProtobufField> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError('it ends within a number');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
    throw new RangeError('it has a number that is too long');
  };
  const take = (length: number): Uint8Array => {
    if (length < 0 || at + length > bytes.length) throw new RangeError('it ends early');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const number = key >>> 3;
    if (number === 0) throw new RangeError('it has a field without a number');
    switch (key & 7) {
      case 0:
        yield { number, kind: 'varint', value: varint() };
        break;
      case 1:
        yield { number, kind: 'fixed', bytes: take(8) };
        break;
      case 2:
        yield { number, kind: 'bytes', bytes: take(Number(varint())) };
        break;
      case 5:
        yield { number, kind: 'fixed', bytes: take(4) };
        break;
      default:
        throw new RangeError('it has a field of a kind that does not exist');
    }
  }
}
