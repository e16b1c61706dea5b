/** Words as the search index knows them: lower case, without accents or punctuation, apostrophes only inside. */
export function searchTerms(text: string): readonly string[] {
  const plain = text.toLowerCase().normalize('NFKD').replace(/\p{M}+/gu, '').replaceAll('’', "'");
  const words = plain.split(/[^\p{L}\p{N}']+/u).map((word) => word.replace(/^'+|'+$/g, ''));
  return [...new Set(words.filter((word) => word !== ''))];
}
