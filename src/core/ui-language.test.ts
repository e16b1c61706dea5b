import { expect, it } from 'vitest';
import { parseSettings } from './settings';
import { uiLanguage, uiLanguageNames, uiLanguages, uiLocale } from './ui-language';

it('[U60] the chosen language is used, else the first of the system’s that Utter has, else English', () => {
  expect(uiLanguage('ja', ['ar-EG', 'en'])).toBe('ja');
  expect(uiLanguage('system', ['fr-FR', 'ar-EG', 'en'])).toBe('ar');
  expect(uiLanguage('system', ['JA_jp'])).toBe('ja');
  // Aragonese begins with the same letters as Arabic.
  expect(uiLanguage('system', ['arg', 'fr'])).toBe('en');
  expect(uiLanguage('system', [])).toBe('en');
});

it('[U60] dates are written as in the system’s region where its language is the chosen one', () => {
  expect(uiLocale('en', ['de-AT', 'en-GB'])).toBe('en-GB');
  expect(uiLocale('ja', ['de-AT', 'en-GB'])).toBe('ja');
});

it('[U60, H40] each language has a name and can be stored, and one that Utter lacks is the system’s', () => {
  expect(Object.keys(uiLanguageNames).toSorted()).toEqual([...uiLanguages].toSorted());
  expect(new Set(Object.values(uiLanguageNames)).size).toBe(uiLanguages.length);
  for (const language of uiLanguages) expect(parseSettings({ language }).language).toBe(language);
  expect(parseSettings({ language: 'xx', theme: 'dark' })).toMatchObject({ language: 'system', theme: 'dark' });
});
