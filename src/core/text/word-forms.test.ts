import { expect, it } from 'vitest';
import { english } from './en/index';
import { defaultStyle } from './style';
import { tokenOf } from './token';
import type { WordLabel, WordToWrite } from './types';
import { createWordForms } from './word-forms';

const word = (text: string, written?: string): WordToWrite => ({
  text,
  startMs: 0,
  endMs: 0,
  confidence: 1,
  ...(written !== undefined && { written }),
});
const before = tokenOf(word('the', 'the'), 0, null);

/** How a word is written that a punctuator has capitalised. */
function form(
  text: string,
  written?: string,
  label: WordLabel = { written: text.charAt(0).toUpperCase() + text.slice(1), mark: '' },
): string {
  return createWordForms(english, defaultStyle).form(tokenOf(word(text, written), 1, before)!, label);
}

it.each([
  ['tv', 'TV'],
  ['uk', 'UK'],
  ["nasa's", "NASA's"],
  ['usb', 'USB'],
  ['phd', 'PhD'],
  ['nausea', 'nausea'],
  ['hematuria', 'hematuria'],
  ['edema', 'edema'],
  ["boss's", "boss's"],
  ["kids'", "kids'"],
  ['oslo', 'Oslo'],
  ['monday', 'Monday'],
])('[K87] the case of %s does not depend on where it stands', (spoken, written) => {
  expect(form(spoken)).toBe(written);
});

it('[K87] what a final model wrote goes before the table of common words', () => {
  expect(form('edema', 'Edema')).toBe('Edema');
  expect(form('edema', 'edema')).toBe('edema');
});

it('[K15, K87] a word that came with capitals of its own stays', () => {
  expect(form('Nausea', undefined, { written: 'nausea', mark: '' })).toBe('Nausea');
});
