/**
 * Numbers as people say them, written here apart from the rules that are measured: nothing is shared with
 * `src/core/text`.
 */
const units =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const ordinals: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};

function cardinal(value: number): string {
  if (value < 20) return units[value]!;
  if (value < 100) return value % 10 === 0 ? tens[value / 10 - 2]! : `${tens[Math.floor(value / 10) - 2]} ${units[value % 10]}`;
  for (const [size, name] of [
    [1e12, 'trillion'],
    [1e9, 'billion'],
    [1e6, 'million'],
    [1e3, 'thousand'],
    [100, 'hundred'],
  ] as const) {
    if (value < size) continue;
    const rest = value % size;
    return `${cardinal(Math.floor(value / size))} ${name}${rest === 0 ? '' : ` ${cardinal(rest)}`}`;
  }
  return '';
}

function ordinal(value: number): string {
  const words = cardinal(value).split(' ');
  const last = words.pop()!;
  const ending = ordinals[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`);
  return [...words, ending].join(' ');
}

function year(value: number): string {
  const [century, rest] = [Math.floor(value / 100), value % 100];
  if (value >= 2000 && value < 2010) return cardinal(value);
  if (rest === 0) return `${cardinal(century)} hundred`;
  return `${cardinal(century)} ${rest < 10 ? `oh ${units[rest]}` : cardinal(rest)}`;
}

const months = 'January|February|March|April|May|June|July|August|September|October|November|December';
const number = (text: string): number => Number(text.replaceAll(',', ''));
const digits = (text: string): string => Array.from(text, (digit) => units[Number(digit)]).join(' ');
const dollarsSaid = (text: string): string => `${cardinal(number(text))} ${text === '1' ? 'dollar' : 'dollars'}`;
const isYear = (text: string): boolean => /^(1[1-9]|20)\d\d$/.test(text) && text !== '2000';

/** What is looked for in a text, the most specific first, and how each is said. */
export const numberKinds: readonly { readonly class: string; readonly pattern: string; say(match: RegExpExecArray): string }[] = [
  {
    class: 'date',
    pattern: `(${months}) (\\d{1,2}), (1[1-9]\\d\\d|20\\d\\d)`,
    say: ([, month, day, of]) => `${month!.toLowerCase()} ${ordinal(number(day!))} ${year(number(of!))}`,
  },
  {
    class: 'date',
    pattern: `(${months}) (\\d{1,2})`,
    say: ([, month, day]) => `${month!.toLowerCase()} ${ordinal(number(day!))}`,
  },
  {
    class: 'time',
    pattern: '(\\d{1,2}):([0-5]\\d)',
    say: ([, hour, minute]) =>
      `${cardinal(number(hour!))} ${number(minute!) < 10 ? `oh ${units[number(minute!)]}` : cardinal(number(minute!))}`,
  },
  {
    class: 'money',
    pattern: '\\$(\\d{1,3}(?:,\\d{3})*|\\d+)\\.(\\d\\d)',
    say: ([, dollars, cents]) => `${dollarsSaid(dollars!)}${cents === '00' ? '' : ` and ${cardinal(number(cents!))} cents`}`,
  },
  { class: 'money', pattern: '\\$(\\d{1,3}(?:,\\d{3})+|\\d+)', say: ([, dollars]) => dollarsSaid(dollars!) },
  { class: 'percent', pattern: '(\\d+)%', say: ([, value]) => `${cardinal(number(value!))} percent` },
  {
    class: 'decimal',
    pattern: '(\\d+)\\.(\\d+)',
    say: ([, whole, fraction]) => `${cardinal(number(whole!))} point ${digits(fraction!)}`,
  },
  { class: 'ordinal', pattern: '(\\d[\\d,]*)(?:st|nd|rd|th)', say: ([, value]) => ordinal(number(value!)) },
  {
    class: 'year',
    pattern: '((?:1[1-9]|20)\\d\\d)',
    say: ([, value]) => (isYear(value!) ? year(number(value!)) : cardinal(number(value!))),
  },
  { class: 'cardinal', pattern: '(\\d{1,3}(?:,\\d{3})+|\\d{1,12})', say: ([, value]) => cardinal(number(value!)) },
];
