/** UTF-8 without `TextDecoder`, which belongs to the host. Invalid UTF-8 becomes U+FFFD, one for each stray sequence. */
export function decodeUtf8(bytes: ArrayLike<number>): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at]!;
    const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    let code = length === 1 ? first : first & (0x7f >> length);
    let read = 1;
    while (read < length && at + read < bytes.length && (bytes[at + read]! & 0xc0) === 0x80) {
      code = (code << 6) | (bytes[at + read]! & 0x3f);
      read++;
    }
    const isWhole = length > 0 && read === length && !isForbidden(code, length);
    text += isWhole ? String.fromCodePoint(code) : '\ufffd';
    at += read;
  }
  return text;
}

/** Longer than need be, half of a surrogate pair, or beyond Unicode. */
function isForbidden(code: number, length: number): boolean {
  const least = [0, 0, 0x80, 0x800, 0x10000][length]!;
  return code < least || (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff;
}

export function encodeUtf8(text: string): number[] {
  const bytes: number[] = [];
  for (const sign of text) {
    const code = sign.codePointAt(0)!;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  }
  return bytes;
}
