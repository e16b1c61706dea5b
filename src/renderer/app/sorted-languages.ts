import { useTranslation } from 'react-i18next';
import { i18n } from '../locales/language';
import { languageText } from '../locales/language-names';
import { useApp } from './desks';
import { hearableLanguages } from './hearing';

/** Codes of all languages that can be dictated, by their names in the window's language. */
export function useSortedLanguages(): readonly { readonly code: string; readonly name: string }[] {
  const { t } = useTranslation();
  const models = useApp((state) => state.models);
  const finalModels = useApp((state) => state.finalModels);
  return hearableLanguages({ models, finalModels })
    .map((code) => ({ code, name: languageText(code, t) }))
    .toSorted((one, other) => one.name.localeCompare(other.name, i18n.language));
}
