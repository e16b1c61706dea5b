/** Tokens of one frame, as arrays; the fields of token i are at index i. */
export interface TokenArrays {
  readonly node: Int32Array;
  readonly lmState: Int32Array;
  readonly context: Int32Array;
  readonly score: Float64Array;
  /** Trace of the words before the one in `firstFrame` … `phones`. */
  readonly trace: Int32Array;
  /** The word that ended in this frame, or -1. */
  readonly word: Int32Array;
  /** Frames of the first phone of the word being said (or just ended), and of the last phone at all; -1 for none. */
  readonly firstFrame: Int32Array;
  readonly lastFrame: Int32Array;
  /** Frame of the silence after the words in `trace`; -1 for none. */
  readonly pauseFrame: Int32Array;
  /** Sum of the word's phones' ln posteriors, and their number. */
  readonly phoneScore: Float32Array;
  readonly phones: Int32Array;
}

/**
 * Tokens with recombination: of those with the same node, language model state and context only the best is kept, with
 * its own score or that of all of them together.
 */
export interface Tokens {
  readonly count: number;
  /** Replaced when it grows: read it again after `place`. */
  readonly arrays: TokenArrays;
  clear(): void;
  /** Where a token with this key and score belongs, or -1 when an equal or better one is there: only its score may change then. */
  place(node: number, lmState: number, context: number, score: number): number;
  /** Makes this the token of another set, without looking at its key. */
  append(from: TokenArrays, index: number): void;
}

/** What is less likely by more nats adds nothing to a sum. */
const negligible = 12;

/** @param sums whether the scores of tokens with the same key, ln probabilities, are added up. */
export function createTokens(initialCapacity: number, sums = false): Tokens {
  let capacity = powerOfTwo(initialCapacity);
  let arrays = allocate(capacity);
  /** Score of the token whose past is kept, among those with its key. */
  let best = new Float64Array(capacity);
  let count = 0;
  /** Open addressing, half full at most: token index, valid in the round that is noted beside it. */
  let slotToken = new Int32Array(capacity * 2);
  let slotRound = new Int32Array(capacity * 2);
  let round = 1;

  /** The slot that has the key, or the empty one where it belongs. */
  function slotOf(node: number, lmState: number, context: number): number {
    const mask = slotToken.length - 1;
    let slot = hash(node, lmState, context) & mask;
    while (slotRound[slot] === round) {
      const token = slotToken[slot]!;
      if (arrays.node[token] === node && arrays.lmState[token] === lmState && arrays.context[token] === context) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  function grow(): void {
    const smaller = arrays;
    capacity *= 2;
    arrays = allocate(capacity);
    for (const name of Object.keys(arrays) as (keyof TokenArrays)[]) arrays[name].set(smaller[name]);
    const fewer = best;
    best = new Float64Array(capacity);
    best.set(fewer);
    slotToken = new Int32Array(capacity * 2);
    slotRound = new Int32Array(capacity * 2);
    round = 1;
    for (let token = 0; token < count; token++) {
      const slot = slotOf(arrays.node[token]!, arrays.lmState[token]!, arrays.context[token]!);
      slotToken[slot] = token;
      slotRound[slot] = round;
    }
  }

  return {
    get count() {
      return count;
    },
    get arrays() {
      return arrays;
    },
    clear() {
      count = 0;
      round++;
    },
    place(node, lmState, context, score) {
      if (count === capacity) grow();
      const slot = slotOf(node, lmState, context);
      let token = count;
      if (slotRound[slot] === round) {
        token = slotToken[slot]!;
        const other = arrays.score[token]!;
        const isBetter = score > best[token]!;
        if (isBetter) best[token] = score;
        const distance = Math.abs(score - other);
        if (sums && distance < negligible) arrays.score[token] = Math.max(score, other) + Math.log1p(Math.exp(-distance));
        else if (score > other) arrays.score[token] = score;
        return isBetter ? token : -1;
      }
      slotToken[slot] = token;
      slotRound[slot] = round;
      arrays.node[token] = node;
      arrays.lmState[token] = lmState;
      arrays.context[token] = context;
      arrays.score[token] = score;
      best[token] = score;
      count++;
      return token;
    },
    append(from, index) {
      if (count === capacity) grow();
      arrays.node[count] = from.node[index]!;
      arrays.lmState[count] = from.lmState[index]!;
      arrays.context[count] = from.context[index]!;
      arrays.score[count] = from.score[index]!;
      arrays.trace[count] = from.trace[index]!;
      arrays.word[count] = from.word[index]!;
      arrays.firstFrame[count] = from.firstFrame[index]!;
      arrays.lastFrame[count] = from.lastFrame[index]!;
      arrays.pauseFrame[count] = from.pauseFrame[index]!;
      arrays.phoneScore[count] = from.phoneScore[index]!;
      arrays.phones[count] = from.phones[index]!;
      count++;
    },
  };
}

/** The `rank`-th largest of `values[0 … count]` (0 is the largest); reorders them. Hoare's quickselect. */
export function selectLargest(values: Float64Array, count: number, rank: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const pivot = values[(low + high) >>> 1]!;
    let left = low;
    let right = high;
    while (left <= right) {
      while (values[left]! > pivot) left++;
      while (values[right]! < pivot) right--;
      if (left > right) break;
      const swapped = values[left]!;
      values[left++] = values[right]!;
      values[right--] = swapped;
    }
    if (rank <= right) high = right;
    else if (rank >= left) low = left;
    else return values[rank]!;
  }
  return values[rank]!;
}

function allocate(capacity: number): TokenArrays {
  return {
    node: new Int32Array(capacity),
    lmState: new Int32Array(capacity),
    context: new Int32Array(capacity),
    score: new Float64Array(capacity),
    trace: new Int32Array(capacity),
    word: new Int32Array(capacity),
    firstFrame: new Int32Array(capacity),
    lastFrame: new Int32Array(capacity),
    pauseFrame: new Int32Array(capacity),
    phoneScore: new Float32Array(capacity),
    phones: new Int32Array(capacity),
  };
}

function powerOfTwo(atLeast: number): number {
  let power = 1;
  while (power < atLeast) power *= 2;
  return power;
}

/** Multiplicative mixing, so that neighbouring nodes and states spread. */
function hash(node: number, lmState: number, context: number): number {
  let mixed = Math.imul(node, 0x9e3779b1) ^ Math.imul(lmState, 0x85ebca6b) ^ Math.imul(context, 0xc2b2ae35);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}
