import type { TextLanguage } from './language';
import { capitalised, isLowerCase } from './letter-case';
import type { WritingStyle } from './style';
import type { Token } from './token';
import type { WordLabel } from './types';

/** How a single word is written inside a sentence: where sentences begin, the text decides, in which marks may be others than the labels'. */
export interface WordForms {
  form(token: Token, label: WordLabel): string;
}

const possessive = /^(.+?)('s?)$/u;
const firstPerson = /^i(?:'\p{L}+)?$/u;

export function createWordForms(language: TextLanguage, style: WritingStyle): WordForms {
  const cased = new Map(Object.entries(language.cased));
  const common = new Set(language.commonWords);
  const spellings = new Map(style.spelling === 'as-said' ? [] : Object.entries(language.spellings[style.spelling]));

  /** The form that a table has of the word, or of it and an ending such as `'s`. */
  function listed(table: ReadonlyMap<string, string>, key: string): string | null {
    const known = table.get(key);
    if (known !== undefined) return known;
    const [, owner = '', ending = ''] = possessive.exec(key) ?? [];
    const stem = table.get(owner);
    return stem === undefined ? null : stem + ending;
  }

  return {
    form({ text, key, evidence }, label) {
      // A word that came with capitals of its own, such as one of the user's, is written as it is.
      if (!isLowerCase(text) || text.toLowerCase() !== key) return text;
      if (style.letterCase === 'lower' && firstPerson.test(key)) return key;
      const own = listed(cased, key);
      if (own !== null) return own;
      // A model that has heard the sentence may know a name that the table doesn't.
      const isName = evidence?.letterCase === 'capitalized' && !evidence.isStart;
      const written = common.has(key) && !isName ? key : (label.inside ?? label.written);
      const spelled = listed(spellings, key);
      if (spelled === null) return written;
      return written === key ? spelled : written === key.toUpperCase() ? spelled.toUpperCase() : capitalised(spelled);
    },
  };
}
