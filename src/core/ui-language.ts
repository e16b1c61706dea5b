/** The languages that Utter's own words are written in; what is dictated has the model's language. */
export const uiLanguages = ['en', 'de', 'ar', 'ja'] as const;

export type UiLanguage = (typeof uiLanguages)[number];

/** Each in its own words: whoever looks for it can read them. */
export const uiLanguageNames: Readonly<Record<UiLanguage, string>> = {
  en: 'English',
  de: 'Deutsch',
  ar: 'العربية',
  ja: '日本語',
};

/** The language that is chosen, or the first of the system's that Utter has, or English. */
export function uiLanguage(setting: UiLanguage | 'system', preferred: readonly string[]): UiLanguage {
  if (setting !== 'system') return setting;
  for (const locale of preferred) {
    const found = uiLanguages.find((language) => isOf(locale, language));
    if (found !== undefined) return found;
  }
  return 'en';
}

/** How dates and numbers are written in a language: as in the system's own region, if it is one where that is spoken. */
export function uiLocale(language: UiLanguage, preferred: readonly string[]): string {
  return preferred.find((locale) => isOf(locale, language)) ?? language;
}

function isOf(locale: string, language: UiLanguage): boolean {
  return locale.toLowerCase().split(/[-_]/)[0] === language;
}
