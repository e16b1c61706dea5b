import type { WordEvidence, WordToWrite } from './types';
import { wordEvidence } from './word-evidence';

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
  /** The longest silence since the word before it that is written; absent where all words between are. */
  readonly pauseBeforeMs?: number;
  /** How a model that writes has written it; null where none has. */
  readonly evidence: WordEvidence | null;
}

/** Control and format characters have no place in a word; direction marks may be needed to read it, and stay. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}\u{FEFF}]/gu;

/** Null for a word without anything to write. @param before the token before it; null where there is none */
export function tokenOf(word: WordToWrite, index: number, before: Token | null): Token | null {
  const text = word.text.replace(controls, ' ').replace(/\s+/g, ' ').trim();
  if (text === '') return null;
  const { startMs, endMs, confidence, written, isFirst = false, isLast = false } = word;
  const key = text.toLowerCase().replaceAll('’', "'");
  const evidence = written === undefined ? null : wordEvidence(written, key, isFirst ? null : (before?.evidence ?? null), isLast);
  return { text, key, startMs, endMs, confidence, index, evidence };
}

/** The silence between a word and the next that is written. */
export function pauseBetween(token: Token, next: Token): number {
  return next.pauseBeforeMs ?? next.startMs - token.endMs;
}
