import type { Units } from '../model/units';
import type { PieceTable } from '../onnx/tokens';
import { decodeUtf8, encodeUtf8 } from '../onnx/utf8';

/** What pieces spell, to the byte: one piece may be a part of a letter, in models that write rare letters so. */
export interface PieceSpelling {
  /** By id: UTF-8, `wordSpace` where a word begins; empty for what is not written. */
  readonly bytes: readonly (readonly number[])[];
  /** The letter as pieces write it, small or in capitals where they have only one of them; null where they can't. */
  written(letter: string): string | null;
}

/** Stands for the boundary between words among the bytes of a piece. */
export const wordSpace = 0x20;

/** @throws Error for phones, which spell nothing. */
export function unitSpelling({ pieces, blankId, wordBoundary }: Units): PieceSpelling {
  if (wordBoundary === null) throw new Error('units that spell no words');
  return spelling(pieces.map((piece, id) => (id === blankId ? [] : encodeUtf8(piece.replaceAll(wordBoundary, ' ')))));
}

export function tableSpelling({ names, bytes, beginsWord }: PieceTable): PieceSpelling {
  const spelled = bytes.map((written, id) => (beginsWord[id] === true ? [wordSpace, ...written] : written));
  return spelling(spelled, (id) => /^<0x..>$/.test(names[id]!));
}

/** @param isByte whether a piece is a byte of letters that have no piece of their own, be it that of a letter. */
function spelling(bytes: readonly (readonly number[])[], isByte: (id: number) => boolean = () => false): PieceSpelling {
  const letters = new Set(bytes.flatMap((piece, id) => (isByte(id) ? [] : Array.from(decodeUtf8(piece)))));
  const single = new Set(bytes.flatMap((piece) => (piece.length === 1 ? piece : [])));
  const isKnown = (letter: string): boolean => letter !== ' ' && letters.has(letter);
  return {
    bytes,
    written(letter) {
      const known = [letter, letter.toLowerCase(), letter.toUpperCase()].find(isKnown);
      return known ?? (encodeUtf8(letter).every((byte) => single.has(byte)) ? letter : null);
    },
  };
}
