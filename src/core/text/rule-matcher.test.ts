import { expect, it } from 'vitest';
import { english } from './en/index';
import { createNumberReader } from './number-reader';
import { ruleMatcher } from './rule-matcher';
import { WordCursor } from './word-cursor';

const rule = { class: 'test', say: 'a {n}', write: '{n}' };

it('[K9] a rule that names what is not there is refused', () => {
  for (const [changed, problem] of [
    [{ say: 'a {nothing}' }, 'unknown slot {nothing}'],
    [{ say: 'a [b' }, "can't be read"],
    [{ say: 'a (b|c' }, "can't be read"],
    [{ after: 'nowhere' }, 'no set “nowhere”'],
  ] as const) {
    expect(() => ruleMatcher({ ...english, rules: [{ ...rule, ...changed }] })).toThrow(problem);
  }
});

it('[K9] the tables of English fit together', () => {
  expect(() => ruleMatcher({ ...english })).not.toThrow();
  for (const { say, write, inStyle = {} } of english.rules) {
    const named = new Set(['point', ...[...say.matchAll(/\{(?:(\w+)=)?(\w+)/g)].map(([, name, kind]) => name ?? kind)]);
    for (const [, name] of [write, ...Object.values(inStyle)].join(' ').matchAll(/\{(\w+)/g))
      expect(named, `“${say}”`).toContain(name);
  }
});

it('[K13] every number below two thousand, and larger ones, is read as it is said', () => {
  const reader = createNumberReader(english.numbers);
  const [units, tens] = [
    ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', ...Object.keys(english.numbers.teens)],
    Object.keys(english.numbers.tens),
  ];
  const say = (value: number): string[] => {
    if (value === 0) return [];
    if (value < 20) return [units[value - 1]!];
    if (value < 100) return [tens[Math.floor(value / 10) - 2]!, ...say(value % 10)];
    if (value < 1000)
      return [
        ...say(Math.floor(value / 100)),
        'hundred',
        ...(value % 2 === 0 ? [] : value % 100 === 0 ? [] : ['and']),
        ...say(value % 100),
      ];
    for (const [name, size] of Object.entries(english.numbers.scales).toReversed())
      if (value >= size) return [...say(Math.floor(value / size)), name, ...say(value % size)];
    return [];
  };
  const values = [
    ...Array.from({ length: 1999 }, (_, index) => index + 1),
    120_305,
    999_999,
    1_000_001,
    2_500_000,
    987_654_321,
    3e12 + 7,
  ];
  for (const value of values) {
    const words = say(value);
    const [longest] = reader.read(new WordCursor(words.map((key) => ({ key }))), 0).cardinals;
    expect(longest, words.join(' ')).toEqual({ value, words: words.length });
  }
});
