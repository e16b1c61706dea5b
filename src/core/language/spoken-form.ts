import { numberWords } from './number-words';

/** How a written word may be said: one or more readings, each a list of words that a dictionary could have. */
export type Readings = readonly (readonly string[])[];

/** Readings of one written word. */
const mostReadings = 6;

/** Letters that Unicode does not take apart. */
const foldings: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'th',
  þ: 'th',
  ı: 'i',
  ŋ: 'ng',
  ħ: 'h',
  ə: 'a',
};

const signs: Readonly<Record<string, readonly string[]>> = {
  '&': ['and'],
  '+': ['plus'],
  '@': ['at'],
  '%': ['percent'],
};

/** Without case, accents and typographic apostrophes. */
function folded(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('’', "'");
  return Array.from(plain, (letter) => {
    const small = letter.toLowerCase();
    const other = foldings[small];
    if (other === undefined) return letter;
    return letter === small ? other : other.charAt(0).toUpperCase() + other.slice(1);
  }).join('');
}

/**
 * Readings of a written word without spaces, the likeliest first; none if it has characters that are not Latin letters, digits or
 * common signs, or no letter or digit at all.
 */
export function readings(written: string): Readings {
  const plain = folded(written);
  if (!/[A-Za-z0-9]/.test(plain) || !/^[A-Za-z0-9'&+@%._/#!?,:;()*-]*$/.test(plain)) return [];
  let all: string[][] = [[]];
  for (const [part] of plain.matchAll(/[A-Za-z']+|[0-9]+|[&+@%]/g)) {
    const ways = waysOf(part);
    if (ways.length === 0) continue;
    all = all.flatMap((before) => ways.map((way) => [...before, ...way])).slice(0, mostReadings);
  }
  return all.filter((reading) => reading.length > 0);
}

function waysOf(part: string): readonly (readonly string[])[] {
  const sign = signs[part];
  if (sign !== undefined) return [sign];
  if (/^[0-9]/.test(part)) return numberWords(part);
  const letters = part.replace(/^'+|'+$/g, '');
  if (letters === '') return [];
  const whole = [letters.toLowerCase()];
  const spelled = letters.replaceAll("'", '').toLowerCase().split('');
  if (letters.length === 1) return [whole];
  // Without a vowel nobody reads it as a word.
  if (letters.length <= 5 && !/[aeiouy]/i.test(letters)) return [spelled, whole];
  if (letters.length <= 5 && letters === letters.toUpperCase()) return [spelled, whole];
  const humps = letters
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .split(' ');
  if (humps.length === 1) return [whole];
  const apart = humps.flatMap((hump) =>
    hump === hump.toUpperCase() && hump.length > 1 ? hump.toLowerCase().split('') : [hump.toLowerCase()],
  );
  return [apart, whole];
}

/** The first word of a text that can't be read aloud as English is, or null. */
export function firstUnreadable(text: string): string | null {
  return text.split(' ').find((word) => readings(word).length === 0) ?? null;
}
