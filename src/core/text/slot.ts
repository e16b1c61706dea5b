import type { TextLanguage } from './language';
import type { NumberReader } from './number-reader';
import type { WordCursor } from './word-cursor';

/** What a slot of a pattern read. */
export interface SlotValue {
  /** How many words it takes. */
  readonly words: number;
  readonly text: string;
  /** What ranges are compared with: the value of a number, or the count of letters or digits. */
  readonly size: number;
  /** The number itself, where it is one. */
  readonly number: number | null;
  /** As it was said, where it comes from a table. */
  readonly said?: string;
}

/** One kind of slot. */
export interface SlotKind {
  /** Whether a value may begin with this word. */
  mayBegin(word: string): boolean;
  /** All values that begin at `from`, longest first. */
  read(cursor: WordCursor, from: number): readonly SlotValue[];
}

/** No number, sequence or name is longer: what goes on longer is cut. It bounds the work at each word. */
export const maxSlotWords = 32;

export interface SlotParts {
  readonly language: TextLanguage;
  readonly numbers: NumberReader;
}
