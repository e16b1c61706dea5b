import type { CaseClass } from './letter-case';
import type { Mark, WordEvidence } from './types';

/** Opening quotes and brackets, the letters, and what is behind them. */
const parts = /^[^\p{L}\p{N}]*([\s\S]*?)([^\p{L}\p{N}]*)$/u;
const marks: readonly Mark[] = ['?', '!', ',', ':', ';', '.'];
/** Words whose full stop may be a part of them, and initials. */
const abbreviation = /^(?:[a-hj-z]|mr|mrs|ms|dr|prof|st|jr|sr|vs|etc|inc|ltd|corp|dept|gen|sen|rep|gov|capt|(?:[a-z]\.)+[a-z])$/i;

/**
 * @param written the word with what the model wrote around it: `"Smith,`
 * @param key the word in lower case; of a word with hyphens one part
 * @param before of the word before it in the same text; null for the first
 */
export function wordEvidence(written: string, key: string, before: WordEvidence | null, isEnd: boolean): WordEvidence {
  const [, core = '', tail = ''] = parts.exec(written.trim().replaceAll('’', "'")) ?? [];
  const pieces = core.split('-');
  const piece = pieces.findLastIndex((each) => each.toLowerCase() === key);
  const form = core.toLowerCase() === key ? core : (pieces[piece] ?? null);
  const isStart = before === null || before.mark === '.' || before.mark === '?' || before.mark === '!';
  const isInside = piece >= 0 && piece < pieces.length - 1;
  const mark = isInside ? '' : markOf(core, tail);
  return { mark, form, letterCase: form === null ? null : caseOf(form), isStart: isStart && piece <= 0, isEnd };
}

function markOf(core: string, tail: string): Mark | null {
  if (/\.\.|…|[-–—]/u.test(tail)) return null;
  const mark = marks.find((each) => each !== '' && tail.includes(each)) ?? '';
  return mark === '.' && abbreviation.test(core) ? null : mark;
}

function caseOf(form: string): CaseClass | null {
  const letters = Array.from(form.replace(/[^\p{L}]/gu, ''));
  const capitals = letters.filter((letter) => letter !== letter.toLowerCase()).length;
  if (letters.length === 0) return null;
  if (capitals === 0) return 'lower';
  const isFirst = letters[0] !== letters[0]!.toLowerCase();
  if (isFirst && (capitals === 1 || letters.length === 1)) return 'capitalized';
  // "NASA's" and "PDFs" are capitals with an ending.
  const stem = form.replace(/(?:'?s|'\p{Ll}+)$/u, '');
  return stem.length > 1 && stem === stem.toUpperCase() ? 'upper' : 'mixed';
}

/** A longer text has a mark or a capital somewhere. */
const mostBareWords = 7;

/**
 * Whether a model wrote words with case and marks: now and then one writes all of a segment in lower case without a mark, or in capitals, and that says nothing of
 * its words.
 */
export function hasCaseAndMarks(written: readonly string[]): boolean {
  const long = written.filter((word) => (word.match(/\p{L}/gu)?.length ?? 0) > 1);
  if (long.length > 2 && long.every((word) => word === word.toUpperCase() && word !== word.toLowerCase())) return false;
  return (
    written.length <= mostBareWords ||
    written.some((word) => /[.,?!:;]$/u.test(word)) ||
    long.some((word) => word !== word.toLowerCase())
  );
}
