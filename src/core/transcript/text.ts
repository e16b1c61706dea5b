import type { Transcript, Word } from './types';

/** Every word of a transcript, oldest first, the tentative ones last. */
export function transcriptWords({ segments, partial }: Transcript): readonly Word[] {
  return [...segments.flatMap((segment) => segment.words), ...partial.committed, ...partial.tentative];
}

/** The words with single spaces between, as recognised: no case or punctuation is added here. */
export function transcriptText(transcript: Transcript): string {
  return wordsText(transcriptWords(transcript));
}

export function wordsText(words: readonly Word[]): string {
  return words.map((word) => word.text).join(' ');
}
