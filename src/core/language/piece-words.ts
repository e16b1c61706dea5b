import type { Units } from '../model/units';
import { readings } from './spoken-form';
import type { UserWord, WordProblem } from './user-words';
import { createWrittenForms } from './written-forms';
import type { WrittenForms } from './written-forms';

/**
 * A user's words for a model of word pieces: an automaton over letters, so that any way to cut a word into pieces leads along
 * it (contextual biasing; Aho & Corasick 1975 for what is left when a word fails).
 */
export interface PieceWords {
  readonly forms: WrittenForms;
  /** Outside all words. */
  readonly start: number;
  /** The state after a unit; `gain` is what the unit earns, or gives back, until the next call. */
  after(state: number, unit: number): number;
  readonly gain: number;
  /** What is given back where the utterance ends in a state. */
  refund(state: number): number;
}

export interface CompiledPieceWords {
  /** Null where there is no word to hear. */
  readonly words: PieceWords | null;
  readonly problems: readonly WordProblem[];
}

/** Nats that a word earns altogether before its boost, for each of its letters. */
const letterGain = 0.6;

interface State {
  readonly next: Map<string, number>;
  /** Earned since the last word that is certain. */
  gain: number;
  /** An entry ends here, if a new word begins next. */
  isEnd: boolean;
  readonly letters: number;
  fail: number;
}

export function compilePieceWords(words: readonly UserWord[], units: Units): CompiledPieceWords {
  const { pieces, wordBoundary } = units;
  if (wordBoundary === null) throw new Error('units that spell no words');
  const boundary = wordBoundary;
  const alphabet = new Set(pieces.join(''));
  const outside: State = { next: new Map(), gain: 0, isEnd: false, letters: 0, fail: 0 };
  const states: State[] = [outside];
  const problems: WordProblem[] = [];
  const spoken: { tokens: readonly string[]; written: string }[] = [];

  function enter(tokens: readonly string[], boost: number): void {
    const letters = tokens.join('').length;
    const rate = Math.max(0, letterGain + boost / letters);
    let at = 0;
    for (const letter of tokens.map((token) => boundary + token).join('')) {
      let to = states[at]!.next.get(letter);
      if (to === undefined) {
        to = states.length;
        states.push({ next: new Map(), gain: 0, isEnd: false, letters: states[at]!.letters + (letter === boundary ? 0 : 1), fail: 0 });
        states[at]!.next.set(letter, to);
      }
      at = to;
      states[at]!.gain = Math.max(states[at]!.gain, rate * states[at]!.letters);
    }
    states[at]!.isEnd = true;
  }

  for (const [index, { written, soundsLike, boost }] of words.entries()) {
    // As it is written too: a model of another language has letters that English lacks.
    const all = [...(soundsLike === '' ? [] : phrases(soundsLike)), ...phrases(written), written.split(' ')];
    const known = all.filter((tokens) => tokens.length > 0 && Array.from(tokens.join('')).every((letter) => alphabet.has(cased(letter, alphabet))));
    if (known.length === 0) {
      const problem = 'it has letters that the model of word pieces can’t write; say how it sounds, in English letters';
      problems.push({ line: index + 1, text: written, problem });
      continue;
    }
    for (const tokens of known) {
      enter(tokens.map((token) => cased(token, alphabet)), boost);
      spoken.push({ tokens: tokens.map((token) => token.toLowerCase()), written });
    }
  }
  link(states, boundary);
  return { words: spoken.length === 0 ? null : createPieceWords(states, pieces, boundary, createWrittenForms(spoken)), problems };
}

/** As the model writes letters: small or in capitals, where it does not know both. */
function cased(text: string, alphabet: ReadonlySet<string>): string {
  return Array.from(text, (letter) => [letter, letter.toLowerCase(), letter.toUpperCase()].find((one) => alphabet.has(one)) ?? letter).join('');
}

/** Readings of several words, the likeliest of each and one other. */
function phrases(written: string): string[][] {
  let all: string[][] = [[]];
  for (const word of written.split(' ')) {
    const ways = readings(word);
    if (ways.length === 0) return [];
    all = all.flatMap((before) => ways.map((way) => [...before, ...way])).slice(0, 4);
  }
  return all;
}

/** Where a word of a phrase is not the next one after all, it may still begin another entry. */
function link(states: readonly State[], boundary: string): void {
  const firstLetter = states[0]!.next.get(boundary) ?? 0;
  const queue = [0];
  for (let i = 0; i < queue.length; i++) {
    const from = queue[i]!;
    for (const [letter, to] of states[from]!.next) {
      queue.push(to);
      if (from === 0) continue;
      if (letter === boundary) states[to]!.fail = states[states[from]!.fail]?.next.get(boundary) ?? firstLetter;
      else states[to]!.fail = states[from]!.fail === 0 ? 0 : (states[states[from]!.fail]!.next.get(letter) ?? 0);
      if (states[to]!.fail === to) states[to]!.fail = 0;
    }
  }
  // What was earned before a word that is certain stays earned.
  const settle = (at: number, certain: number): void => {
    const state = states[at]!;
    state.gain -= certain;
    for (const [letter, to] of state.next) settle(to, letter === boundary && state.isEnd ? certain + state.gain : certain);
  };
  settle(0, 0);
}

function createPieceWords(states: readonly State[], pieces: readonly string[], boundary: string, forms: WrittenForms): PieceWords {
  const letters = pieces.map((piece) => Array.from(piece));
  let gain = 0;

  function step(state: number, letter: string): number {
    const held = states[state]!;
    const isCertain = letter === boundary && held.isEnd;
    for (let at = state; ; at = states[at]!.fail) {
      const to = states[at]!.next.get(letter);
      if (to !== undefined && (at !== 0 || letter === boundary)) {
        gain += states[to]!.gain - (isCertain ? 0 : held.gain);
        return to;
      }
      if (at === 0) break;
    }
    gain -= isCertain ? 0 : held.gain;
    return 0;
  }

  return {
    forms,
    start: 0,
    after(state, unit) {
      gain = 0;
      let at = state;
      for (const letter of letters[unit]!) at = step(at, letter);
      return at;
    },
    get gain() {
      return gain;
    },
    refund: (state) => (states[state]!.isEnd ? 0 : states[state]!.gain),
  };
}
