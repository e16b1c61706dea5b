import type { ModelFacts, PublishedRate } from '../../platform/model-host';
import { joined, type t as Message } from '../locales/language';
import { languageText } from '../locales/language-names';

/** What is said of a model, in words. */

export function sizeText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e7) return `${Math.round(bytes / 1e6)} MB`;
  return bytes >= 1e5 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}

/** The published error rates, one by one. */
export function rateTexts(rates: readonly PublishedRate[], t: typeof Message): readonly string[] {
  return rates.map(({ set, wer }) => t('models.rate', { percent: (wer * 100).toFixed(1), set }));
}

/** How accurate a model is, in words: from the middle one of its published error rates. */
export function accuracyText({ rates, languages }: Pick<ModelFacts, 'rates' | 'languages'>, t: typeof Message): string {
  const middle = rates.map(({ wer }) => wer).toSorted((a, b) => a - b)[Math.floor((rates.length - 1) / 2)];
  if (middle === undefined) return t('models.noRate');
  if (languages.length > 1) return t('models.accuracyByLanguage');
  if (middle < 0.02) return t('models.accurate');
  const one = Math.round(1 / middle);
  return one < 3 ? t('models.inaccurate') : t('models.oneWordIn', { number: one });
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
  { language, languages, bytes, licence, rates }: ModelFacts,
  t: typeof Message,
  note: string | null = null,
): string {
  const terms = licence === 'unknown' ? t('models.noLicence') : licence;
  return joined([
    languageText(language, t),
    sizeText(bytes),
    terms,
    accuracyText({ rates, languages }, t),
    ...(note === null ? [] : [note]),
  ]);
}
