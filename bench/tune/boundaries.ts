import type { Boundaries } from '../../src/core/text/language';

const mostWords = 4000;
const leastCount = 30;

/** Counted in written text. */
export function countBoundaries(sources: readonly (readonly (readonly string[])[])[]): Boundaries {
  const counts = new Map<string, { all: number; ends: number; begins: number }>();
  let [all, marks] = [0, 0];
  for (const sentence of sources.flat(2)) {
    let isAfterMark = true;
    for (const piece of sentence.split(/\s+/u)) {
      const [, core = '', closing = ''] = /^[^\p{L}\p{N}]*(.*?)([^\p{L}\p{N}]*)$/su.exec(piece) ?? [];
      const isBeforeMark = /[,.?!:;)"]/.test(closing);
      const word = core.toLowerCase();
      if (/^[a-z']+$/.test(word)) {
        const entry = counts.get(word) ?? { all: 0, ends: 0, begins: 0 };
        entry.all++;
        if (isBeforeMark) entry.ends++;
        if (isAfterMark) entry.begins++;
        counts.set(word, entry);
        all++;
        if (isBeforeMark) marks++;
      }
      isAfterMark = isBeforeMark;
    }
  }
  const usual = Math.log(marks / (all - marks));
  const words = [...counts]
    .filter(([, { all: count }]) => count >= leastCount)
    .toSorted(([, a], [, b]) => b.all - a.all)
    .slice(0, mostWords);
  const odds = (count: number, of: number): number =>
    Math.round(10 * (Math.log((count + (2 * marks) / all) / (of - count + 2 * (1 - marks / all))) - usual));
  return Object.fromEntries(words.map(([word, { all: of, ends, begins }]) => [word, [odds(ends, of), odds(begins, of)]]));
}
