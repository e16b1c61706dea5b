import type { TextLanguage } from './language';
import type { Mark, Punctuator, WordEvidence } from './types';

export interface RulePunctuatorOptions {
  /** A silence of this length ends a sentence. */
  readonly sentencePauseMs?: number;
  /** A sentence that a silence or the end of the text ends has at least this many words. */
  readonly leastSentenceWords?: number;
}

/**
 * Punctuation without a model: sentences end at long pauses and at the end of the text, and words of the language's
 * table have their capitals. What a final model wrote goes before that, but for the marks at the ends of its texts. What is used where no
 * punctuation model is installed, and what such a model has to beat.
 */
export function createRulePunctuator(
  { cased }: Pick<TextLanguage, 'cased'>,
  { sentencePauseMs = 700, leastSentenceWords = 2 }: RulePunctuatorOptions = {},
): Punctuator {
  const capitals = new Map(Object.entries(cased));
  const possessive = /^(.+)('s)$/;

  function written(word: string, evidence: WordEvidence | null): string {
    if (evidence?.form && ownCapitals(evidence)) return evidence.form;
    const [, owner, ending] = possessive.exec(word) ?? [];
    return capitals.get(word) ?? (owner !== undefined && capitals.has(owner) ? capitals.get(owner)! + ending! : word);
  }

  return {
    lookahead: 1,
    label(words, pausesMs, from, to, evidence = []) {
      const isLong = (index: number): boolean => (pausesMs[index] ?? 0) >= sentencePauseMs;
      /** Whether so few words were said since the last long silence that they belong to what follows. */
      const isShort = (index: number): boolean => {
        for (let back = 1; back < leastSentenceWords; back++) {
          if (index - back < 0 || isLong(index - back)) return true;
        }
        return false;
      };
      const mark = (index: number): Mark => {
        const read = evidence[index]?.mark ?? null;
        if (read !== null && (read === '?' || evidence[index]!.isEnd === false)) return read;
        if (index === words.length - 1) return words.length >= leastSentenceWords ? '.' : '';
        return isLong(index) && !isShort(index) ? '.' : '';
      };
      return words.slice(from, to).map((word, offset) => {
        return { written: written(word, evidence[from + offset] ?? null), mark: mark(from + offset) };
      });
    },
  };
}

/** Whether capitals were written that no sentence asks for. */
function ownCapitals({ letterCase, isStart }: WordEvidence): boolean {
  return letterCase === 'upper' || letterCase === 'mixed' || (letterCase === 'capitalized' && !isStart);
}
