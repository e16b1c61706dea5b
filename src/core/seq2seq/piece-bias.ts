import type { BiasPhrase } from '../final/types';
import { createLetterAutomaton } from '../language/letter-automaton';
import { wordSpace } from '../language/piece-spelling';
import { isUnspaced } from '../language/unspaced-script';
import { encodeUtf8 } from '../onnx/utf8';

/** Leans a search towards phrases, however the model cuts them into pieces, writes their case and sets marks between them. */
export interface PieceBias {
  /** Outside all phrases. */
  readonly start: number;
  /** The state after a piece; `earned` is what it earns, or gives back, until the next call. */
  after(state: number, piece: number): number;
  readonly earned: number;
  /** What is given back where the text ends in a state. */
  refund(state: number): number;
}

const marks = new Set(encodeUtf8('.,?!:;-"'));

/** Bytes as the automaton reads them: small letters, and a space for a mark, which ends a word as a space does. */
function plainBytes(bytes: readonly number[]): number[] {
  return bytes.map((byte) => {
    if (marks.has(byte)) return wordSpace;
    return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
  });
}

/** Of a vocabulary once: it has tens of thousands of pieces, and each segment asks for them. */
const plainTables = new WeakMap<readonly (readonly number[])[], readonly (readonly number[])[]>();

function plainTable(pieceBytes: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const table = plainTables.get(pieceBytes) ?? pieceBytes.map(plainBytes);
  plainTables.set(pieceBytes, table);
  return table;
}

/**
 * Contextual biasing (shallow fusion over an Aho–Corasick automaton, as icefall's `ContextGraph`).
 * @param pieceBytes by id: UTF-8 with a space where a word begins; empty for what is not written.
 * @returns null where there is no phrase.
 */
export function createPieceBias(phrases: readonly BiasPhrase[], pieceBytes: readonly (readonly number[])[]): PieceBias | null {
  const automaton = createLetterAutomaton();
  let entered = 0;
  for (const { text, weight } of phrases) {
    const bytes = plainBytes(encodeUtf8(text.normalize('NFC').trim().replace(/\s+/gu, ' ')));
    if (bytes.length === 0 || weight <= 0) continue;
    const begins = isUnspaced(text) ? [] : [wordSpace];
    const letters = [...begins, ...bytes].map((byte) => ({ bytes: [byte], weight: byte === wordSpace ? 0 : 1 }));
    automaton.enter(letters, weight, isUnspaced(text));
    entered++;
  }
  if (entered === 0) return null;
  const linked = automaton.link();
  const plain = plainTable(pieceBytes);
  return {
    start: 0,
    after: (state, piece) => linked.after(state, plain[piece] ?? []),
    get earned() {
      return linked.earned;
    },
    refund: linked.refund,
  };
}
