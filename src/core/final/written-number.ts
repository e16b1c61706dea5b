import { numberWords } from '../language/number-words';

const scaleNames = ['', 'thousand', 'million', 'billion', 'trillion'];
const currencies: Readonly<Record<string, readonly [one: string, many: string, hundredth: string, hundredths: string]>> = {
  $: ['dollar', 'dollars', 'cent', 'cents'],
  '£': ['pound', 'pounds', 'penny', 'pence'],
  '€': ['euro', 'euros', 'cent', 'cents'],
};
const ordinals: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};

/**
 * How a number in digits is said in English: `1,500`, `3.5`, `3rd`, `1990s`, `10:30`, `$5.50`, `50%`; null for anything that is not a number.
 * The models write numbers as words when digits are kept from them, so this is for what slips through.
 */
export function writtenNumber(written: string): readonly string[] | null {
  const time = /^([0-9]{1,2}):([0-9]{2})$/.exec(written);
  if (time !== null) return clock(time[1]!, time[2]!);
  const match = /^([$£€]?)([0-9][0-9,]*)(?:\.([0-9]+))?(%|st|nd|rd|th|'?s)?$/u.exec(written);
  if (match === null) return null;
  const [, sign = '', whole = '', decimals, suffix = ''] = match;
  const words = wholeNumber(whole);
  const currency = currencies[sign];
  if (currency !== undefined) return money(words, decimals, currency);
  if (decimals !== undefined) words.push('point', ...digitByDigit(decimals));
  if (suffix === '%') return [...words, 'percent'];
  const last = words.at(-1)!;
  if (suffix.endsWith('s')) return [...words.slice(0, -1), last.endsWith('y') ? `${last.slice(0, -1)}ies` : `${last}s`];
  return suffix === '' ? words : [...words.slice(0, -1), ordinal(last)];
}

const digitByDigit = (digits: string): string[] => Array.from(digits, (digit) => numberWords(digit)[0]![0]!);

function wholeNumber(written: string): string[] {
  const digits = written.replaceAll(',', '');
  const isGrouped = /^[0-9]{1,3}(?:,[0-9]{3})+$/.test(written) && digits.length <= 3 * scaleNames.length;
  if (!isGrouped) return [...numberWords(digits)[0]!];
  const groups = written.split(',');
  return groups.flatMap((group, index) => {
    const value = Number(group);
    const scale = scaleNames[groups.length - 1 - index]!;
    return value === 0 ? [] : [...numberWords(String(value))[0]!, ...(scale === '' ? [] : [scale])];
  });
}

function money(
  words: readonly string[],
  decimals: string | undefined,
  [one, many, hundredth, hundredths]: readonly [string, string, string, string],
): string[] {
  const isOne = words.length === 1 && words[0] === 'one';
  if (decimals === undefined || /^0*$/.test(decimals)) return [...words, isOne ? one : many];
  if (decimals.length !== 2) return [...words, 'point', ...digitByDigit(decimals), many];
  const rest = String(Number(decimals));
  const part = [...numberWords(rest)[0]!, rest === '1' ? hundredth : hundredths];
  return words.join() === 'zero' ? part : [...words, isOne ? one : many, 'and', ...part];
}

function clock(hours: string, minutes: string): string[] {
  const hour = numberWords(String(Number(hours)))[0]!;
  if (minutes === '00') return [...hour, "o'clock"];
  return [...hour, ...(minutes.startsWith('0') ? ['oh'] : []), ...numberWords(String(Number(minutes)))[0]!];
}

function ordinal(word: string): string {
  const own = ordinals[word];
  if (own !== undefined) return own;
  return word.endsWith('y') ? `${word.slice(0, -1)}ieth` : `${word}th`;
}
