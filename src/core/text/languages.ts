import { english } from './en/index';
import type { TextLanguage } from './language';

/** The languages whose written form is known. */
export const textLanguages: readonly TextLanguage[] = [english];

/** The rules for a model's language, such as `en` or `en-GB`; null where there are none. */
export function textLanguage(code: string): TextLanguage | null {
  const [base] = code.toLowerCase().split(/[-_]/);
  return textLanguages.find((language) => language.code === base) ?? null;
}
