/** Whether a setting has all words of a query, or beginnings or parts of them, without case, accents and vowel signs. */
export function isFound(query: string, text: string): boolean {
  const searched = bare(text);
  return bare(query)
    .split(/\s+/)
    .every((word) => searched.includes(word));
}

function bare(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase();
}
