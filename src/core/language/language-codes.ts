/**
 * The ISO 639 codes in a model's `language`: BCP 47 tags separated by commas ("en", "de-CH, fr"), or `und`, which says
 * nothing.
 */
export function languageCodes(tags: string): readonly string[] {
  const codes = tags.split(',').map((tag) => tag.trim().toLowerCase().split(/[-_]/)[0]!);
  return [...new Set(codes.filter((code) => /^[a-z]{2,3}$/.test(code) && code !== 'und'))];
}
