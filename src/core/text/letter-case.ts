/** Case classes in the order of the model's outputs. */
export const caseClasses = ['lower', 'capitalized', 'upper', 'mixed'] as const;
export type CaseClass = (typeof caseClasses)[number];

/** The text with its first letter in upper case; unchanged where that is not the first letter or sign of a word. */
export function capitalised(text: string): string {
  return text.replace(/^([^\p{L}\p{N}]*)(\p{Ll})/u, (_, before: string, letter: string) => before + letter.toUpperCase());
}

/** Whether there are letters, and none of them is a capital. */
export function isLowerCase(text: string): boolean {
  return /\p{Ll}/u.test(text) && !/\p{Lu}/u.test(text);
}
