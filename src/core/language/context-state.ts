import type { Language } from './language';
import type { Ngram } from './ngram';
import { sentenceEndId } from './ngram';
import { readings } from './spoken-form';

/** Words of the text that are looked at; no n-gram is longer. */
const lastWords = 8;
/** Letters of the text that are looked at. */
const lastLetters = 400;

/**
 * The n-gram's state after a text, such as that before a cursor: its last sentence as far as it goes; after a whole sentence,
 * or no text, the state of a new one. Words that the language model doesn't have are forgotten, and all before them.
 */
export function contextState({ lexicon }: Language, ngram: Ngram, text: string): number {
  const recent = text.slice(-lastLetters);
  const sentence = /[^.!?\n]*$/.exec(recent)![0];
  const written = sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  if (written.length === 0 && (sentence.length < recent.length || recent.length === text.length)) return ngram.startState;
  const isWhole = written.length <= lastWords && (sentence.length < recent.length || recent.length === text.length);
  let state = isWhole ? ngram.startState : ngram.emptyState;
  for (const word of written.slice(-lastWords)) {
    for (const token of readings(word)[0] ?? ['']) {
      const id = lexicon.idOf(token);
      if (id <= sentenceEndId) state = ngram.emptyState;
      else {
        ngram.score(state, id);
        state = ngram.nextState;
      }
    }
  }
  return state;
}
