import { canBecomeCommand, commandOf, commandPauseMs, type EditCommand } from './edit-commands';
import type { Segment, Word } from './types';

/** Words to write, or a command that edits what is written. */
export type GatePart =
  | { readonly kind: 'text'; readonly words: readonly Word[]; readonly startsRun: boolean }
  | { readonly kind: 'command'; readonly words: readonly Word[]; readonly command: EditCommand };

/** An utterance shorter than this was ended by a pause of at least 1.2 s, a longer one perhaps by 0.3 s (SPEC D8). */
const endedByPauseMs = 19_000;

/**
 * Tells commands that edit by voice from text, as the words come: a command is a run between two pauses. Words that may
 * become one are held back until it is certain. It decides for the text that is written and for the page alike.
 */
export class EditGate {
  readonly #off: readonly string[] | null;
  #held: Word[] = [];
  #isText = false;
  /** A pause is known to be before the next word, whatever its time says. */
  #isPaused = false;
  #lastEndMs = Number.NEGATIVE_INFINITY;
  /** Where the segment's speech, or the pause before it, began. */
  #segmentStartMs = 0;

  /** @param off commands that are switched off; null where none is obeyed */
  constructor(off: readonly string[] | null) {
    this.#off = off;
  }

  /** A copy of the gate that continues on its own. */
  fork(): EditGate {
    const fork = new EditGate(this.#off);
    fork.#held = [...this.#held];
    fork.#isText = this.#isText;
    fork.#isPaused = this.#isPaused;
    fork.#lastEndMs = this.#lastEndMs;
    fork.#segmentStartMs = this.#segmentStartMs;
    return fork;
  }

  /** Where the last word ended. */
  get lastEndMs(): number {
    return this.#lastEndMs;
  }

  /** Words that came and are neither text nor command yet. */
  get held(): readonly Word[] {
    return this.#held;
  }

  accept(words: readonly Word[]): GatePart[] {
    if (this.#off === null) return words.length === 0 ? [] : [{ kind: 'text', words, startsRun: false }];
    const parts: GatePart[] = [];
    for (const word of words) {
      if (this.#isPaused || word.startMs - this.#lastEndMs >= commandPauseMs) {
        parts.push(...this.endUtterance());
        this.#isText = false;
        this.#isPaused = false;
      }
      this.#lastEndMs = word.endMs;
      const startsRun = !this.#isText;
      this.#held.push(word);
      this.#isText ||= !canBecomeCommand(this.#held, this.#off);
      if (this.#isText) parts.push({ kind: 'text', words: this.#held.splice(0), startsRun });
    }
    return parts;
  }

  /** A segment has ended with the words so far. */
  endSegment({ isCut, endMs }: Pick<Segment, 'isCut' | 'endMs'>): GatePart[] {
    const isPause = isCut === undefined ? endMs - this.#segmentStartMs < endedByPauseMs : !isCut;
    this.#segmentStartMs = Math.max(this.#lastEndMs, 0);
    this.#isPaused = isCut === false;
    return isPause ? this.endUtterance() : [];
  }

  /** A pause follows the words so far. */
  endUtterance(): GatePart[] {
    if (this.#held.length === 0) return [];
    const words = this.#held.splice(0);
    const command = commandOf(words, this.#off ?? []);
    this.#isText = command === null;
    return [command === null ? { kind: 'text', words, startsRun: true } : { kind: 'command', words, command }];
  }
}
