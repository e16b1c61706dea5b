import { invalidModel } from '../model/files';
import { decodeUtf8, encodeUtf8 } from './utf8';
import { protobufFields } from './protobuf';

/** The pieces of a model by id, as bytes, because a piece may be part of a letter. */
export interface PieceTable {
  /** As the file writes them. */
  readonly names: readonly string[];
  /** What a piece adds to the text, UTF-8, its word boundary left out; empty for signs that are not written. */
  readonly bytes: readonly (readonly number[])[];
  /** Whether a word begins with the piece. */
  readonly beginsWord: readonly boolean[];
  readonly blankId: number;
  /** A unit that stands for nothing, which a search takes for silence; null where there is none. */
  readonly unknownId: number | null;
}

/** What SentencePiece writes for a space (U+2581). */
const wordBoundary = '▁';

/** Signs of the alphabet that are not written. */
const unwritten = new Set(['<blk>', '<blank>', '<eps>', '<unk>', '<s>', '</s>', '<sos/eos>', '<sos>', '<eos>', '<pad>']);

/**
 * Parses `tokens.txt`: a piece and its id on each line.
 * @throws UtterError `model-invalid`, naming the line.
 */
export function parseTokens(text: string, location: string, file: string): PieceTable {
  const names: string[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const parts = /^(.*?)[ \t]+(\d+)[ \t]*$/.exec(line) ?? /^()(\d+)$/.exec(line);
    if (parts === null)
      throw invalidModel(location, file, `is no list of pieces: line ${index + 1} is not a piece and its number`);
    const id = Number(parts[2]);
    if (id > 1_000_000) throw invalidModel(location, file, `numbers a piece ${id} on line ${index + 1}`);
    if (names[id] !== undefined) throw invalidModel(location, file, `gives the number ${id} twice, again on line ${index + 1}`);
    // A piece that is itself a space.
    names[id] = parts[1] === '' ? ' ' : parts[1]!;
  }
  if (names.length === 0) throw invalidModel(location, file, 'is empty');
  const missing = Array.from(names).findIndex((name) => name === undefined);
  if (missing !== -1) throw invalidModel(location, file, `has no piece ${missing}, but has later ones`);
  return pieceTable(names, location, file);
}

/**
 * The pieces of a SentencePiece model, for folders without `tokens.txt`. Source: sentencepiece_model.proto: pieces 1; piece 1.
 * @throws UtterError `model-invalid`
 */
export function parseSentencePiece(bytes: Uint8Array, location: string, file: string): PieceTable {
  const names: string[] = [];
  try {
    for (const field of protobufFields(bytes)) {
      if (field.number !== 1 || field.kind !== 'bytes') continue;
      for (const inner of protobufFields(field.bytes)) {
        if (inner.number === 1 && inner.kind === 'bytes') names.push(decodeUtf8(inner.bytes));
      }
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw invalidModel(location, file, `is no SentencePiece model: ${error.message}`, error);
  }
  if (names.length === 0) throw invalidModel(location, file, 'is no SentencePiece model: it has no pieces');
  return pieceTable(names, location, file);
}

function pieceTable(names: readonly string[], location: string, file: string): PieceTable {
  const blankId = names.findIndex((name) => name === '<blk>' || name === '<blank>' || name === '<eps>');
  if (blankId === -1) throw invalidModel(location, file, 'has no blank (<blk>), which a transducer needs');
  const unknownId = names.indexOf('<unk>');
  return {
    names,
    bytes: names.map(pieceBytes),
    beginsWord: names.map((name) => name.startsWith(wordBoundary) || name.startsWith(' ')),
    blankId,
    unknownId: unknownId === -1 ? null : unknownId,
  };
}

function pieceBytes(name: string): readonly number[] {
  if (unwritten.has(name)) return [];
  // A byte of a sign that has no piece of its own.
  const byte = /^<0x([0-9A-Fa-f]{2})>$/.exec(name);
  if (byte !== null) return [Number.parseInt(byte[1]!, 16)];
  return encodeUtf8(name.replace(/^[▁ ]/, '').replaceAll(wordBoundary, ' '));
}
