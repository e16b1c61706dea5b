import type { ModelFacts, PublishedRate } from '../../platform/model-host';
import { joined, type t as Message } from '../locales/language';
import { languageText } from '../locales/language-names';

/** What is said of a model, in words. */

export function sizeText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e7) return `${Math.round(bytes / 1e6)} MB`;
  return bytes >= 1e5 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}

export function ratesText(rates: readonly PublishedRate[], t: typeof Message): string {
  if (rates.length === 0) return t('models.noRate');
  return rates.map(({ set, wer }) => t('models.rate', { percent: (wer * 100).toFixed(1), set })).join(', ');
}

/** The share of words that a model gets wrong in a language: that of the set whose name ends in its code ("fleurs de"). */
export function languageRate(rates: readonly PublishedRate[], code: string): number | null {
  return (
    rates.find(
      ({ set }) =>
        set
          .toLowerCase()
          .split(/[^a-z]+/)
          .at(-1) === code,
    )?.wer ?? null
  );
}

/** @param note what else there is to say, or null */
export function factsText(
  { language, bytes, licence, rates }: ModelFacts,
  t: typeof Message,
  note: string | null = null,
): string {
  const terms = licence === 'unknown' ? t('models.noLicence') : licence;
  return joined([languageText(language, t), sizeText(bytes), terms, ratesText(rates, t), ...(note === null ? [] : [note])]);
}
