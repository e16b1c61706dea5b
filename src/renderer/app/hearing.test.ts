import { describe, expect, it } from 'vitest';
import { defaultSettings, type Settings } from '../../core/settings';
import type { ModelEntry } from '../../platform/platform';
import type { FinalFacts } from '../../worker/protocol';
import {
  finalPair,
  finalWish,
  hearableLanguages,
  hearingRequest,
  isLiveLanguage,
  spokenLanguages,
  withDefaultLanguage,
  withLanguageInstead,
  type FinalState,
} from './hearing';

const entry = (id: string, role: ModelEntry['role'], languages: readonly string[], bytes = 1): ModelEntry => ({
  id,
  name: id,
  role,
  languages,
  bytes,
  language: languages.join(',') || 'und',
  url: `http://u/${id}/`,
});
const english = entry('utter-en', 'live', ['en']);
const moonshine = entry('moonshine-tiny-en', 'final', ['en'], 30);
const whisper = entry('whisper-base', 'final', ['en', 'de', 'ja'], 80);
const shipped = [english, moonshine, whisper];
const facts: FinalFacts = { tier: 'both', reason: 'r', modelIds: ['moonshine-tiny-en', 'whisper-base'], reports: [], threads: 2 };

const state = (
  settings: Partial<Settings> = {},
  final: FinalState = { state: 'ready', facts },
  models = shipped,
  isOnBattery = false,
) => ({
  models: models.filter(({ role }) => role === 'live'),
  finalModels: models.filter(({ role }) => role === 'final'),
  settings: { ...defaultSettings, ...settings },
  final,
  isOnBattery,
});

describe('who hears', () => {
  it('[S98] the shipped models are the quick and the thorough one, whatever else is there; another can be chosen', () => {
    const larger = entry('whisper-small', 'final', ['en', 'de'], 300);
    const pair = (models: readonly ModelEntry[], chosen: string | null = null) => {
      const { small, large } = finalPair(
        models.filter(({ role }) => role === 'final'),
        chosen,
      );
      return [small?.id, large?.id];
    };
    expect(pair(shipped)).toEqual(['moonshine-tiny-en', 'whisper-base']);
    expect(pair([larger, ...shipped])).toEqual(['moonshine-tiny-en', 'whisper-base']);
    expect(pair([larger, ...shipped], 'whisper-small')).toEqual(['moonshine-tiny-en', 'whisper-small']);
    expect(pair([larger, ...shipped], 'gone')).toEqual(['moonshine-tiny-en', 'whisper-base']);
    expect(pair([english, moonshine])).toEqual(['moonshine-tiny-en', undefined]);
    expect(pair([english, larger])).toEqual(['whisper-small', undefined]);
    expect(pair([english])).toEqual([undefined, undefined]);
  });

  it('[S98] the final pass is asked for as the settings say, and none without models, on battery, or where it is not wanted', () => {
    const wish = { models: { small: moonshine.url, large: whisper.url }, tier: 'auto', languages: ['en'] };
    expect(finalWish(state())).toEqual(wish);
    expect(finalWish(state({ finalTier: 'small', spokenLanguages: ['de', 'en'] }))).toEqual({
      ...wish,
      tier: 'small',
      languages: ['de', 'en'],
    });
    expect(finalWish(state({}, undefined, [english]))).toBe('none');
    expect(finalWish(state({ finalTier: 'none' }))).toBe('chosen');
    expect(finalWish(state({ finalOnBattery: false }, undefined, shipped, true))).toBe('battery');
    expect(finalWish(state({}, undefined, shipped, true))).toEqual(wish);
    expect(
      finalWish(state({ finalOnBattery: false, spokenLanguages: ['de'] }, undefined, shipped, true)),
      'there are no live words',
    ).toMatchObject({ tier: 'auto' });
  });

  it('[S100] the first language is the default; without any it is the live model’s', () => {
    expect(spokenLanguages(state())).toEqual(['en']);
    expect(spokenLanguages(state({ spokenLanguages: ['de', 'en'] }))).toEqual(['de', 'en']);
    expect(spokenLanguages(state({}, undefined, [entry('x', 'live', ['fr'])]))).toEqual(['fr']);
    expect(withDefaultLanguage({ ...defaultSettings, spokenLanguages: ['en', 'de', 'fr'] }, 'fr').spokenLanguages).toEqual([
      'fr',
      'en',
      'de',
    ]);
    expect(withDefaultLanguage(defaultSettings, 'de').spokenLanguages).toEqual(['de']);
    const browsed = ['de', 'fr', 'ja'].reduce(
      (settings, code) => ({ ...settings, ...withLanguageInstead(settings, code) }),
      defaultSettings,
    );
    expect(browsed.spokenLanguages, 'whoever looks through a list wants the last one').toEqual(['ja']);
  });

  it('[S100, S101] a key’s language counts, else automatic among all, else the default', () => {
    const spoken = { spokenLanguages: ['de', 'en'] };
    const languages = (settings: Partial<Settings>, key: string | null) => hearingRequest(state(settings), key, 2).languages;
    expect(languages(spoken, null)).toEqual(['de']);
    expect(languages({ ...spoken, automaticLanguage: true }, null)).toEqual(['de', 'en']);
    expect(languages({ ...spoken, automaticLanguage: true }, 'en')).toEqual(['en']);
  });

  it('[S102] live words are for the languages of the live model; one that does not say what it hears is believed', () => {
    expect(['en', 'de'].map((code) => isLiveLanguage(state(), code))).toEqual([true, false]);
    expect(isLiveLanguage(state({}, undefined, [entry('x', 'live', [])]), 'de')).toBe(true);
    expect(hearingRequest(state({}, undefined, [entry('x', 'live', []), whisper]), null, 2)).toEqual({
      languages: ['und'],
      isLive: true,
      final: null,
    });
    expect(hearableLanguages(state())).toEqual(['en', 'de', 'ja']);
  });

  it('[S98] final words are asked for only of models that are in use and hear the language', () => {
    const isFinal = (final: FinalState, settings: Partial<Settings> = {}): boolean =>
      hearingRequest(state(settings, final), null, 2).final !== null;
    expect(isFinal({ state: 'loading', fraction: 0 })).toBe(true);
    expect(isFinal({ state: 'resting' })).toBe(true);
    expect(isFinal({ state: 'off', reason: 'chosen' }, { finalTier: 'none' })).toBe(false);
    expect(isFinal({ state: 'failed', failure: { code: 'internal', message: '', remedy: '' } })).toBe(false);
    const onlySmall: FinalState = { state: 'ready', facts: { ...facts, tier: 'small', modelIds: ['moonshine-tiny-en'] } };
    expect(isFinal(onlySmall)).toBe(true);
    expect(isFinal(onlySmall, { spokenLanguages: ['de'] })).toBe(false);
    expect(isFinal({ state: 'ready', facts: { ...facts, tier: 'none', modelIds: [] } })).toBe(false);
  });

  it('[S105] words are refreshed while one speaks as the settings say, by themselves only on a quick machine', () => {
    const measured = (msFor10s: number): FinalState => ({
      state: 'ready',
      facts: { ...facts, reports: [{ modelId: 'moonshine-tiny-en', msFor10s, loadMs: 1, bytes: 1 }] },
    });
    const isRefreshed = (final: FinalState, cores: number, settings: Partial<Settings> = {}) =>
      hearingRequest(state(settings, final), null, cores).final?.isRefreshed;
    expect(isRefreshed(measured(700), 8)).toBe(true);
    expect(isRefreshed(measured(700), 2)).toBe(false);
    expect(isRefreshed(measured(1500), 8)).toBe(false);
    expect(isRefreshed({ state: 'ready', facts }, 8), 'nothing was measured').toBe(false);
    expect(isRefreshed(measured(700), 8, { spokenLanguages: ['de'] }), 'the quick model does not hear it').toBe(false);
    expect(isRefreshed(measured(1500), 2, { refreshLive: 'on' })).toBe(true);
    expect(isRefreshed(measured(700), 8, { refreshLive: 'off' })).toBe(false);
  });
});
