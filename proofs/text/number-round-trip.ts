import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { formatPlain } from './plain-format';
import { numberKinds } from './spoken-numbers';

/** Where real text lies; `UTTER_TEXT` names another folder. */
export const textFolder = process.env['UTTER_TEXT'] ?? path.resolve(import.meta.dirname, '../../../shared/text');
const corpora = ['commonvoice', 'gutenberg', 'tatoeba', 'sgd'];

export interface ClassScore {
  readonly count: number;
  /** Written exactly as in the text. */
  readonly exact: number;
  /** The number with other or no signs between and after its digits: 2100 for 2,100, June 3 for June 3rd. */
  readonly sameDigits: number;
}

export interface RoundTrip {
  readonly sentences: number;
  readonly all: ClassScore;
  readonly classes: Readonly<Record<string, ClassScore>>;
  /** Bare numbers from 0 to 9, which are to stay words, and how many do. */
  readonly belowTen: { readonly count: number; readonly words: number };
  readonly misses: readonly string[];
}

/** Sentences that are kept for measuring: the first byte of their SHA-1 is a multiple of twenty. */
export function isHeldOut(sentence: string): boolean {
  return createHash('sha1').update(sentence).digest()[0]! % 20 === 0;
}

/** Null with the reason where there is no text. */
export async function readSentences(isWanted: (sentence: string) => boolean): Promise<readonly string[] | null> {
  const files = corpora.map((name) => path.join(textFolder, `${name}.txt.xz`)).filter((file) => existsSync(file));
  if (files.length === 0) return null;
  const read = promisify(execFile);
  const texts = await Promise.all(files.map((file) => read('xz', ['-dc', file], { maxBuffer: 2 ** 30 })));
  return texts.flatMap(({ stdout }) => stdout.split('\n')).filter(isWanted);
}

interface Found {
  readonly class: string;
  readonly written: string;
  readonly from: number;
  readonly to: number;
}

const boundary = String.raw`(?<![\p{L}\p{N}.,:$£/-])(?:${numberKinds.map(({ pattern }) => pattern.replaceAll(/\((?!\?)/g, '(?:')).join('|')})(?![\p{L}\p{N}%/:-]|[.,]\d)`;

/** The sentence as spoken words, and which of them say a number. */
export function spokenSentence(sentence: string): { readonly words: readonly string[]; readonly found: readonly Found[] } {
  const words: string[] = [];
  const found: Found[] = [];
  let end = 0;
  const add = (text: string): void =>
    void words.push(
      ...(text
        .toLowerCase()
        .replaceAll('’', "'")
        .match(/[a-z]+(?:'[a-z]+)*/g) ?? []),
    );
  for (const match of sentence.matchAll(new RegExp(boundary, 'gu'))) {
    add(sentence.slice(end, match.index));
    end = match.index + match[0].length;
    const kind = numberKinds.find(({ pattern }) => new RegExp(`^(?:${pattern})$`).test(match[0]));
    if (kind === undefined) continue;
    const from = words.length;
    words.push(...kind.say(new RegExp(`^(?:${kind.pattern})$`).exec(match[0])!).split(' '));
    found.push({ class: kind.class, written: match[0], from, to: words.length });
  }
  add(sentence.slice(end));
  return { words, found };
}

/** Whether the number stands in the text by itself: a unit or a month may have become part of the same phrase. */
function hasNumber(text: string, written: string): boolean {
  const at = text.indexOf(written);
  if (at < 0) return false;
  return !/[\p{L}\d][.,:]?$/u.test(text.slice(0, at)) && !/^[.,:]?\d|^\p{L}/u.test(text.slice(at + written.length));
}

/** Says the numbers of sentences and compares how they are written with the original. */
export function roundTrip(sentences: readonly string[]): RoundTrip {
  const classes: Record<string, { count: number; exact: number; sameDigits: number }> = {};
  const belowTen = { count: 0, words: 0 };
  const misses: string[] = [];
  let withNumbers = 0;
  for (const sentence of sentences) {
    if (!/\d/.test(sentence)) continue;
    const { words, found } = spokenSentence(sentence);
    if (found.length === 0) continue;
    withNumbers++;
    const spans = formatPlain(words);
    for (const { class: kind, written, from, to } of found) {
      const covering = spans.filter(({ firstWord, endWord }) => firstWord < to && endWord > from);
      const text = covering
        .map((span) => span.text)
        .join('')
        .trim();
      if (/^\d$/.test(written)) {
        belowTen.count++;
        if (hasNumber(text, words[from]!)) belowTen.words++;
        continue;
      }
      const score = (classes[kind] ??= { count: 0, exact: 0, sameDigits: 0 });
      const digits = (value: string): string => value.replaceAll(/\D/g, '');
      score.count++;
      if (hasNumber(text, written)) score.exact++;
      else misses.push(`${kind}: ${written} became ${text} in “${words.slice(Math.max(0, from - 3), to + 3).join(' ')}”`);
      if (digits(text).includes(digits(written))) score.sameDigits++;
    }
  }
  const all = Object.values(classes).reduce(
    (sum, { count, exact, sameDigits }) => {
      return { count: sum.count + count, exact: sum.exact + exact, sameDigits: sum.sameDigits + sameDigits };
    },
    { count: 0, exact: 0, sameDigits: 0 },
  );
  return { sentences: withNumbers, all, classes, belowTen, misses };
}
