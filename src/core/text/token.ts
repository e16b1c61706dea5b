import type { Word } from '../transcript/types';

/** A recognised word as the formatter needs it. */
export interface Token {
  /** As recognised, without white space or control characters. */
  readonly text: string;
  /** What phrases are compared with: lower case, straight apostrophes. */
  readonly key: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly confidence: number;
  /** Which of all words since the start. */
  readonly index: number;
}

/** Control and format characters have no place in a word; direction marks may be needed to read it, and stay. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}\u{FEFF}]/gu;

/** Null for a word without anything to write. */
export function tokenOf(word: Word, index: number): Token | null {
  const text = word.text.replace(controls, ' ').replace(/\s+/g, ' ').trim();
  if (text === '') return null;
  const { startMs, endMs, confidence } = word;
  return { text, key: text.toLowerCase().replaceAll('’', "'"), startMs, endMs, confidence, index };
}
