import type { UserWord, WordProblem } from '../../core/language/user-words';

export interface WordsSlice {
  readonly userWords: readonly UserWord[];
  /** Words of them that the loaded model can't recognise. */
  readonly wordProblems: readonly WordProblem[];
}

export const wordsSlice: WordsSlice = { userWords: [], wordProblems: [] };
