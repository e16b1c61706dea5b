import { Tokenizer } from '@huggingface/tokenizers';
import { errorText } from '../../core/errors';
import { invalidModel } from '../../core/model/files';
import { encodeUtf8 } from '../../core/onnx/utf8';

/** The pieces of a model, from the `tokenizer.json` of its folder. */
export interface PieceVocabulary {
  /** By id: UTF-8 with a space where a word begins; empty for what is not written. */
  readonly bytes: readonly (readonly number[])[];
  /** Ids of special pieces, such as `<|en|>`, by their name. */
  idOf(name: string): number | undefined;
  /** Pieces of a text that follows others. */
  encode(text: string): readonly number[];
}

/** GPT-2's letters for bytes (`bytes_to_unicode`), the other way round. */
const byteLetters = new Map(
  (() => {
    const plain = [...range(0x21, 0x7e), ...range(0xa1, 0xac), ...range(0xae, 0xff)];
    const others = range(0, 0xff).filter((byte) => !plain.includes(byte));
    return [
      ...plain.map((byte) => [String.fromCodePoint(byte), byte] as const),
      ...others.map((byte, i) => [String.fromCodePoint(0x100 + i), byte] as const),
    ];
  })(),
);

/** @throws UtterError `model-invalid` for a file that is not a tokenizer. */
export function parseTokenizer(text: string, location: string, file: string): PieceVocabulary {
  try {
    const json = JSON.parse(text) as {
      decoder?: unknown;
      added_tokens?: readonly { id: number; content: string; special?: boolean }[];
    };
    const tokenizer = new Tokenizer(json, {});
    const isByteLevel = JSON.stringify(json.decoder ?? null).includes('ByteLevel');
    const special = new Set((json.added_tokens ?? []).filter((token) => token.special !== false).map(({ id }) => id));
    const bytes: (readonly number[])[] = [];
    for (const [piece, id] of tokenizer.get_vocab(true)) bytes[id] = special.has(id) ? [] : pieceBytes(piece, isByteLevel);
    for (let id = 0; id < bytes.length; id++) bytes[id] ??= [];
    return {
      bytes,
      idOf: (name) => tokenizer.token_to_id(name),
      encode: (said) => tokenizer.encode(said, { add_special_tokens: false }).ids.map(Number),
    };
  } catch (error) {
    throw invalidModel(location, file, `is no tokenizer that can be read (${errorText(error)})`, error);
  }
}

function pieceBytes(piece: string, isByteLevel: boolean): number[] {
  if (isByteLevel) return Array.from(piece, (letter) => byteLetters.get(letter) ?? 0x20);
  const byte = /^<0x([0-9A-Fa-f]{2})>$/.exec(piece);
  if (byte !== null) return [Number.parseInt(byte[1]!, 16)];
  return /^<.*>$/.test(piece) ? [] : encodeUtf8(piece.replaceAll('▁', ' '));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
