import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { tokenOf, type Token } from '../../src/core/text/token';
import type { Mark, WordToWrite } from '../../src/core/text/types';
import type { WordEvidence } from '../../src/core/text/types';
import { alignedWords } from '../speech/alignment';
import type { Passage } from './mark-scores';

/** A passage that was read aloud in segments, and what a final model wrote of each. */
export interface HeardPassage {
  readonly split: 'tune' | 'test';
  /** The reference, of the words that were heard right. */
  readonly reference: Passage;
  /** All words that were heard, as spoken, with what was written of them and the pause after each. */
  readonly words: readonly string[];
  readonly evidence: readonly (WordEvidence | null)[];
  readonly pausesMs: readonly (number | null)[];
  /** Which of `words` each word of the reference is. */
  readonly places: readonly number[];
}

const markSchema = z.custom<Mark>((value) => typeof value === 'string' && value.length <= 1);
/** A line of the file; `segments` are cut at pauses: `text` is written of the words `from` to `to`. */
const lineSchema = z.object({
  split: z.enum(['tune', 'test']),
  spoken: z.array(z.string()),
  written: z.array(z.string()),
  marks: z.array(markSchema),
  pausesMs: z.array(z.number().nullable()),
  segments: z.array(z.object({ from: z.int(), to: z.int(), text: z.string() })),
});

/** @returns null where there is no such file */
export async function readHearings(file: string): Promise<readonly HeardPassage[] | null> {
  if (!existsSync(file)) return null;
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => heardPassage(lineSchema.parse(JSON.parse(line))));
}

function heardPassage({ split, spoken, written, marks, pausesMs, segments }: z.infer<typeof lineSchema>): HeardPassage {
  const tokens: Token[] = [];
  const pauses: (number | null)[] = [];
  const [places, rightWords]: [number[], number[]] = [[], []];
  for (const { from, to, text } of segments) {
    const first = tokens.length;
    for (const word of spokenWords(text)) {
      const token = tokenOf(word, tokens.length, tokens.at(-1) ?? null);
      if (token !== null) tokens.push(token);
    }
    const own = tokens.slice(first);
    const aligned = alignedWords(
      spoken.slice(from, to),
      own.map(({ key }) => key),
    );
    pauses.push(...own.map(() => null));
    for (const [reference, heard] of aligned) {
      pauses[first + heard] = pausesMs[from + reference]!;
      if (spoken[from + reference] !== own[heard]!.key) continue;
      rightWords.push(from + reference);
      places.push(first + heard);
    }
    if (own.length > 0) pauses[pauses.length - 1] = pausesMs[to - 1]!;
  }
  return {
    split,
    reference: {
      spoken: rightWords.map((word) => spoken[word]!),
      written: rightWords.map((word) => written[word]!),
      marks: rightWords.map((word) => marks[word]!),
    },
    words: tokens.map(({ key }) => key),
    evidence: tokens.map(({ evidence }) => evidence),
    pausesMs: pauses,
    places,
  };
}

/** What a model wrote, as words in spoken form: lower case, without marks, hyphens apart. */
export function spokenWords(text: string): readonly WordToWrite[] {
  const words = text.split(/\s+/u).flatMap((written) => {
    const core = written
      .toLowerCase()
      .replaceAll('’', "'")
      .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
    return core
      .split('-')
      .filter((key) => key !== '')
      .map((key) => ({ text: key, written, startMs: 0, endMs: 0, confidence: 1 }));
  });
  return words.map((word, index) => ({ ...word, isFirst: index === 0, isLast: index === words.length - 1 }));
}
