import { decodeUtf8 } from '../onnx/utf8';
import type { PieceTable } from '../onnx/tokens';
import type { Word } from '../transcript/types';

/** A unit that the search found, with its place in the recording. */
export interface TimedUnit {
  readonly id: number;
  readonly startMs: number;
  readonly endMs: number;
  /** Natural logarithm of its posterior. */
  readonly logProbability: number;
}

/**
 * Units as words. The bytes of a word are put together before they are read as text, so that a sign may be spread over
 * several units; those of scripts without spaces are one word as far as they follow one another.
 * @param latestEndMs where the last word must end: the beginning of the word after it.
 */
export function unitWords(units: readonly TimedUnit[], table: PieceTable, latestEndMs = Infinity): Word[] {
  const words: Word[] = [];
  let first = 0;
  const close = (end: number): void => {
    const word = wordOf(units.slice(first, end), table, units[end]?.startMs ?? latestEndMs);
    if (word !== null) words.push(word);
    first = end;
  };
  for (let i = 1; i < units.length; i++) if (table.beginsWord[units[i]!.id] === true) close(i);
  close(units.length);
  return words;
}

function wordOf(units: readonly TimedUnit[], table: PieceTable, latestEndMs: number): Word | null {
  const text = decodeUtf8(units.flatMap(({ id }) => table.bytes[id] ?? [])).trim();
  if (text === '') return null;
  const { startMs } = units[0]!;
  const { endMs } = units[units.length - 1]!;
  const logProbability = units.reduce((sum, unit) => sum + unit.logProbability, 0);
  return {
    text,
    startMs,
    // Two words may share an encoder frame; they still must not overlap in a subtitle.
    endMs: Math.max(startMs, Math.min(endMs, latestEndMs)),
    confidence: Math.exp(logProbability / units.length),
  };
}

/** Where the last word of units begins; 0 when that is the first. */
export function lastWordStart(units: readonly TimedUnit[], length: number, table: PieceTable): number {
  for (let i = length - 1; i > 0; i--) if (table.beginsWord[units[i]!.id] === true) return i;
  return 0;
}
