import { spokenWords } from '../final/spoken-words';
import type { Hearing } from '../final/types';
import type { Word } from '../transcript/types';
import { attentionTimes } from './attention-times';
import type { PieceHypothesis } from './beam-search';
import { writtenWords } from './written-words';

export interface HeardWordsOptions {
  /** By id: UTF-8 with a space where a word begins. */
  readonly pieceBytes: readonly (readonly number[])[];
  /** Whether words are wanted as spoken, as in English, rather than as written. */
  readonly isSpoken: boolean;
  /** Of the sound, without what was put behind it. */
  readonly durationMs: number;
  /** Duration of a frame of the attention. */
  readonly frameMs: number;
}

/** Shares of a word's length that words said for one written get are by their letters; a space counts as one. */
const spaceLetters = 1;

/** A search's hypothesis as words with times and the model's own confidence. */
export function heardWords(
  hypothesis: PieceHypothesis,
  { pieceBytes, isSpoken, durationMs, frameMs }: HeardWordsOptions,
): Hearing {
  const { pieces, logProbs, logProb } = hypothesis;
  const times = pieceTimes(hypothesis, pieceBytes, durationMs, frameMs);
  const written = writtenWords(pieces, pieceBytes);
  // English is read whole: whether "St." is a saint or a street is in the words around it.
  const spoken = isSpoken
    ? spokenWords(written.map((word) => word.written).join(' '))
    : written.map((word, token) => ({ text: word.written, written: word.written, token }));
  const words = written.flatMap(({ firstPiece, endPiece }, token): Word[] => {
    const own = logProbs.slice(firstPiece, endPiece);
    const confidence = Math.exp(own.reduce((sum, each) => sum + each, 0) / own.length);
    const [startMs, endMs] = [times[firstPiece]!, times[endPiece]!];
    const said = spoken.filter((word) => word.token === token);
    const letters = said.map(({ text }) => text.length + spaceLetters);
    const all = letters.reduce((sum, count) => sum + count, 0);
    let before = 0;
    return said.map((word, i) => {
      const from = startMs + ((endMs - startMs) * before) / all;
      before += letters[i]!;
      return {
        text: word.text,
        startMs: from,
        endMs: startMs + ((endMs - startMs) * before) / all,
        confidence,
        written: word.written,
      };
    });
  });
  return { words, logProb, pieces: logProbs.length };
}

/** Where each piece begins, and where the last one ends. */
function pieceTimes(
  { pieces, attention }: PieceHypothesis,
  bytes: readonly (readonly number[])[],
  durationMs: number,
  frameMs: number,
): number[] {
  if (attention.length >= pieces.length && pieces.length > 0) {
    const firsts = attentionTimes(attention.slice(0, pieces.length));
    return firsts.map((frame) => Math.min(durationMs, frame * frameMs));
  }
  // Nobody knows: each takes time by its letters.
  const lengths = pieces.map((piece) => Math.max(1, bytes[piece]?.length ?? 1));
  const all = lengths.reduce((sum, length) => sum + length, 0);
  let before = 0;
  const starts = lengths.map((length) => {
    const at = (durationMs * before) / all;
    before += length;
    return at;
  });
  return [...starts, durationMs];
}
