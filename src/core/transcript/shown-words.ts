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
    for (let i = next; i < words.length && words[i]!.startMs < endMs; i++) confidence = Math.min(confidence, words[i]!.confidence);
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
