import { seededRandom } from '../../src/core/metrics';
import { marks } from '../../src/core/text/punctuator-file';
import type { Mark, Punctuator, WordLabel } from '../../src/core/text/types';

/** Words as they are said and as they should be written. */
export interface Passage {
  readonly spoken: readonly string[];
  readonly written: readonly string[];
  readonly marks: readonly Mark[];
}

/** Pauses that readers made: how often each class of length was measured, by what follows the word. */
export interface MeasuredPauses {
  readonly boundsMs: readonly number[];
  readonly counts: { readonly none: readonly number[]; readonly inside: readonly number[]; readonly end: readonly number[] };
}

export type Writer = (passage: Passage, pausesMs: readonly (number | null)[]) => readonly WordLabel[];

export interface Share {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface Scores {
  readonly words: number;
  /** Words whose letters are all in the right case. */
  readonly caseAccuracy: number;
  /** Words written with a capital. */
  readonly capitals: Share;
  /** Marks, each where it should be. */
  readonly marks: Readonly<Record<string, Share & { readonly count: number }>>;
  /** All marks together. */
  readonly all: Share;
  /** Ends of sentences, whichever of `.?!` is there; the end of the passage is not counted. */
  readonly sentenceEnds: Share;
}

const ends = new Set<Mark>(['.', '?', '!']);
const lastPauseMs = 2000;

/** Text as a person writes it, a passage a line: spoken words are its words in lower case. */
export function parsePassages(text: string): Passage[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const found = Array.from(line.matchAll(/([\p{L}']+)([,.?!:;]?)/gu), ([, word, mark]) => ({
        word: word!,
        mark: mark as Mark,
      }));
      return {
        spoken: found.map(({ word }) => word.toLowerCase()),
        written: found.map(({ word }) => word),
        marks: found.map(({ mark }) => mark),
      };
    });
}

/**
 * A pause for each word, drawn from those measured after words of its kind: what a person who reads the text aloud would
 * make. The last word's is long.
 */
export function simulatedPauses(passage: Passage, { boundsMs, counts }: MeasuredPauses, random: () => number): number[] {
  const edges = [0, ...boundsMs, lastPauseMs];
  return passage.marks.map((mark, i) => {
    if (i === passage.marks.length - 1) return lastPauseMs;
    const histogram = mark === '' ? counts.none : ends.has(mark) ? counts.end : counts.inside;
    let at = random() * histogram.reduce((sum, count) => sum + count, 0);
    const bin = histogram.findIndex((count) => (at -= count) < 0);
    const [low, high] = [edges[bin]!, edges[bin + 1]!];
    return Math.round(low + random() * (high - low - 1));
  });
}

/** Lower case and no marks: what the recogniser gives. */
export const asSpoken: Writer = ({ spoken }) => spoken.map((written) => ({ written, mark: '' }));

/** Ends a sentence at each pause of `thresholdMs` and at the end; capitals at the start of sentences, and "I". */
export function pauseRule(thresholdMs: number): Writer {
  return ({ spoken }, pausesMs) => {
    let isStart = true;
    return spoken.map((word, i) => {
      const isCapital = isStart || /^i(?:'\w+)?$/.test(word);
      isStart = i === spoken.length - 1 || (pausesMs[i] ?? 0) >= thresholdMs;
      return { written: isCapital ? word.slice(0, 1).toUpperCase() + word.slice(1) : word, mark: isStart ? '.' : '' };
    });
  };
}

export function model(punctuator: Punctuator): Writer {
  return ({ spoken }, pausesMs) => punctuator.label(spoken, pausesMs, 0, spoken.length);
}

interface Counts {
  right: number;
  found: number;
  expected: number;
}

function add(counts: Counts, isExpected: boolean, isFound: boolean, isRight = isExpected && isFound): void {
  if (isExpected) counts.expected++;
  if (isFound) counts.found++;
  if (isRight) counts.right++;
}

function share({ right, found, expected }: Counts): Share {
  const precision = found === 0 ? 0 : right / found;
  const recall = expected === 0 ? 0 : right / expected;
  return {
    precision: round(precision),
    recall: round(recall),
    f1: round(found + expected === 0 ? 0 : (2 * right) / (found + expected)),
  };
}

/** How well a writer does. `pauses` null: no pause is known; else each passage's, the same for every writer. */
export function scoresOf(writer: Writer, passages: readonly Passage[], pauses: MeasuredPauses | null): Scores {
  const none = (): Counts => ({ right: 0, found: 0, expected: 0 });
  const random = seededRandom(7);
  const byMark = new Map(marks.filter((mark) => mark !== '').map((mark) => [mark, none()]));
  const [capitals, all, sentenceEnds] = [none(), none(), none()];
  let [words, rightCase] = [0, 0];
  for (const passage of passages) {
    const pausesMs = pauses === null ? passage.spoken.map(() => null) : simulatedPauses(passage, pauses, random);
    for (const [i, { written, mark }] of writer(passage, pausesMs).entries()) {
      const [expected, expectedMark] = [passage.written[i]!, passage.marks[i]!];
      words++;
      if (written === expected) rightCase++;
      add(
        capitals,
        expected !== passage.spoken[i],
        written !== passage.spoken[i],
        expected === written && expected !== passage.spoken[i],
      );
      add(all, expectedMark !== '', mark !== '', mark !== '' && mark === expectedMark);
      for (const [one, counts] of byMark) add(counts, expectedMark === one, mark === one);
      if (i < passage.spoken.length - 1) add(sentenceEnds, ends.has(expectedMark), ends.has(mark));
    }
  }
  return {
    words,
    caseAccuracy: round(rightCase / words),
    capitals: share(capitals),
    marks: Object.fromEntries([...byMark].map(([mark, counts]) => [mark, { count: counts.expected, ...share(counts) }])),
    all: share(all),
    sentenceEnds: share(sentenceEnds),
  };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
