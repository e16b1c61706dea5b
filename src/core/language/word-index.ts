/** Ids of a vocabulary by spelling. */
export type WordIndex = (spelling: string) => number;

/**
 * An index over spellings as UTF-8 bytes, made at its first use: hashing 150,000 words takes milliseconds, and strings of
 * them are never made.
 * @returns id, or -1 for a spelling that no word has
 */
export function createWordIndex(text: Uint8Array, offset: Uint32Array, firstId: number): WordIndex {
  const words = offset.length - 1;
  let slots: Int32Array | null = null;
  let mask = 0;

  function build(): Int32Array {
    let size = 4;
    while (size < words * 2) size *= 2;
    mask = size - 1;
    const built = new Int32Array(size).fill(-1);
    for (let id = words - 1; id >= firstId; id--) {
      let slot = hash(text, offset[id]!, offset[id + 1]!) & mask;
      while (built[slot] !== -1) slot = (slot + 1) & mask;
      built[slot] = id;
    }
    return built;
  }

  return (spelling) => {
    if (/\p{Cs}/u.test(spelling)) return -1;
    slots ??= build();
    const bytes = toUtf8(spelling);
    for (let slot = hash(bytes, 0, bytes.length) & mask; slots[slot] !== -1; slot = (slot + 1) & mask) {
      const id = slots[slot]!;
      const start = offset[id]!;
      if (offset[id + 1]! - start !== bytes.length) continue;
      let same = 0;
      while (same < bytes.length && text[start + same] === bytes[same]) same++;
      if (same === bytes.length) return id;
    }
    return -1;
  };
}

/** FNV-1a. */
function hash(bytes: Uint8Array, from: number, to: number): number {
  let mixed = 0x811c9dc5;
  for (let i = from; i < to; i++) mixed = Math.imul(mixed ^ bytes[i]!, 0x01000193);
  return mixed ^ (mixed >>> 15);
}

/** ECMAScript's only encoder of UTF-8 is that of URIs. */
function toUtf8(text: string): Uint8Array {
  const encoded = encodeURIComponent(text);
  const bytes: number[] = [];
  for (let i = 0; i < encoded.length; i++) {
    if (encoded[i] === '%') {
      bytes.push(Number.parseInt(encoded.slice(i + 1, i + 3), 16));
      i += 2;
    } else bytes.push(encoded.charCodeAt(i));
  }
  return Uint8Array.from(bytes);
}
