import type { NumberWords } from './language';

/** How numbers are written. */
export interface NumberFormat {
  /** 1,250 but 2 million: round millions keep their word. */
  whole(value: number): string;
  /** 1,250. */
  grouped(value: number): string;
  /** 21st. */
  ordinal(value: number): string;
}

/** From here on round numbers keep the word of their scale. */
const leastNamedScale = 1e6;

export function createNumberFormat(languageCode: string, words: NumberWords): NumberFormat {
  const named = Object.entries(words.scales)
    .filter(([, scale]) => scale >= leastNamedScale)
    .toSorted(([, a], [, b]) => b - a);
  const plurals = new Intl.PluralRules(languageCode, { type: 'ordinal' });
  const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, words.groupSeparator);
  return {
    grouped,
    whole(value) {
      const scale = named.find(([, size]) => value >= size && value % size === 0 && value / size < 1000);
      return scale === undefined ? grouped(value) : `${value / scale[1]} ${scale[0]}`;
    },
    ordinal: (value) => `${grouped(value)}${words.ordinalSuffixes[plurals.select(value)] ?? ''}`,
  };
}
