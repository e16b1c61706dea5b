import { encodeUtf8 } from '../onnx/utf8';
import { createLetterAutomaton, type LetterAutomaton, type LinkedAutomaton, type WeighedLetter } from './letter-automaton';
import { type PieceSpelling, wordSpace } from './piece-spelling';
import { readings } from './spoken-form';
import { isSyllable, isUnspaced, unspacedParts } from './unspaced-script';
import type { UserWord, WordProblem } from './user-words';
import { createWrittenForms, type WrittenEntry } from './written-forms';
import type { WrittenForms } from './written-forms';

/** A user's words for a model of word pieces, of any script. */
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
/**
 * Letters of an alphabet that a sign for a syllable counts as: then it earns 1.5 nats, what sherpa-onnx and icefall give each piece of a
 * hotword.
 */
const syllableLetters = 2.5;
const space: WeighedLetter = { bytes: [wordSpace], weight: 0 };

export function compilePieceWords(words: readonly UserWord[], spelling: PieceSpelling): CompiledPieceWords {
  const automaton = createLetterAutomaton();
  const problems: WordProblem[] = [];
  const spoken: WrittenEntry[] = [];

  /** As the model writes letters; null where it can't. */
  function cased(text: string): string | null {
    const letters = Array.from(text.normalize('NFC'), (letter) => spelling.written(letter));
    return letters.includes(null) ? null : letters.join('');
  }

  for (const [index, { written, soundsLike, boost }] of words.entries()) {
    // As it is written too: a model of another language has letters that English lacks.
    const sounds = soundsLike === '' ? [] : [...phrases(soundsLike), soundsLike.split(' ')];
    const known = [...sounds, ...phrases(written), written.split(' ')].flatMap((tokens): string[][] => {
      const found = tokens.map(cased);
      return tokens.length === 0 || found.includes(null) ? [] : [found as string[]];
    });
    if (known.length === 0) {
      const problem = 'it has letters that the model of word pieces can’t write; say how it sounds, in English letters';
      problems.push({ line: index + 1, text: written, problem });
      continue;
    }
    for (const tokens of known) {
      enter(automaton, tokens, boost);
      spoken.push({ tokens: tokens.map((token) => token.toLowerCase()), written, isUnspaced: isUnspaced(tokens.join('')) });
    }
  }
  const compiled = spoken.length === 0 ? null : createPieceWords(automaton.link(), spelling, createWrittenForms(spoken));
  return { words: compiled, problems };
}

/**
 * Where a script has no spaces, an entry may begin and end within what the model takes for a word, and the spaces that the user typed
 * in it or that a model puts where the script changes may be there or not.
 */
function enter(automaton: LetterAutomaton, tokens: readonly string[], boost: number): void {
  const parts = tokens.flatMap(unspacedParts);
  const weighed = parts.map((text) => Array.from(text, weighedLetter));
  const total = weighed.flat().reduce((sum, { weight }) => sum + weight, 0);
  const rate = Math.max(0, letterGain + boost / total);
  const mayLack = parts.map((text, i) => i > 0 && (isUnspaced(text) || isUnspaced(parts[i - 1]!)));
  const isOpen = isUnspaced(parts.at(-1)!);
  for (const isSpaced of mayLack.includes(true) ? [true, false] : [true]) {
    const letters = weighed.flatMap((part, i) => {
      const begins = i === 0 ? !isUnspaced(parts[0]!) : isSpaced || !mayLack[i]!;
      return begins ? [space, ...part] : part;
    });
    automaton.enter(letters, rate, isOpen);
  }
}

function weighedLetter(letter: string): WeighedLetter {
  return { bytes: encodeUtf8(letter), weight: isSyllable(letter) ? syllableLetters : 1 };
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

function createPieceWords(automaton: LinkedAutomaton, { bytes }: PieceSpelling, forms: WrittenForms): PieceWords {
  return {
    forms,
    start: 0,
    after: (state, unit) => automaton.after(state, bytes[unit]!),
    get gain() {
      return automaton.earned;
    },
    refund: automaton.refund,
  };
}
