/** Signs that a decoder has left the sound and goes round in circles: what Whisper's users know as hallucinated loops. */

/** Times in a row that the same pieces may come: "very, very, very" and a repeated digit are speech. */
const mostRepeats = 6;
/** Pieces that a longer phrase may have; said more than three times in a row it is a loop. */
const longestPhrase = 24;
const mostPhraseRepeats = 3;

/** Whether the end of these pieces repeats itself too often. */
export function isLoop(pieces: readonly number[]): boolean {
  for (let length = 1; length <= longestPhrase; length++) {
    const repeats = length < 3 ? mostRepeats : mostPhraseRepeats;
    const wanted = length * (repeats + 1);
    if (wanted > pieces.length) return false;
    let same = 0;
    while (same < wanted - length && pieces.at(-1 - same) === pieces.at(-1 - same - length)) same++;
    if (same === wanted - length) return true;
  }
  return false;
}
