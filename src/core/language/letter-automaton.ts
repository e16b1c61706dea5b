import { wordSpace } from './piece-spelling';

/**
 * Words of a user as an automaton over the bytes of letters, so that any way to cut a word into pieces leads along it (contextual
 * biasing; Aho & Corasick 1975 for what is left when a word fails).
 */
export interface LetterAutomaton {
  /** Adds an entry that earns `rate` for each of its letters' weights. @param isOpen whether a word may go on right after it. */
  enter(letters: readonly WeighedLetter[], rate: number, isOpen: boolean): void;
  /** After the last entry. */
  link(): LinkedAutomaton;
}

/** State 0 is outside all words. */
export interface LinkedAutomaton {
  /** The state after bytes; `earned` is what they earn, or give back, until the next call. */
  after(state: number, bytes: readonly number[]): number;
  readonly earned: number;
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
  const newState = (): State => ({
    next: new Map(),
    potential: 0,
    kept: 0,
    keptAtEnd: 0,
    isEnd: false,
    isOpenEnd: false,
    fail: 0,
  });
  const states: State[] = [newState()];
  const after = (state: number, byte: number): number | undefined => states[state]!.next.get(byte);

  /** The state by a byte of the longest end of what was read at `from` that continues with it. */
  function failed(from: number, byte: number): number {
    for (let at = from; at !== 0;) {
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

  return {
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
      return linked(states);
    },
  };
}

/** Arrays, for most units of most hypotheses are tried in every frame. */
function linked(states: readonly State[]): LinkedAutomaton {
  const potential = Float64Array.from(states, (state) => state.potential);
  const kept = Float64Array.from(states, (state) => state.kept);
  const keptAtEnd = Float64Array.from(states, (state) => state.keptAtEnd);
  const fail = Int32Array.from(states, (state) => state.fail);
  const next = states.map((state) => state.next);
  const first = Int32Array.from({ length: 256 }, (_, byte) => next[0]!.get(byte) ?? 0);
  let earned = 0;

  function step(state: number, byte: number): number {
    const child = next[state]!.get(byte);
    if (child !== undefined) {
      earned += potential[child]! - potential[state]!;
      return child;
    }
    const certain = byte === wordSpace ? keptAtEnd : kept;
    earned += certain[state]! - potential[state]!;
    for (let at = state; at !== 0;) {
      at = fail[at]!;
      const to = at === 0 ? first[byte]! : (next[at]!.get(byte) ?? 0);
      if (to === 0) continue;
      // What is certain in both is earned once.
      earned += potential[to]! - certain[at]!;
      return to;
    }
    return 0;
  }

  return {
    after(state, bytes) {
      earned = 0;
      let at = state;
      for (const byte of bytes) {
        if (at !== 0) at = step(at, byte);
        else {
          at = first[byte]!;
          earned += potential[at]!;
        }
      }
      return at;
    },
    get earned() {
      return earned;
    },
    refund: (state) => potential[state]! - keptAtEnd[state]!,
  };
}
