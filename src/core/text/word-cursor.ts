/**
 * Words of which more may come. Reading past the last one is remembered: what was decided then may be decided otherwise
 * once the next word is there.
 */
export class WordCursor {
  readonly #words: readonly { readonly key: string }[];
  readonly #isBarrier: (index: number) => boolean;
  readonly #isTaken: (cursor: WordCursor, index: number) => boolean;
  /** A word beyond the last was asked for. */
  hasReadPastEnd = false;

  /**
   * @param words by their `key`, lower case
   * @param isBarrier whether no phrase goes on from the word before `index` to it
   * @param isTaken whether something else than an ordinary word begins at `index`: a command or a replacement
   */
  constructor(
    words: readonly { readonly key: string }[],
    isBarrier = nowhere,
    isTaken: (cursor: WordCursor, index: number) => boolean = () => false,
  ) {
    this.#words = words;
    this.#isBarrier = isBarrier;
    this.#isTaken = isTaken;
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

  isTaken(index: number): boolean {
    return this.#isTaken(this, index);
  }
}

function nowhere(_index: number): boolean {
  return false;
}
