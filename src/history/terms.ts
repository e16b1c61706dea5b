import { solidLetters } from '../core/language/unspaced-script';

/** In a text without spaces a query begins anywhere; more letters than these of one place are in the terms of the next. */
const mostLetters = 8;

/**
 * Words as the search index knows them: lower case, without accents or punctuation, apostrophes only inside; of scripts without spaces between words, what begins
 * at each letter.
 */
export function searchTerms(text: string): readonly string[] {
  return distinct(plainWords(text).flatMap(placesOf));
}

/** What a query asks for: each of its terms must begin one of a text's. */
export function queryTerms(query: string): readonly string[] {
  return distinct(
    plainWords(query).flatMap((word) => {
      const letters = solidLetters(word);
      if (letters.length < 2) return [word];
      return Array.from({ length: Math.ceil(letters.length / mostLetters) }, (_, at) => {
        return letters.slice(at * mostLetters, (at + 1) * mostLetters).join('');
      });
    }),
  );
}

function placesOf(word: string): readonly string[] {
  const letters = solidLetters(word);
  if (letters.length < 2) return [word];
  return letters.map((_, at) => letters.slice(at, at + mostLetters).join(''));
}

/** Lower case, without accents and punctuation, apostrophes only inside. */
export function plainWords(text: string): readonly string[] {
  const plain = text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('’', "'");
  return plain
    .split(/[^\p{L}\p{N}']+/u)
    .map((word) => word.replace(/^'+|'+$/g, ''))
    .filter((word) => word !== '');
}

function distinct(terms: readonly string[]): readonly string[] {
  return [...new Set(terms)];
}
