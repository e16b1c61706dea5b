import type { ModelFacts, PublishedRate } from '../../platform/model-host';
import { i18n, joined, type t as Message } from '../locales/language';

/** What is said of a model, in words. */

export function sizeText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e7) return `${Math.round(bytes / 1e6)} MB`;
  return bytes >= 1e5 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}

/** More languages than these are counted, not named. */
const mostLanguages = 8;

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

export function ratesText(rates: readonly PublishedRate[], t: typeof Message): string {
  if (rates.length === 0) return t('models.noRate');
  return rates.map(({ set, wer }) => t('models.rate', { percent: (wer * 100).toFixed(1), set })).join(', ');
}

/** The share of words that a model gets wrong in a language: that of the set whose name ends in its code ("fleurs de"). */
export function languageRate(rates: readonly PublishedRate[], code: string): number | null {
  return rates.find(({ set }) => set.toLowerCase().split(/[^a-z]+/).at(-1) === code)?.wer ?? null;
}

/** @param note what else there is to say, or null */
export function factsText({ language, bytes, licence, rates }: ModelFacts, t: typeof Message, note: string | null = null): string {
  const terms = licence === 'unknown' ? t('models.noLicence') : licence;
  return joined([languageText(language, t), sizeText(bytes), terms, ratesText(rates, t), ...(note === null ? [] : [note])]);
}
