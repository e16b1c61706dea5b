import type { Punctuator, WordEvidence, WordLabel } from './types';

/**
 * Words are labelled in blocks of this many, each with the block before it as context, so that a label depends on its
 * word's place and not on how the words arrived.
 */
const blockWords = 128;

/** The words of one stretch of text, from its start to a break that the speaker asked for, and their labels. */
export class LabelRun {
  readonly #punctuator: Punctuator;
  readonly #words: string[] = [];
  readonly #pausesMs: (number | null)[] = [];
  readonly #evidence: (WordEvidence | null)[] = [];
  readonly #labels = new Map<number, WordLabel>();
  /** Place of `#words[0]` in the run. */
  #base = 0;
  #labelled = 0;
  #isClosed = false;

  constructor(punctuator: Punctuator) {
    this.#punctuator = punctuator;
  }

  /** A copy of the run that continues on its own. */
  fork(): LabelRun {
    const fork = new LabelRun(this.#punctuator);
    fork.#words.push(...this.#words);
    fork.#pausesMs.push(...this.#pausesMs);
    fork.#evidence.push(...this.#evidence);
    for (const [place, label] of this.#labels) fork.#labels.set(place, label);
    fork.#base = this.#base;
    fork.#labelled = this.#labelled;
    fork.#isClosed = this.#isClosed;
    return fork;
  }

  get length(): number {
    return this.#base + this.#words.length;
  }

  /** @returns its place in the run */
  add(word: string, pauseMs: number | null, evidence: WordEvidence | null): number {
    this.#words.push(word);
    this.#pausesMs.push(pauseMs);
    this.#evidence.push(evidence);
    return this.length - 1;
  }

  /** No word follows. @param silenceMs after the last one; null where it is not known */
  close(silenceMs: number | null = null): void {
    this.#isClosed = true;
    const last = this.#pausesMs.length - 1;
    if (silenceMs !== null && last >= 0) this.#pausesMs[last] ??= silenceMs;
  }

  /**
   * The label of the word at `place`, or null while it depends on words to come. Labels are taken in order: those before
   * it are gone then.
   */
  takeLast(place: number): WordLabel | null {
    if (place >= this.#labelled) this.#label();
    const label = this.#labels.get(place);
    if (label === undefined) return null;
    for (const earlier of this.#labels.keys()) {
      if (earlier > place) break;
      this.#labels.delete(earlier);
    }
    return label;
  }

  /** Labels all words that can be labelled, a block at a time. */
  #label(): void {
    // At least one: the silence after a word is known once the next word is there.
    const lookahead = Math.max(1, this.#punctuator.lookahead);
    const end = this.#isClosed ? this.length : this.length - lookahead;
    while (this.#labelled < end) {
      const block = Math.floor(this.#labelled / blockWords);
      const start = Math.max(0, (block - 1) * blockWords);
      const to = Math.min(end, (block + 1) * blockWords);
      const seen = Math.min(this.length, to + lookahead);
      const labels = this.#punctuator.label(
        this.#words.slice(start - this.#base, seen - this.#base),
        this.#pausesMs.slice(start - this.#base, seen - this.#base),
        this.#labelled - start,
        to - start,
        this.#evidence.slice(start - this.#base, seen - this.#base),
      );
      for (const [offset, label] of labels.entries()) this.#labels.set(this.#labelled + offset, label);
      this.#labelled = to;
    }
    this.#forget(Math.max(0, (Math.floor(this.#labelled / blockWords) - 1) * blockWords));
  }

  #forget(place: number): void {
    // In large pieces, because each moves what is kept.
    if (place - this.#base < 8 * blockWords) return;
    this.#words.splice(0, place - this.#base);
    this.#pausesMs.splice(0, place - this.#base);
    this.#evidence.splice(0, place - this.#base);
    this.#base = place;
  }
}
