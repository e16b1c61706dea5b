/**
 * A whole number that is not negative, seven bits a byte, lowest first: `varint` of Protocol Buffers and unsigned LEB128 of
 * WebAssembly.
 */
export function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low | 128 : low);
  } while (rest > 0);
  return bytes;
}
