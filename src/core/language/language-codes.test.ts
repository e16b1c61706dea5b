import { expect, it } from 'vitest';
import { languageCodes } from './language-codes';

it.each([
  ['en', ['en']],
  ['de-CH, fr,de', ['de', 'fr']],
  ['zh_TW', ['zh']],
  ['und', []],
  ['', []],
  ['whatever someone wrote', []],
])('[H13] a model of language “%s” hears %j', (tags, codes) => {
  expect(languageCodes(tags)).toEqual(codes);
});
