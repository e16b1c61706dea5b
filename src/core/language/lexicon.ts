import type { TensorFile } from '../model/safetensors';
import { specialWords } from './ngram';
import { createWordIndex } from './word-index';

/** Pronunciations as a prefix tree over phones, in arrays. Node 0 is the root; a node's children are contiguous. */
export interface Lexicon {
  readonly words: number;
  readonly nodes: number;
  /** Unit id of the phone that leads to a node; the root's means nothing. */
  readonly phone: Uint8Array;
  /** Children of node n: child[n] … child[n + 1]. */
  readonly child: Uint32Array;
  /** Pronunciations that end at node n: wordStart[n] … wordStart[n + 1], indices into `word` and `wordCost`. */
  readonly wordStart: Uint32Array;
  readonly word: Uint32Array;
  /** −ln P(pronunciation | word). */
  readonly wordCost: Float32Array;
  /** Largest ln P(word) of the words at and below a node. */
  readonly lookahead: Float32Array;
  spelling(word: number): string;
  /** The word that is spelled so, or -1. */
  idOf(spelling: string): number;
  /** The word at or below a node that `lookahead` is about. */
  likeliestWord(node: number): number;
}

/**
 * Reads the arrays of `docs/model-format.md` and checks that every index in them leads somewhere.
 * @param unitCount phones are units below this.
 * @param fail throws `model-invalid` with the file's name and the problem given.
 */
export function parseLexicon(
  tensors: TensorFile,
  unitCount: number,
  blankId: number,
  fail: (problem: string, cause?: unknown) => never,
): Lexicon {
  const words = tensors.vectorLength('word.offset') - 1;
  const nodes = tensors.vectorLength('node.phone');
  const pronunciations = tensors.vectorLength('node.word');
  if (words <= specialWords.length || nodes < 2 || pronunciations === 0) fail('has no words');
  const text = tensors.uint8('word.text', [tensors.vectorLength('word.text')]);
  const offset = tensors.uint32('word.offset', [words + 1]);
  const phone = tensors.uint8('node.phone', [nodes]);
  const child = tensors.uint32('node.child', [nodes + 1]);
  const wordStart = tensors.uint32('node.wordStart', [nodes + 1]);
  const word = tensors.uint32('node.word', [pronunciations]);
  const wordCost = tensors.read('node.wordCost', [pronunciations]);
  const lookahead = tensors.read('node.lookahead', [nodes]);

  checkRanges(offset, 0, text.length, 'word.offset', fail);
  checkRanges(child, 1, nodes, 'node.child', fail);
  checkRanges(wordStart, 0, pronunciations, 'node.wordStart', fail);
  if (wordStart[1] !== 0) fail('has a word without phones');
  // A little below zero is a certain pronunciation, rounded.
  if (!wordCost.every((cost) => cost > -0.01 && cost < Infinity)) fail('has a negative or infinite node.wordCost');
  for (const id of word) if (id < specialWords.length || id >= words) fail(`has word ${id} in node.word, of ${words} words`);
  for (let node = 0; node < nodes; node++) {
    const isLeaf = child[node] === child[node + 1];
    if (!isLeaf && child[node]! <= node) fail(`has node ${node} that comes after its children`);
    if (isLeaf && wordStart[node] === wordStart[node + 1]) fail(`has node ${node} that leads to no word`);
    if (node > 0 && (phone[node]! >= unitCount || phone[node] === blankId)) {
      fail(`has phone ${phone[node]} at node ${node}, but the model's phones are its ${unitCount} units except ${blankId}`);
    }
    if (!(lookahead[node]! <= 0 && lookahead[node]! > -Infinity))
      fail(`has a look-ahead at node ${node} that is not a probability`);
    for (let next = child[node]!; next < child[node + 1]!; next++) {
      if (lookahead[next]! > lookahead[node]!) fail(`has a look-ahead that grows below node ${node}`);
    }
  }

  const spelling = (id: number): string => fromUtf8(text.subarray(offset[id]!, offset[id + 1]!));
  for (let id = 0; id < words; id++) {
    try {
      const expected = specialWords[id];
      const isSpelled = expected === undefined ? offset[id] !== offset[id + 1] : spelling(id) === expected;
      if (!isSpelled) fail(`has word ${id} spelled "${spelling(id)}"`);
      // Decoding is needed only to see whether it can be done.
      if (!isAscii(text, offset[id]!, offset[id + 1]!)) spelling(id);
    } catch (error) {
      if (error instanceof URIError) fail(`has word ${id} whose spelling is not UTF-8`, error);
      throw error;
    }
  }

  return {
    words,
    nodes,
    phone,
    child,
    wordStart,
    word,
    wordCost,
    lookahead,
    spelling,
    idOf: createWordIndex(text, offset, specialWords.length),
    likeliestWord: (node) => likeliestWordBelow({ child, lookahead, wordStart, word }, node),
  };
}

type Tree = Pick<Lexicon, 'child' | 'lookahead' | 'wordStart' | 'word'>;

/** The word at or below a node that its look-ahead is about. */
export function likeliestWordBelow({ child, lookahead, wordStart, word }: Tree, node: number): number {
  for (let at = node; ;) {
    let next = -1;
    for (let c = child[at]!; c < child[at + 1]!; c++) if (next < 0 || lookahead[c]! > lookahead[next]!) next = c;
    const hasWord = wordStart[at] !== wordStart[at + 1];
    // Ids are sorted by frequency: of words that sound alike, the first is the likeliest.
    if (hasWord && (next < 0 || lookahead[next]! < lookahead[at]!)) return leastId(word, wordStart[at]!, wordStart[at + 1]!);
    at = next;
  }
}

function checkRanges(starts: Uint32Array, first: number, end: number, name: string, fail: (problem: string) => never): void {
  if (starts[0] !== first || starts.at(-1) !== end) fail(`has ${name} that does not span ${first} to ${end}`);
  for (let i = 1; i < starts.length; i++) if (starts[i]! < starts[i - 1]!) fail(`has ${name} that is not ascending at ${i}`);
}

function leastId(ids: Uint32Array, from: number, to: number): number {
  let least = ids[from]!;
  for (let i = from + 1; i < to; i++) least = Math.min(least, ids[i]!);
  return least;
}

function isAscii(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i]! > 127) return false;
  return true;
}

/** ECMAScript's only decoder of UTF-8 is that of URIs; throws URIError. */
function fromUtf8(bytes: Uint8Array): string {
  return decodeURIComponent(Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
}
