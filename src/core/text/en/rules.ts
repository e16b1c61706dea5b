import type { RewriteRule } from '../language';
import { amountRules } from './amount-rules';
import { clockRules } from './clock-rules';
import { codeRules } from './code-rules';

/** How English phrases are written. See `rule-pattern.ts` for the signs used here. */
export const rules: readonly RewriteRule[] = [
  // Set phrases.
  { class: 'phrase', say: 'twenty four seven', write: '24/7' },
  { class: 'phrase', say: 'fifty fifty', write: '50/50' },
  { class: 'phrase', say: '{split}', write: '{split}', before: 'splitNouns' },
  { class: 'phrase', say: 'twenty twenty', write: '20/20', before: 'sight' },
  { class: 'phrase', say: 'doctor {surname}', write: 'Dr. {surname}', notAfter: 'determiners' },
  { class: 'phrase', say: '{title} {name=word}', write: '{title} {name|cap}' },
  { class: 'phrase', say: 'mister and missus', write: 'Mr. and Mrs.' },
  { class: 'phrase', say: 'et cetera', write: 'etc.', keepsCase: true },
  { class: 'phrase', say: '{name}', write: '{name}', keepsCase: true },
  { class: 'phrase', say: '{setPhrase}', write: '{setPhrase}', keepsCase: true },
  { class: 'phrase', say: 'an a', write: 'an A', before: 'grades' },
  { class: 'phrase', say: 'e mail', write: 'email' },
  { class: 'phrase', say: 'e mails', write: 'emails' },
  { class: 'phrase', say: 'p s', write: 'P.S.', keepsCase: true, notAfter: 'determiners' },
  { class: 'phrase', say: '{either} slash {other=either}', write: '{either}/{other}' },
  { class: 'phrase', say: '{ruler} the {o=ordinal 1..20}', write: '{ruler} {o|roman}' },
  { class: 'phrase', say: 'world war one', write: 'World War I' },
  { class: 'phrase', say: 'world war two', write: 'World War II' },
  { class: 'phrase', say: '{few} or {b=few} {magnitude}', write: '{few} or {b} {magnitude}' },
  { class: 'phrase', say: '{few} to {b=few} {magnitude}', write: '{few} to {b} {magnitude}' },

  ...clockRules,
  ...amountRules,

  // Alone these are said loosely.
  { class: 'phrase', say: 'a hundred', write: 'a hundred' },
  { class: 'phrase', say: 'a {scale}', write: 'a {scale}' },

  { class: 'phrase', say: '{looseOrdinal}', write: '{looseOrdinal}' },

  // Ordinals and whole numbers; those below ten stay words.
  { class: 'ordinal', say: '{o=ordinal}', write: '{o}', atLeast: 10 },
  { class: 'ordinal', say: '{o=ordinal 3..9}', write: '{o}', onlyIn: 'ordinalDigits', notBefore: 'fractionEnds' },
  { class: 'ordinal', say: '{o=ordinal 1..2}', write: '{o}', onlyIn: 'ordinalDigits', after: 'ordinalIntroductions' },
  { class: 'cardinal', say: '{a=n}', write: '{a}', atLeast: 10, notBefore: 'loose' },
  { class: 'cardinal', say: '{a=n 2..9}', write: '{a}', onlyIn: 'smallDigits', notBefore: 'loose' },
  { class: 'cardinal', say: '{a=n} to {b=n}', write: '{a} to {b}', atLeast: 10, notBefore: 'loose' },
  { class: 'cardinal', say: '{a=n} or {b=n}', write: '{a} or {b}', atLeast: 10, notBefore: 'loose' },
  { class: 'cardinal', say: '{a=n} out of {b=n}', write: '{a} out of {b}', atLeast: 10, notBefore: 'loose' },
  { class: 'cardinal', say: 'one in {b=n 10..1000000}', write: '1 in {b}', before: 'populations' },
  { class: 'cardinal', say: '{a=n} and {b=n}', write: '{a} and {b}', after: 'between', atLeast: 10, notBefore: 'loose' },
  { class: 'cardinal', say: '{a=n 1..9} {b=n 10..99}', write: '{a}{b}', notBefore: 'loose' },
  { class: 'cardinal', say: '{a=n 0..9}', write: '{a}', after: 'labels', notBefore: 'loose' },
  { class: 'cardinal', say: '{a=n 2..9}', write: '{a}', after: 'looseLabels', notBefore: 'notLabelled' },

  ...codeRules,
];
