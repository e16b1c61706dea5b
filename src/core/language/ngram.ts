import type { TensorFile } from '../model/safetensors';

/** Ids that every vocabulary begins with. */
export const unknownId = 0;
export const sentenceStartId = 1;
export const sentenceEndId = 2;
export const specialWords = ['<unk>', '<s>', '</s>'] as const;

/** Back-off n-gram. A state is the longest context of the model that ends the words so far, as a number. */
export interface Ngram {
  readonly words: number;
  readonly order: number;
  /** After nothing at all. */
  readonly emptyState: number;
  /** After `<s>`. */
  readonly startState: number;
  /** ln P(word | state); `nextState` is the state after it until the next call. Allocates nothing. */
  score(state: number, word: number): number;
  readonly nextState: number;
  /** No state makes a word more likely than this, ln. */
  readonly mostLikely: Float32Array;
}

/** Entries of one length; those of the first are indexed by word id. */
interface Level {
  /** Last word of each entry, sorted within its parent's range; null for single words. */
  readonly word: Uint32Array | null;
  /** Index into the table of probabilities; null where there is one for each entry. */
  readonly scoreCode: Uint8Array | null;
  readonly scoreTable: Float32Array;
  readonly backoffCode: Uint8Array | null;
  /** Empty for the highest order. */
  readonly backoffTable: Float32Array;
  /** Entries of the next length that continue entry e: child[e] … child[e + 1]; null for the highest order. */
  readonly child: Uint32Array | null;
}

/**
 * Reads the arrays of `docs/model-format.md` and checks that every index in them leads somewhere.
 * @param fail throws `model-invalid` with the file's name and the problem given.
 */
export function parseNgram(tensors: TensorFile, order: number, fail: (problem: string) => never): Ngram {
  const words = tensors.vectorLength('1.score');
  if (words <= specialWords.length) fail('has no words');
  const levels: Level[] = [];
  for (let length = 1; length <= order; length++) levels.push(readLevel(tensors, length, order, words, fail));
  const beyond = tensors.names.find((name) => name.startsWith(`${order + 1}.`));
  if (beyond !== undefined) fail(`has tensor ${beyond}, but manifest.json says order ${order}`);
  levels.forEach((level, i) => checkLevel(level, levels[i + 1], `${i + 1}`, words, fail));
  return createNgram(levels, words);
}

function readLevel(tensors: TensorFile, length: number, order: number, words: number, fail: (problem: string) => never): Level {
  const isHighest = length === order;
  if (length === 1) {
    return {
      word: null,
      scoreCode: null,
      scoreTable: tensors.read('1.score', [words]),
      backoffCode: null,
      backoffTable: isHighest ? new Float32Array(0) : tensors.read('1.backoff', [words]),
      child: isHighest ? null : tensors.uint32('1.child', [words + 1]),
    };
  }
  if (tensors.shape(`${length}.word`) === undefined) fail(`has no ${length}-grams, but manifest.json says order ${order}`);
  const count = tensors.vectorLength(`${length}.word`);
  return {
    word: tensors.uint32(`${length}.word`, [count]),
    scoreCode: tensors.uint8(`${length}.scoreCode`, [count]),
    scoreTable: tensors.read(`${length}.scoreTable`, [256]),
    backoffCode: isHighest ? null : tensors.uint8(`${length}.backoffCode`, [count]),
    backoffTable: isHighest ? new Float32Array(0) : tensors.read(`${length}.backoffTable`, [256]),
    child: isHighest ? null : tensors.uint32(`${length}.child`, [count + 1]),
  };
}

function checkLevel(level: Level, next: Level | undefined, name: string, words: number, fail: (problem: string) => never): void {
  for (const [i, score] of level.scoreTable.entries()) {
    // `<s>` is never said; tools give it any probability.
    if (!Number.isFinite(score) && !(level.word === null && i === sentenceStartId)) {
      fail(`has a probability in ${name}.score${level.word === null ? '' : 'Table'} that is not a number`);
    }
  }
  if (!level.backoffTable.every(Number.isFinite)) fail(`has a back-off of order ${name} that is not a number`);
  if (level.word?.some((id) => id >= words)) fail(`has a word in ${name}.word that is not below ${words}`);
  const { child } = level;
  const nextWord = next?.word ?? null;
  if (child === null || nextWord === null) return;
  if (child[0] !== 0 || child.at(-1) !== nextWord.length) fail(`has ${name}.child that does not span the next order`);
  for (let entry = 0; entry + 1 < child.length; entry++) {
    const end = child[entry + 1]!;
    if (end < child[entry]! || end > nextWord.length) fail(`has ${name}.child that is not ascending at ${entry}`);
    for (let i = child[entry]! + 1; i < end; i++) {
      if (nextWord[i]! <= nextWord[i - 1]!) fail(`has words of the next order after ${name}.child ${entry} that are not sorted`);
    }
  }
}

function createNgram(levels: readonly Level[], words: number): Ngram {
  const order = levels.length;
  /** State of entry 0 of each length that can be a context; then the empty state. */
  const firstState: number[] = [0];
  for (const { child } of levels) if (child !== null) firstState.push(firstState.at(-1)! + child.length - 1);
  const emptyState = firstState.at(-1)!;
  const mostLikely = upperBounds(levels, words);
  /** By state, the one that has forgotten the oldest word; -1 until requested. */
  const shorterStates = new Int32Array(emptyState).fill(-1);
  let nextState = emptyState;

  function levelOf(state: number): number {
    let level = 0;
    while (state >= firstState[level + 1]!) level++;
    return level;
  }

  /** Entry of the next length that continues an entry with a word, or -1. */
  function find(level: number, entry: number, word: number): number {
    const { child } = levels[level]!;
    const nextWord = levels[level + 1]!.word!;
    let low = child![entry]!;
    let high = child![entry + 1]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (nextWord[middle]! < word) low = middle + 1;
      else high = middle;
    }
    return low < child![entry + 1]! && nextWord[low] === word ? low : -1;
  }

  function scoreOf({ scoreCode, scoreTable }: Level, entry: number): number {
    return scoreTable[scoreCode === null ? entry : scoreCode[entry]!]!;
  }

  function backoffOf({ backoffCode, backoffTable }: Level, entry: number): number {
    return backoffTable[backoffCode === null ? entry : backoffCode[entry]!]!;
  }

  /** The state that has forgotten the oldest word (and as many more as the model then knows no context for). */
  function shorter(state: number): number {
    const known = shorterStates[state]!;
    return known >= 0 ? known : (shorterStates[state] = findShorter(state));
  }

  function findShorter(state: number): number {
    const level = levelOf(state);
    if (level === 0) return emptyState;
    const entry = state - firstState[level]!;
    const word = levels[level]!.word![entry]!;
    if (level === 1) return word;
    return extended(shorter(firstState[level - 1]! + parentOf(level, entry)), word);
  }

  /** Which entry of the previous length a (longer) entry continues. */
  function parentOf(level: number, entry: number): number {
    const child = levels[level - 1]!.child!;
    let low = 0;
    let high = child.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (child[middle + 1]! <= entry) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The longest context that ends with `state`'s words and one more. */
  function extended(state: number, word: number): number {
    for (let from = state; from !== emptyState; from = shorter(from)) {
      const level = levelOf(from);
      const entry = level + 2 < order ? find(level, from - firstState[level]!, word) : -1;
      if (entry >= 0) return firstState[level + 1]! + entry;
    }
    return order > 1 ? word : emptyState;
  }

  /** A context that nothing continues scores as the shorter one does, if backing off from it is free. */
  function minimal(state: number): number {
    let from = state;
    while (from !== emptyState) {
      const level = levelOf(from);
      const entry = from - firstState[level]!;
      const { child } = levels[level]!;
      if (child![entry] !== child![entry + 1] || backoffOf(levels[level]!, entry) !== 0) break;
      from = shorter(from);
    }
    return from;
  }

  return {
    words,
    order,
    emptyState,
    startState: order > 1 ? minimal(sentenceStartId) : emptyState,
    score(state, word) {
      let backoff = 0;
      for (let from = state; from !== emptyState; from = shorter(from)) {
        const level = levelOf(from);
        const context = from - firstState[level]!;
        const entry = find(level, context, word);
        if (entry >= 0) {
          nextState = minimal(level + 2 < order ? firstState[level + 1]! + entry : extended(shorter(from), word));
          return backoff + scoreOf(levels[level + 1]!, entry);
        }
        backoff += backoffOf(levels[level]!, context);
      }
      nextState = order > 1 ? minimal(word) : emptyState;
      return backoff + levels[0]!.scoreTable[word]!;
    },
    get nextState() {
      return nextState;
    },
    mostLikely,
  };
}

/** The largest score of each word in any n-gram, and what backing off can add to it. */
function upperBounds(levels: readonly Level[], words: number): Float32Array {
  const most = new Float32Array(words).fill(-Infinity);
  let fromBackoffs = 0;
  for (const { word, scoreCode, scoreTable, backoffTable } of levels.toReversed()) {
    // What its own contexts, which are as long, and longer ones add. Tables may hold codes that no entry has; that only
    // makes the bound looser.
    fromBackoffs += backoffTable.reduce((largest, backoff) => Math.max(largest, backoff), 0);
    const count = word === null ? words : word.length;
    for (let i = 0; i < count; i++) {
      const id = word === null ? i : word[i]!;
      const score = scoreTable[scoreCode === null ? i : scoreCode[i]!]! + fromBackoffs;
      if (score > most[id]!) most[id] = score;
    }
  }
  return most;
}
