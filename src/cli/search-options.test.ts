import { expect, it } from 'vitest';
import type { Manifest } from '../core/model/manifest';
import { changedSearch, parseSearchOptions } from './search-options';

const search = { lmWeight: 1, wordScore: 0, beam: 14, maxTokens: 1000, blankScale: 1, silenceScore: 0, speechScore: 0 };

it('[C14] settings of the search are read by name, and the others stay the manifest’s', () => {
  const changes = parseSearchOptions('lmWeight=0.9, wordScore=-1.5,wordBeam=8');
  expect(changes).toEqual({ lmWeight: 0.9, wordScore: -1.5, wordBeam: 8 });
  expect(changedSearch({ id: 'm', search } as Manifest, { beam: 12 })).toEqual({ ...search, beam: 12 });
  expect(changedSearch({ id: 'm', search } as Manifest, undefined)).toEqual(search);
});

it.each([
  ['beem=12', /no search setting "beem"; there are lmWeight, .*beam/],
  ['beam', /"beam" sets beam to no number/],
  ['beam=wide', /"beam=wide" sets beam to no number/],
  ['lmWeight=1,', /no search setting ""/],
  ['beam=-1', /^beam: /],
  ['maxTokens=1.5', /^maxTokens: /],
])('[C14] "%s" is refused with the reason', (text, reason) => {
  expect(parseSearchOptions(text)).toMatch(reason);
});

it('[C14] a model of word pieces has no settings to change', () => {
  expect(changedSearch({ id: 'm' } as Manifest, undefined)).toBeNull();
  expect(() => changedSearch({ id: 'm' } as Manifest, { beam: 1 })).toThrow(expect.objectContaining({ code: 'model-invalid' }));
});
