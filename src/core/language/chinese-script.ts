import { Converter } from 'opencc-js/t2cn';
import type { Word } from '../transcript/types';

/** Which characters Chinese is written in; `as-heard` leaves the model's choice, which changes from one sentence to the next. */
export type ChineseScript = 'simplified' | 'as-heard';

let simplify: ((text: string) => string) | undefined;

/**
 * The script for someone whose system has this locale: those who read traditional characters keep what the model writes.
 * @param locale a BCP 47 tag; the host's own by default.
 */
export function chineseScript(locale = Intl.DateTimeFormat().resolvedOptions().locale): ChineseScript {
  return new Intl.Locale(locale).maximize().script === 'Hant' ? 'as-heard' : 'simplified';
}

/**
 * Chinese words, a character each, in simplified characters (OpenCC's `t2cn`). What a character becomes can depend on its neighbours
 * (乾坤, but 乾淨 → 干净), so the words are converted together.
 */
export function simplified(words: readonly Word[]): readonly Word[] {
  const texts = converted(words.map(({ text }) => text));
  const written = converted(words.map(({ text, written: form }) => form ?? text));
  return words.map((word, i) => ({
    ...word,
    text: texts[i]!,
    ...(word.written !== undefined && { written: written[i]! }),
  }));
}

function converted(texts: readonly string[]): string[] {
  // Its dictionary is unpacked when the first Chinese text comes.
  const convert = (simplify ??= Converter({ from: 't', to: 'cn' }));
  const letters = Array.from(convert(texts.join('')));
  const lengths = texts.map((text) => Array.from(text).length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (letters.length !== total) return texts.map((text) => convert(text));
  let at = 0;
  return lengths.map((length) => letters.slice(at, (at += length)).join(''));
}
