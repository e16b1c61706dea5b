import { solidLetters } from '../core/language/unspaced-script';
import { plainWords } from './terms';

/** A stretch of a text, in UTF-16 units. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Where a text has what the history's search finds in it: each word of the query from a word's beginning, or from any letter in scripts without spaces. */
export function hitRanges(text: string, query: string): readonly Range[] {
  const wanted = plainWords(query);
  if (wanted.length === 0) return [];
  const { letters, places } = plainLetters(text);
  const found: Range[] = [];
  for (const word of wanted) {
    const isSolid = solidLetters(`a${word}`).length > 1;
    for (let at = letters.indexOf(word); at >= 0; at = letters.indexOf(word, at + 1)) {
      if (!isSolid && at > 0 && /[\p{L}\p{N}']/u.test(letters[at - 1]!)) continue;
      found.push({ from: places[at]!, to: places[at + word.length]! });
    }
  }
  return merged(found);
}

/** A text as the search knows it, and for each of its units the place in the text; one more for the end. */
function plainLetters(text: string): { readonly letters: string; readonly places: readonly number[] } {
  let letters = '';
  const places: number[] = [];
  let place = 0;
  for (const sign of text) {
    const plain = sign < '\u0080' ? sign.toLowerCase() : plainSign(sign);
    letters += plain;
    for (let i = 0; i < plain.length; i++) places.push(place);
    place += sign.length;
  }
  places.push(place);
  return { letters, places };
}

function plainSign(sign: string): string {
  return sign
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('’', "'");
}

function merged(ranges: readonly Range[]): readonly Range[] {
  const all: { from: number; to: number }[] = [];
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else all.push({ from, to });
  }
  return all;
}

/** A hit further down a long text is not looked for while one types. */
const mostSearched = 20_000;

/** The part of a text that a list shows, with its hits: from a little before the first one, or from the beginning. */
export function excerptOf(
  text: string,
  query: string,
  letters: number,
): { readonly text: string; readonly hits: readonly Range[] } {
  const line = text.slice(0, mostSearched).replaceAll('\n', ' ');
  const hits = hitRanges(line, query);
  const first = hits[0]?.from ?? 0;
  const lead = Math.floor(letters / 3);
  const from = first <= lead ? 0 : line.indexOf(' ', first - lead) + 1 || first;
  const start = from > first ? first : from;
  const mark = start > 0 ? '…' : '';
  const shift = start - mark.length;
  return {
    text: mark + line.slice(start, start + letters),
    hits: hits
      .filter((hit) => hit.from < start + letters)
      .map((hit) => ({ from: hit.from - shift, to: Math.min(hit.to, start + letters) - shift })),
  };
}
