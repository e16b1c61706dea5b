import { isUnspaced, unspacedParts } from '../language/unspaced-script';
import { decodeUtf8, encodeUtf8 } from '../onnx/utf8';

/** A word as the model wrote it, marks included, and the pieces that it is made of: `[firstPiece, endPiece)`. */
export interface WrittenWord {
  readonly written: string;
  readonly firstPiece: number;
  readonly endPiece: number;
}

const space = 0x20;
const letters = /[\p{L}\p{N}]/u;

/**
 * Pieces as words: parted at spaces, and in scripts without spaces letter by letter. Signs without a letter or digit belong to the word
 * before them (a dash between words, a closing quotation mark) or, at the beginning, to the one after.
 * @param pieceBytes by id: UTF-8 with a space where a word begins.
 */
export function writtenWords(pieces: readonly number[], pieceBytes: readonly (readonly number[])[]): WrittenWord[] {
  const bytes: number[] = [];
  const owner: number[] = [];
  for (const [at, piece] of pieces.entries()) {
    for (const byte of pieceBytes[piece] ?? []) {
      bytes.push(byte);
      owner.push(at);
    }
  }
  const words: WrittenWord[] = [];
  let opening = '';
  const put = (written: string, from: number, to: number): void => {
    const last = words.at(-1);
    const endPiece = owner[to - 1]! + 1;
    if (letters.test(written)) {
      words.push({ written: opening + written, firstPiece: owner[from]!, endPiece });
      opening = '';
    } else if (last === undefined) opening += written;
    else words[words.length - 1] = { ...last, written: last.written + written, endPiece };
  };
  let from = 0;
  for (let to = 0; to <= bytes.length; to++) {
    if (to < bytes.length && bytes[to] !== space) continue;
    let at = from;
    for (const part of parts(decodeUtf8(bytes.slice(from, to)))) {
      const end = Math.min(to, at + encodeUtf8(part).length);
      if (end > at) put(part, at, end);
      at = end;
    }
    from = to + 1;
  }
  return words;
}

/** A word of a script with spaces whole, one without them letter by letter. */
function parts(text: string): string[] {
  return unspacedParts(text).flatMap((part) => (isUnspaced(part) ? Array.from(part) : [part]));
}
