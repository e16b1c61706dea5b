import { i18n, type t as Message } from './language';

/** More languages than these are counted, not named. */
const mostLanguages = 8;

/** Language tags, separated by commas, by their names in the window's language. */
export function languageText(tags: string, t: typeof Message): string {
  const names = new Intl.DisplayNames([i18n.language], { type: 'language' });
  const nameOf = (tag: string): string => {
    if (tag === 'und' || tag === '') return t('models.noLanguage');
    try {
      return names.of(tag) ?? tag;
    } catch {
      // No tag, but what someone wrote.
      return tag;
    }
  };
  const all = tags.split(',').map((tag) => nameOf(tag.trim()));
  return all.length > mostLanguages ? t('models.manyLanguages', { number: all.length }) : all.join(', ');
}
