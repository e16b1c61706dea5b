/**
 * Scripts whose words are not set apart: Chinese, Japanese, Thai and its neighbours; and Korean, which has spaces, but whose particles
 * follow a word without one.
 */
const unspaced =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;
/** Of these scripts, those that write no spaces at all. */
const spaceless = /(?=\p{L})[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;
const syllable = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}]/u;
const parts = new RegExp(`${unspaced.source}+|(?:(?!${unspaced.source}).)+`, 'gsu');

/** Whether any of its letters is of such a script. */
export function isUnspaced(text: string): boolean {
  return unspaced.test(text);
}

/** Whether any of its letters is of a script that has no spaces between words: then it is counted in characters. */
export function isSpaceless(text: string): boolean {
  return spaceless.test(text);
}

/** A word in parts of such scripts and of others: `iPhone手机` → `iPhone`, `手机`. */
export function unspacedParts(word: string): string[] {
  return word.match(parts) ?? [];
}

/** Whether a letter stands for a syllable or more. */
export function isSyllable(letter: string): boolean {
  return syllable.test(letter);
}

/** Scripts, and the marks of theirs, in which words follow each other without a space; in Korean they don't. */
const eastAsian = String.raw`\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65`;
const southEastAsian = String.raw`\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}`;
/** Digits stand among East Asian letters without a space: 3月. */
const solidPair = new RegExp(`[${eastAsian}][${eastAsian}\\p{Nd}]|\\p{Nd}[${eastAsian}]|[${southEastAsian}]{2}`, 'u');
const solid = new RegExp(`[${eastAsian}${southEastAsian}]`, 'u');
const solidPieces = new RegExp(`${solid.source}\\p{M}*|(?:(?!${solid.source}).)+`, 'gsu');
const wide = new RegExp(`[${eastAsian}\\p{scx=Hangul}]`, 'u');

/** What stands between two words: a space, or nothing where their scripts have none. */
export function separator(before: string, after: string): '' | ' ' {
  const last = Array.from(before.slice(-2)).at(-1) ?? '';
  const [first = ''] = Array.from(after.slice(0, 2));
  return solidPair.test(last + first) ? '' : ' ';
}

/** A text cut so that letters of such scripts stand alone, each with its accents, and all else stays together: 今日は → 今, 日, は. */
export function solidLetters(text: string): string[] {
  return text.match(solidPieces) ?? [];
}

/** How many columns a text takes where an East Asian letter takes two. */
export function columns(text: string): number {
  let count = 0;
  for (const sign of text) count += wide.test(sign) ? 2 : 1;
  return count;
}
