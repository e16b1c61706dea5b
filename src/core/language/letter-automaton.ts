import { wordSpace } from './piece-spelling';

/**
 * Words of a user as an automaton over the bytes of letters, so that any way to cut a word into pieces leads along it (contextual
 * biasing; Aho & Corasick 1975 for what is left when a word fails).
 */
export interface LetterAutomaton {
  /** Adds bytes that earn up to `gain`, spread by the letters' weights. @param isOpen whether a word may go on right after it. */
  enter(letters: readonly WeighedLetter[], rate: number, isOpen: boolean): void;
  /** After the last entry, before the first step. */
  link(): void;
  /** From a state by a byte; `earned` grows by what it earns, or gives back. */
  step(state: number, byte: number): number;
  earned: number;
  /** What is given back where the utterance ends in a state. */
  refund(state: number): number;
}

export interface WeighedLetter {
  readonly bytes: readonly number[];
  readonly weight: number;
}

interface State {
  readonly next: Map<number, number>;
  /** Earned here altogether, from the root on, what is certain included. */
  potential: number;
  /** Of this what stays if another byte than that of an entry comes, */
  kept: number;
  /** and if a word begins or the utterance ends. */
  keptAtEnd: number;
  isEnd: boolean;
  isOpenEnd: boolean;
  /** State of the longest end of what was read that begins an entry too. */
  fail: number;
}

export function createLetterAutomaton(): LetterAutomaton {
  const newState = (): State => ({ next: new Map(), potential: 0, kept: 0, keptAtEnd: 0, isEnd: false, isOpenEnd: false, fail: 0 });
  const states: State[] = [newState()];
  const after = (state: number, byte: number): number | undefined => states[state]!.next.get(byte);

  /** The state by a byte of the longest end of what was read at `from` that goes on with it. */
  function failed(from: number, byte: number): number {
    for (let at = from; at !== 0; ) {
      at = states[at]!.fail;
      const to = after(at, byte);
      if (to !== undefined) return to;
    }
    return 0;
  }

  function settle(from: State, byte: number, to: State): void {
    const other = states[to.fail]!;
    const certain = Math.max(byte === wordSpace ? from.keptAtEnd : from.kept, other.kept);
    to.potential = Math.max(to.potential, certain);
    to.kept = to.isOpenEnd ? to.potential : certain;
    to.keptAtEnd = to.isEnd || to.isOpenEnd ? to.potential : Math.max(certain, other.keptAtEnd);
  }

  const automaton: LetterAutomaton = {
    earned: 0,
    enter(letters, rate, isOpen) {
      let at = 0;
      let weight = 0;
      for (const letter of letters) {
        for (const byte of letter.bytes) {
          let to = after(at, byte);
          if (to === undefined) {
            to = states.length;
            states.push(newState());
            states[at]!.next.set(byte, to);
          }
          at = to;
          weight += letter.weight / letter.bytes.length;
          states[at]!.potential = Math.max(states[at]!.potential, rate * weight);
        }
      }
      if (isOpen) states[at]!.isOpenEnd = true;
      else states[at]!.isEnd = true;
    },
    link() {
      const queue = [0];
      for (let i = 0; i < queue.length; i++) {
        const from = queue[i]!;
        for (const [byte, to] of states[from]!.next) {
          queue.push(to);
          states[to]!.fail = failed(from, byte);
          settle(states[from]!, byte, states[to]!);
        }
      }
    },
    step(state, byte) {
      const held = states[state]!;
      const next = after(state, byte);
      if (next !== undefined) {
        automaton.earned += states[next]!.potential - held.potential;
        return next;
      }
      const keptOf = ({ kept, keptAtEnd }: State): number => (byte === wordSpace ? keptAtEnd : kept);
      automaton.earned += keptOf(held) - held.potential;
      for (let at = state; at !== 0; ) {
        at = states[at]!.fail;
        const to = after(at, byte);
        if (to === undefined) continue;
        // What is certain in both is earned once.
        automaton.earned += states[to]!.potential - keptOf(states[at]!);
        return to;
      }
      return 0;
    },
    refund: (state) => states[state]!.potential - states[state]!.keptAtEnd,
  };
  return automaton;
}
