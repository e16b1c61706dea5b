import type { ModelFacts, PublishedRate } from '../platform/model-host';

/** What is said of a model, in words. */

export function sizeText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e7) return `${Math.round(bytes / 1e6)} MB`;
  return bytes >= 1e5 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}

export function languageText(tags: string): string {
  const names = new Intl.DisplayNames(['en'], { type: 'language' });
  const nameOf = (tag: string): string => {
    if (tag === 'und' || tag === '') return 'language not stated';
    try {
      return names.of(tag) ?? tag;
    } catch {
      // No tag, but what someone wrote.
      return tag;
    }
  };
  return tags.split(',').map((tag) => nameOf(tag.trim())).join(', ');
}

export function ratesText(rates: readonly PublishedRate[]): string {
  if (rates.length === 0) return 'no error rate published';
  return rates.map(({ set, wer }) => `${(wer * 100).toFixed(1)} % of words wrong on ${set}`).join(', ');
}

export function factsText({ language, bytes, licence, rates }: ModelFacts): string {
  const terms = licence === 'unknown' ? 'licence not stated' : licence;
  return [languageText(language), sizeText(bytes), terms, ratesText(rates)].join(' · ');
}
