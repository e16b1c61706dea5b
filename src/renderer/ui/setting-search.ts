import { t } from '../locales/language';
import { en } from '../locales/en/index';

/** Shorter parts of words are found at their beginnings only: "mic" is no part of a semicolon. */
const shortPart = 4;

/** Scripts without spaces between words, in which a word may begin anywhere. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** Whether a setting has all words of a query, or beginnings or parts of them, without case, accents and vowel signs. */
export function isFound(query: string, text: string): boolean {
  const searched = bare(text);
  const words = searched.split(/[^\p{L}\p{N}]+/u).flatMap(withoutArticle);
  return bare(query)
    .split(/\s+/)
    .every((part) =>
      part.length < shortPart && !unspaced.test(part)
        ? words.some((word) => word.startsWith(part)) || (!/[\p{L}\p{N}]/u.test(part) && searched.includes(part))
        : searched.includes(part),
    );
}

/** Arabic writes the article as a part of its word. */
function withoutArticle(word: string): readonly string[] {
  return word.startsWith('ال') ? [word, word.slice(2)] : [word];
}

function bare(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase();
}

/** The words that a label or heading is found by besides its own, in the language of the moment. */
export function synonymsByLabel(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [group, keys] of Object.entries(en.synonyms)) {
    for (const key of Object.keys(keys)) {
      const label = message(`${group}.${key}`);
      found.set(label, `${found.get(label) ?? ''} ${message(`synonyms.${group}.${key}`)}`);
    }
  }
  return found;
}

/** A message whose key is put together; a test says that each is there. */
function message(key: string): string {
  return (t as (each: string) => string)(key);
}
