/**
 * Scripts whose words are not set apart: Chinese, Japanese, Thai and its neighbours; and Korean, which has spaces, but whose particles
 * follow a word without one.
 */
const unspaced = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;
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
