import { isHeldOut, readSentences, roundTrip, textFolder } from './number-round-trip';
import type { Figures } from './proofs';

/** How many numbers of held-out text come back as they were written, said and written again. */
export async function proveRoundTrip(): Promise<Figures> {
  const sentences = await readSentences((sentence) => /\d/.test(sentence) && isHeldOut(sentence));
  if (sentences === null) return { missing: `There is no text in ${textFolder}; UTTER_TEXT names another folder.` };
  const { misses, all, ...scores } = roundTrip(sentences);
  return {
    ...scores,
    all,
    share: all.exact / all.count,
    sameDigitsShare: all.sameDigits / all.count,
    firstMisses: misses.slice(0, 10),
  };
}
