import type { RewriteRule } from '../language';

const rule = (name: string, say: string, write: string, more: Partial<RewriteRule> = {}): RewriteRule => ({
  class: name,
  say,
  write,
  ...more,
});
/** An amount with its sign: before it, or after it in a style. */
const signed = (amount: string, sign = '{currency}'): string => `${sign}${amount}`;
const trailing = (amount: string, sign = '{currency}'): string => `${amount} ${sign}`;

/** @param write from an amount to the text, so that the sign stands before or after each */
const money = (
  say: string,
  write: (sign: typeof signed) => string,
  { sign = '{currency}', ...more }: Partial<RewriteRule> & { readonly sign?: string } = {},
): RewriteRule =>
  rule(
    'money',
    say,
    write((amount) => signed(amount, sign)),
    {
      ...more,
      inStyle: { currencyAfter: write((amount) => trailing(amount, sign)) },
    },
  );

const cents = '{a}{point}{c|2}';
const pounds = { sign: '£' } as const;
/** Before these the second of two numbers counts something else: "five dollars twenty times". */
const notCounted = { notBefore: 'counted' } as const;

const moneyRules: readonly RewriteRule[] = [
  money('{a=amount} {currency}', (sign) => sign('{a}')),
  money('a {scale} {currency}', (sign) => sign('1 {scale}')),
  rule('money', 'half a {scale}', 'half a {scale}'),
  money('{a=n} {currency} [and] {c=n 1..99} {hundredths}', (sign) => sign(cents)),
  money('{a=n} {currency} {c=n 10..99}', (sign) => sign(cents), notCounted),
  money('{a=n} {pounds} [and] {c=n 1..99} {pence}', (sign) => sign(cents), pounds),
  money('{a=n} {pounds} {c=n 10..99}', (sign) => sign(cents), { ...pounds, ...notCounted }),
  money('a buck {c=n 10..99}', (sign) => sign('1{point}{c}'), { sign: '$', ...notCounted }),
  money('{a=n 1..999} and a half {scale} {currency}', (sign) => sign('{a}{point}5 {scale}')),
  money('(a|one) {scale} and a half {currency}', (sign) => sign('1{point}5 {scale}')),
  money('{a=n 2..999} {scale} and a half {currency}', (sign) => sign('{a}{point}5 {scale}')),
  rule('money', '{c=amount} {hundredths}', '{c} cents', { atLeast: 2 }),
  rule('money', '{c=n} pence', '{c}p'),
  money('(minus|negative) {a=amount} {currency}', (sign) => `-${sign('{a}')}`, { notAfter: 'numberWords' }),
  money('{a=amount} (to) {b=amount} {currency}', (sign) => `${sign('{a}')} to ${sign('{b}')}`),
  money('{a=amount} or {b=amount} {currency}', (sign) => `${sign('{a}')} or ${sign('{b}')}`),
  money('between {a=amount} and {b=amount} {currency}', (sign) => `between ${sign('{a}')} and ${sign('{b}')}`),
];

const units = { unitWords: '{a} {unit|said}' } as const;

const measureRules: readonly RewriteRule[] = [
  rule('percent', '{a=n} and a half {percent}', '{a}{point}5{percent}'),
  rule('percent', '{a=n} and a quarter {percent}', '{a}{point}25{percent}'),
  rule('percent', '{a=n} and {f=fraction} {percent}', '{a} {f}{percent}'),
  rule('percent', '{a=amount} to {b=amount} {percent}', '{a} to {b}{percent}'),
  rule('percent', '{a=amount} or {b=amount} {percent}', '{a} or {b}{percent}'),
  rule('percent', 'between {a=amount} and {b=amount} {percent}', 'between {a} and {b}{percent}'),
  rule('unit', '{a=amount} to {b=amount} {unit}', '{a} to {b} {unit}', { inStyle: { unitWords: '{a} to {b} {unit|said}' } }),
  rule('unit', 'between {a=amount} and {b=amount} {unit}', 'between {a} and {b} {unit}', {
    inStyle: { unitWords: 'between {a} and {b} {unit|said}' },
  }),
  rule('unit', '{a=amount} to {b=amount} {countedUnit}', '{a} to {b} {countedUnit}'),
  rule('unit', '{a=amount} to {b=amount} {countedTime}', '{a} to {b} {countedTime}'),
  rule('percent', '{a=amount} {percent}', '{a}{percent}'),
  rule('percent', '(minus|negative) {a=amount} {percent}', '-{a}{percent}', { notAfter: 'numberWords' }),
  // "A five kilometer run": before the plain amount, which is as long.
  rule('unit', '{a=n 1..999} {attributiveUnit}', '{a}-{attributiveUnit}', { after: 'indefinite' }),
  rule('unit', '{a=amount} {unit}', '{a} {unit}', { inStyle: units }),
  rule('unit', '{b=n 1..9} {a=n 10..99} {unit}', '{b}{a} {unit}', { inStyle: { unitWords: '{b}{a} {unit|said}' } }),
  rule('unit', '(minus|negative) {a=amount} {unit}', '-{a} {unit}', { inStyle: { unitWords: '-{a} {unit|said}' } }),
  rule('unit', '{a=amount} {countedUnit}', '{a} {countedUnit}'),
  rule('unit', '{a=amount} {countedTime}', '{a} {countedTime}'),
  rule('unit', '{f=n 2..9} {feet} {i=n 1..11} [{inches}]', `{f}'{i}"`, { notBefore: 'loose' }),
  rule('unit', '{f=n} {feet} {i=n 1..11} {inches}', `{f}'{i}"`),
  rule('unit', '{f=digit 4..7} {i=n 1..11}', `{f}'{i}"`, { after: 'heightIntroductions', notBefore: 'counted' }),
  rule('unit', 'one hour and {m=n 2..59} minutes', '1 hour and {m} minutes'),
  rule('unit', '{a=amount} degrees', '{a}°'),
  rule('unit', '(minus|negative) {a=amount} degrees', '-{a}°'),
  rule('unit', '{a=n} by {b=n}', '{a} by {b}', { atLeast: 10 }),
  rule('unit', '{a=amount} by {b=amount} {countedUnit}', '{a} by {b} {countedUnit}'),
  rule('unit', '{a=amount} by {b=amount} {unit}', '{a} by {b} {unit}', { inStyle: { unitWords: '{a} by {b} {unit|said}' } }),
  // Blood pressure.
  rule('unit', '{a=n 70..250} over {b=n 40..150}', '{a}/{b}', { notBefore: 'counted' }),
  rule('unit', '{a=run 3..3} over {b=run 2..3}', '{a}/{b}', { notBefore: 'counted' }),
  rule('unit', '{a=run 3..3} over {b=n 100..150}', '{a}/{b}', { notBefore: 'counted' }),
  rule('unit', '{a=n} year old', '{a}-year-old', { atLeast: 10 }),
  rule('unit', '{few} year old', '{few}-year-old'),
  rule('unit', '{a=n} {attributive}', '{a}-{attributive}', { after: 'indefinite', atLeast: 10 }),
  rule('unit', '{few} {attributive}', '{few}-{attributive}', { after: 'indefinite' }),
];

const fractionRules: readonly RewriteRule[] = [
  rule('decimal', '{a=decimal}', '{a}'),
  rule('decimal', '{a=pointed}', '{a}', { after: 'pointIntroductions' }),
  rule('decimal', '{a=longPointed}', '{a}'),
  rule('decimal', 'point {d=digits 1..6}', '{point}{d}', { after: 'probabilities' }),
  rule('decimal', '(minus|negative) {a=decimal}', '-{a}', { notAfter: 'numberWords' }),
  rule('decimal', '(minus|negative) {a=pointed}', '-{a}', { notAfter: 'numberWords' }),
  rule('decimal', '(minus|negative) {a=n}', '-{a}', { notAfter: 'numberWords' }),
  rule('decimal', '{a=n 1..999} and a half {scale}', '{a}{point}5 {scale}'),
  rule('decimal', '(a|one) {scale} and a half', '1{point}5 {scale}'),
  rule('decimal', '{a=n 2..999} {scale} and a half', '{a}{point}5 {scale}'),
  rule('fraction', '{f=fraction}', '{f}'),
  rule('fraction', '{a=n} and {f=fraction}', '{a} {f}'),
  rule('fraction', '{a=n} and a half', '{a} 1/2'),
  rule('fraction', '{a=n} and a quarter', '{a} 1/4'),
  rule('fraction', '{a=n} and a third', '{a} 1/3'),
];

/** Money, percentages, units, decimals and fractions. */
export const amountRules: readonly RewriteRule[] = [...moneyRules, ...measureRules, ...fractionRules];
