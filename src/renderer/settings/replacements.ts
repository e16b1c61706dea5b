import { phraseWords } from '../../core/text/spoken-items';
import type { Replacement } from '../../core/text/types';

/** Which rows have no effect because a later one is for the same words. */
export function overruled(rows: readonly Replacement[]): ReadonlySet<number> {
  const last = new Map<string, number>();
  const lost = new Set<number>();
  for (const [index, { from }] of rows.entries()) {
    const phrase = phraseWords(from).join(' ');
    const earlier = last.get(phrase);
    if (earlier !== undefined && phrase !== '') lost.add(earlier);
    last.set(phrase, index);
  }
  return lost;
}
