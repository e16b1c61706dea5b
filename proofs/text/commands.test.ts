import { expect, it } from 'vitest';
import { seededRandom } from '../../src/core/metrics';
import { noPunctuator } from './plain-format';
import { readPlaces } from './command-places';
import { dictated, type Sources } from './command-corpus';
import { mentionedIn } from './command-sources';
import { isObeyed, write } from './commands';

const sources: Sources = {
  random: seededRandom(3),
  pauses: { boundsMs: [100, 500], counts: { none: [1, 0, 0], inside: [0, 1, 0], end: [0, 0, 1] } },
};

it('[K65] knows of each place with a command’s words whether they are meant', () => {
  const said = dictated(['The trial period ended, and she left.'], 'all', { ...sources, random: () => 0.4 }, true, false);
  expect(said.map(({ text }) => text).join(' ')).toBe('the trial period ended comma and she left period');
  expect(readPlaces(said).map(({ place, isCommand }) => [place.phrase, isCommand])).toEqual([
    ['period', false],
    ['comma', true],
    ['period', true],
  ]);
  expect(mentionedIn(['A period of no space.'])).toEqual(['period', 'no space']);
});

it('[K65] says of a case whether it was covered', () => {
  const each = { phrase: 'question mark', effect: '?', sentence: 'are you coming question mark' };
  expect(isObeyed(each, write(each.sentence, noPunctuator))).toBe(true);
  expect(isObeyed(each, { text: 'Are you coming question mark?', verdicts: new Map() })).toBe(false);
  const cap = { phrase: 'cap', effect: 'Cap', sentence: 'we met cap spring today' };
  expect(isObeyed(cap, { text: 'We met Spring today', verdicts: new Map() })).toBe(true);
  expect(isObeyed(cap, { text: 'We met cap Spring today', verdicts: new Map() })).toBe(false);
});
