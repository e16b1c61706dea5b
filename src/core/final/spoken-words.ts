import { writtenNumber } from './written-number';

/** One word that a final model wrote. */
export interface WrittenWord {
  /** As it is said: lower case, no marks. */
  readonly text: string;
  /** As the model wrote it, marks included; where several words are said for one written, the first has what is before, the last what is behind. */
  readonly written: string;
  /** Which of the text's words, parted at white space, it was said for. */
  readonly token: number;
}

/** Said in full where a full stop follows. */
const shortened: Readonly<Record<string, string>> = {
  mr: 'mister',
  mrs: 'missus',
  messrs: 'messieurs',
  dr: 'doctor',
  prof: 'professor',
  jr: 'junior',
  sr: 'senior',
  lt: 'lieutenant',
  capt: 'captain',
  col: 'colonel',
  gen: 'general',
  sgt: 'sergeant',
  gov: 'governor',
  sen: 'senator',
  rev: 'reverend',
  mt: 'mount',
  etc: 'et cetera',
  vs: 'versus',
};
/** Of those, what is never another word when it has no full stop and a capital. */
const shortenedWithoutStop = new Set(['mr', 'mrs', 'messrs', 'dr', 'etc', 'vs']);
const signs: Readonly<Record<string, string>> = {
  '&': 'and',
  '+': 'plus',
  '@': 'at',
  '%': 'percent',
  '=': 'equals',
  '°': 'degrees',
  '#': 'number',
  $: 'dollars',
  '£': 'pounds',
  '€': 'euros',
};
/** Words that begin with an apostrophe. */
const clipped = new Set(["'em", "'tis", "'twas", "'til", "'cause"]);
const scales = new Set(['hundred', 'thousand', 'million', 'billion', 'trillion']);

const apart = '\\-‐‑‒–—―/…~';
const hyphened = new RegExp(
  `^[${apart}]*(?:[^${apart}.]|\\.(?!\\.))*(?:[${apart}]|\\.\\.+)*|(?:[^${apart}.]|\\.(?!\\.))+(?:[${apart}]|\\.\\.+)*`,
  'gu',
);
const marked = /^([^\p{L}\p{N}$£€&+@%=°#]*)(.*?)([^\p{L}\p{M}\p{N}%&+°]*)$/su;
const runs = /'*\p{L}[\p{L}\p{M}']*|\p{N}+|[&+@%=°#$£€]|\.(?=[\p{Ll}\p{N}])/gu;

/**
 * The words of an English text as they were said, which is what the formatter, commands and the user's words take: lower case, marks
 * off, hyphens apart, "Mr." as "mister", stray digits and signs as words. What stands in square brackets ("[Music]") was not said.
 */
export function spokenWords(text: string): readonly WrittenWord[] {
  const plain = text
    .normalize('NFC')
    .replace(/[’‘ʼ`´]/gu, "'")
    .replace(/\[[^\]]*\]|[♪♫♩♬]/gu, ' ');
  const places = plain
    .trim()
    .split(/\s+/u)
    .flatMap((text, token) => (text.match(hyphened) ?? []).filter((part) => part !== '').map((part) => ({ part, token })));
  const parts = places.map(({ part }) => part);
  const words: WrittenWord[] = [];
  // "$3 million" is said "three million dollars".
  let currency: string | null = null;
  for (const [index, { part, token }] of places.entries()) {
    const [lead, core, tail] = unmarked(part);
    const [before, next] = [parts[index - 1] ?? '', parts[index + 1] ?? ''];
    const isScaled = scales.has(letters(next).toLowerCase());
    const spoken = said(core, tail, before, next);
    if (isScaled && /^[$£€]/u.test(core)) {
      currency = spoken.pop()!;
    } else if (currency !== null && !isScaled) {
      spoken.push(currency);
      currency = null;
    }
    if (spoken.length === 0) {
      // A dash or the like that stands alone belongs to the word before.
      const last = words.pop();
      if (last !== undefined) words.push({ ...last, written: `${last.written} ${part}` });
      continue;
    }
    const marks = isStopItsOwn(core, spoken) && next !== '' ? tail.replace('.', '') : tail;
    for (const [place, one] of spoken.entries()) {
      const own = spoken.length === 1 && one === core.toLowerCase() ? core : cased(one, place, core);
      words.push({ text: one, written: (place === 0 ? lead : '') + own + (place === spoken.length - 1 ? marks : ''), token });
    }
  }
  return words;
}

const letters = (part: string): string => part.replace(/[^\p{L}]/gu, '');

/** What is said for a part without spaces, hyphens and marks around it. */
function said(core: string, tail: string, before: string, next: string): string[] {
  const lower = core.toLowerCase();
  const hasStop = tail.startsWith('.');
  const isCapital = lower !== core;
  if (lower === 'st' && (hasStop || (isCapital && isCapitalised(next)))) {
    return [!isCapitalised(next) && isCapitalised(before) ? 'street' : 'saint'];
  }
  if (lower === 'no' && hasStop && /^\p{N}/u.test(next)) return ['number'];
  const full = Object.hasOwn(shortened, lower) ? shortened[lower] : undefined;
  if (full !== undefined && (hasStop || (shortenedWithoutStop.has(lower) && (isCapital || lower === 'etc' || lower === 'vs')))) {
    return full.split(' ');
  }
  if (lower === 'ok') return ['okay'];
  if (/^(?:\p{L}\.)+\p{L}$|^ph\.d$/u.test(lower)) return Array.from(letters(lower));
  const number = writtenNumber(lower);
  if (number !== null) return [...number];
  return Array.from(core.matchAll(runs), ([run]) => run).flatMap(saidRun);
}

function saidRun(run: string): readonly string[] {
  if (run === '.') return ['dot'];
  if (Object.hasOwn(signs, run)) return [signs[run]!];
  const lower = run.toLowerCase();
  const number = writtenNumber(lower);
  if (number !== null) return number;
  if (clipped.has(lower)) return [lower];
  const word = lower.replace(/^'+|'+$/gu, '');
  return word === '' ? [] : [word];
}

/** What is before, in, and behind a word; an apostrophe that belongs to it ("'tis") is in it. */
function unmarked(part: string): readonly [lead: string, core: string, tail: string] {
  const [, lead = '', core = '', tail = ''] = marked.exec(part) ?? [];
  return lead.endsWith("'") && clipped.has(`'${core.toLowerCase()}`) ? [lead.slice(0, -1), `'${core}`, tail] : [lead, core, tail];
}

const isCapitalised = (part: string): boolean => /^[^\p{L}]*\p{Lu}/u.test(part);

/** Whether the full stop behind it belongs to an abbreviation, so that it ends no sentence. */
function isStopItsOwn(core: string, spoken: readonly string[]): boolean {
  return core.includes('.')
    ? spoken.every((one) => one.length === 1)
    : spoken.join(' ') !== core.toLowerCase() && !/\p{N}/u.test(core);
}

/** A word in place of what was written, with its case. */
function cased(word: string, place: number, core: string): string {
  const spelled = letters(core);
  if (spelled.length > 1 && word.length === 1 && core.includes('.')) return spelled.charAt(place) || word;
  const at = place === 0 ? 0 : core.toLowerCase().indexOf(word);
  return /\p{Lu}/u.test(core.charAt(at)) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}
