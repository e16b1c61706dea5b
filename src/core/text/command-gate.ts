import { canBecomeCommand, commandOf, commandPauseMs, type EditAction } from '../transcript/edit-commands';
import type { Word } from '../transcript/types';

/** Words to write, or a command that edits what is written. */
export type GatePart =
  | { readonly kind: 'text'; readonly words: readonly Word[]; readonly startsRun: boolean }
  | { readonly kind: 'command'; readonly words: readonly Word[]; readonly action: EditAction };

/**
 * Tells commands that edit by voice from text, as the words come: a command is a run between two pauses. Words that may
 * become one are held back until it is certain.
 */
export class CommandGate {
  readonly #off: readonly string[] | null;
  #held: Word[] = [];
  #isText = false;
  /** A pause is known to be before the next word, whatever its time says. */
  #isPaused = false;
  #lastEndMs = Number.NEGATIVE_INFINITY;

  /** @param off commands that are switched off; null where none is obeyed */
  constructor(off: readonly string[] | null) {
    this.#off = off;
  }

  /** A copy of the gate that continues on its own. */
  fork(): CommandGate {
    const fork = new CommandGate(this.#off);
    fork.#held = [...this.#held];
    fork.#isText = this.#isText;
    fork.#isPaused = this.#isPaused;
    fork.#lastEndMs = this.#lastEndMs;
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

  /** A segment has ended with the words so far. @param isCut as in `Segment` */
  endSegment(isCut: boolean | undefined): GatePart[] {
    if (isCut === true) return [];
    this.#isPaused = isCut === false;
    return this.endUtterance();
  }

  /** A pause follows the words so far. */
  endUtterance(): GatePart[] {
    if (this.#held.length === 0) return [];
    const words = this.#held.splice(0);
    const action = commandOf(words, this.#off ?? [])?.action;
    this.#isText = action === undefined;
    return [action === undefined ? { kind: 'text', words, startsRun: true } : { kind: 'command', words, action }];
  }
}
