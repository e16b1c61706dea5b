import { solidLetters } from '../language/unspaced-script';
import type { Segment, Word } from './types';

/**
 * What is between two spaces of a segment's text, each with the time of the words it was made from and the confidence of the
 * least certain of them.
 */
export function shownWords({ words, written }: Pick<Segment, 'words' | 'written'>): readonly Word[] {
  if (written === undefined) return words;
  const shown: Word[] = [];
  let next = 0;
  for (const { text, startMs, endMs } of written) {
    while (next < words.length && words[next]!.endMs <= startMs) next++;
    let confidence = 1;
    for (let i = next; i < words.length && words[i]!.startMs < endMs; i++)
      confidence = Math.min(confidence, words[i]!.confidence);
    for (const [index, piece] of text.split(/\s+/u).entries()) {
      const last = shown.at(-1);
      if (piece === '') continue;
      // Goes on with the piece before.
      if (index === 0 && last !== undefined) {
        shown[shown.length - 1] = { ...last, text: last.text + piece, endMs, confidence: Math.min(last.confidence, confidence) };
      } else shown.push({ text: piece, startMs, endMs, confidence });
    }
  }
  return shown;
}

/** A word in its letters where their script has no spaces between words, each with its share of the time. */
export function splitAtLetters(word: Word): readonly Word[] {
  const pieces = solidLetters(word.text);
  if (pieces.length < 2) return [word];
  const eachMs = (word.endMs - word.startMs) / word.text.length;
  let at = 0;
  return pieces.map((text) => {
    const startMs = word.startMs + at * eachMs;
    at += text.length;
    return {
      text,
      startMs,
      endMs: at === word.text.length ? word.endMs : word.startMs + at * eachMs,
      confidence: word.confidence,
    };
  });
}
