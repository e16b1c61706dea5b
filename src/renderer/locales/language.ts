import { createInstance, type TFunction } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Settings } from '../../core/settings';
import { uiLanguage, uiLocale } from '../../core/ui-language';
import { ar } from './ar/index';
import { de } from './de/index';
import { en } from './en/index';
import { ja } from './ja/index';

declare module 'i18next' {
  interface CustomTypeOptions {
    /** So that keys, and the values that a message needs, are checked where it is used. */
    resources: { translation: typeof en };
  }
}

/** Utter's own words in all its languages. Components take `t` from `useTranslation`, all else the one below. */
export const i18n = createInstance();

void i18n.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  resources: {
    en: { translation: en },
    de: { translation: de },
    ar: { translation: ar },
    ja: { translation: ja },
  },
  // All messages are here, so the first one can be had at once.
  initAsync: false,
  // React escapes by itself; what is put into a message must only not change the direction of the text around it.
  interpolation: { escape: isolated },
});

/** A message in the language of the moment, for what is said once; components use `useTranslation` to follow changes. */
export const t: TFunction = i18n.t;

/** Speaks the language of the settings from now on, and tells the page. */
export function speak(setting: Settings['language']): void {
  const language = uiLanguage(setting, navigator.languages);
  void i18n.changeLanguage(language);
  document.documentElement.lang = language;
  document.documentElement.dir = i18n.dir(language);
}

/** How dates and numbers are written in the language of the moment. */
export function formatLocale(): string {
  return uiLocale(uiLanguage('system', [i18n.language]), navigator.languages);
}

/** Facts in a row, each whole in its own direction. */
export function joined(facts: readonly string[]): string {
  return facts.map(isolated).join(' · ');
}

/** Names, numbers and keys of another direction stay whole within a text from right to left. */
function isolated(value: string): string {
  return i18n.dir() === 'rtl' ? `\u2068${value}\u2069` : value;
}
