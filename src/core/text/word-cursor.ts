/**
 * Words of which more may come. Reading past the last one is remembered: what was decided then may be decided otherwise
 * once the next word is there.
 */
export class WordCursor {
  readonly #words: readonly { readonly key: string }[];
  readonly #isBarrier: (index: number) => boolean;
  /** A word beyond the last was asked for. */
  hasReadPastEnd = false;

  /**
   * @param words by their `key`, lower case
   * @param isBarrier whether no phrase goes on from the word before `index` to it
   */
  constructor(words: readonly { readonly key: string }[], isBarrier: (index: number) => boolean = () => false) {
    this.#words = words;
    this.#isBarrier = isBarrier;
  }

  /** The word at `index` of a phrase that began at `from`, or null where the phrase can't go on. */
  word(index: number, from: number): string | null {
    if (index >= this.#words.length) {
      this.hasReadPastEnd = true;
      return null;
    }
    if (index < 0 || (index > from && this.#isBarrier(index))) return null;
    return this.#words[index]!.key;
  }
}
