import type { GraphemeToPhoneme, GuessedPronunciation } from './g2p';
import type { Lexicon } from './lexicon';
import { readings } from './spoken-form';

export type Pronunciation = GuessedPronunciation;

/** How written words may be pronounced: by the lexicon where it has them, otherwise by the grapheme-to-phoneme model. */
export interface Pronouncer {
  /** The likeliest pronunciations of a written word without spaces, best first; none where nobody can tell. */
  pronunciations(written: string): readonly Pronunciation[];
}

const mostPronunciations = 5;
/** Guesses for a word that the lexicon does not have. */
const mostGuesses = 3;
/** −ln of how much less likely a reading is than the one before it. */
const readingCost = 0.7;

export function createPronouncer(lexicon: Lexicon, g2p: GraphemeToPhoneme | null): Pronouncer {
  const known = createLexiconPronunciations(lexicon);
  const guessed = new Map<string, readonly Pronunciation[]>();

  function ofToken(token: string): readonly Pronunciation[] {
    const id = lexicon.idOf(token);
    const listed = id < 0 ? [] : known(id);
    if (listed.length > 0 || g2p === null) return listed;
    let guesses = guessed.get(token);
    if (guesses === undefined) {
      guesses = g2p.pronounce(token, mostGuesses);
      if (guesses.length === 0) guesses = g2p.pronounce(token.replaceAll("'", ''), mostGuesses);
      if (guessed.size >= mostRemembered) guessed.clear();
      guessed.set(token, guesses);
    }
    return guesses;
  }

  return {
    pronunciations(written) {
      const found: Pronunciation[] = [];
      for (const [i, reading] of readings(written).entries()) {
        let joined: Pronunciation[] = [{ phones: [], cost: i * readingCost }];
        for (const token of reading) {
          const ways = ofToken(token);
          joined = bestOf(joined.flatMap((before) => ways.map((way) => joinedTo(before, way))));
        }
        found.push(...joined);
      }
      return bestOf(found);
    },
  };
}

const mostRemembered = 20_000;

function joinedTo(before: Pronunciation, way: Pronunciation): Pronunciation {
  return { phones: [...before.phones, ...way.phones], cost: before.cost + way.cost };
}

/** The cheapest, each once. */
export function bestOf(pronunciations: readonly Pronunciation[], count = mostPronunciations): Pronunciation[] {
  const byPhones = new Map<string, Pronunciation>();
  for (const pronunciation of pronunciations) {
    const key = pronunciation.phones.join();
    if (key !== '' && pronunciation.cost < (byPhones.get(key)?.cost ?? Infinity)) byPhones.set(key, pronunciation);
  }
  return [...byPhones.values()].sort((a, b) => a.cost - b.cost).slice(0, count);
}

/** Pronunciations by word id: the tree, read from its leaves. */
function createLexiconPronunciations({
  words,
  word,
  wordStart,
  wordCost,
  child,
  phone,
}: Lexicon): (id: number) => Pronunciation[] {
  /** Indices into `word`, by word: `index[start[id] … start[id + 1]]`; made at the first use. */
  let start: Uint32Array | null = null;
  let index = new Uint32Array(0);

  function build(): Uint32Array {
    const starts = new Uint32Array(words + 2);
    for (const id of word) starts[id + 2]!++;
    for (let id = 2; id < starts.length; id++) starts[id]! += starts[id - 1]!;
    index = new Uint32Array(word.length);
    for (const [i, id] of word.entries()) index[starts[id + 1]!++] = i;
    return starts;
  }

  function phonesTo(node: number): number[] {
    const phones: number[] = [];
    for (let at = node; at !== 0; at = lastAtMost(child, at)) phones.unshift(phone[at]!);
    return phones;
  }

  return (id) => {
    start ??= build();
    const listed = Array.from(index.subarray(start[id]!, start[id + 1]!));
    return listed.map((i) => ({ phones: phonesTo(lastAtMost(wordStart, i)), cost: Math.max(0, wordCost[i]!) }));
  };
}

/** The largest index whose value is not above `value`, in an ascending array: the node whose range holds it. */
function lastAtMost(starts: Uint32Array, value: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (starts[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
