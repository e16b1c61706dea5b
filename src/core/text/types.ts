import type { Span, Word } from '../transcript/types';
import type { CaseClass } from './letter-case';

export type Mark = '' | ',' | '.' | '?' | '!' | ':' | ';';

export interface WordLabel {
  /** cased form of the word, e.g. "London", "I", "iPhone", "the" */
  readonly written: string;
  /** where `written` has a capital for no other reason than that the labels begin a sentence there: the form without it */
  readonly inside?: string;
  /** mark after it */
  readonly mark: Mark;
}

/** What a model that writes made of a word: it has heard the sentence, but writes each segment as a text of its own. */
export interface WordEvidence {
  /** The mark that it wrote after the word; null where what it wrote may be anything: three dots, a dash, an abbreviation's full stop. */
  readonly mark: Mark | null;
  /** The word's own letters as it wrote them; null where it wrote another word. */
  readonly form: string | null;
  readonly letterCase: CaseClass | null;
  /** Its text, or a sentence of it, begins here: then it writes a capital, whatever the word is. */
  readonly isStart: boolean;
  /** Its text ends here: then it writes a full stop, whatever follows. */
  readonly isEnd: boolean;
}

/**
 * Writes case and punctuation. A label depends on the words up to `lookahead` further right and on the pauses between
 * those words, on nothing that comes later: else the text would depend on when the words arrive.
 */
export interface Punctuator {
  /** Words to the right that a label may depend on; with fewer, at the end of the text, none follow. */
  readonly lookahead: number;
  /**
   * Labels of words[from…to); `words` are as spoken (lower case), all since the start of the text or a bounded tail of
   * it; `pausesMs[i]` is the silence after word i, null where unknown; `evidence[i]` is how another model has written it, null where none has.
   * Deterministic, pure.
   */
  label(
    words: readonly string[],
    pausesMs: readonly (number | null)[],
    from: number,
    to: number,
    evidence?: readonly (WordEvidence | null)[],
  ): readonly WordLabel[];
}

/** Written text with the words it was made from: `[firstWord, endWord)` of all words since the start. */
export interface TextSpan extends Span {
  readonly firstWord: number;
  readonly endWord: number;
}

/** "when I say `from`, write `to`". */
export interface Replacement {
  readonly from: string;
  readonly to: string;
}

/** A word that is to be written; where a final model wrote it, with its place in what that model wrote of one segment. */
export interface WordToWrite extends Word {
  readonly isFirst?: boolean;
  readonly isLast?: boolean;
}
