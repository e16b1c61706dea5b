import type { Language } from '../language/language';
import type { Ngram } from '../language/ngram';
import type { ContextScores } from './lexicon-contexts';
import type { TokenArrays, Tokens } from './lexicon-tokens';

/** From the tokens of one frame to the candidates for the next. */
export interface Expansion {
  /** Fills the candidates with all ways to go on by one frame that end no further than `beam` below the best. */
  expand(frame: number, beam: number): void;
  /** Score of the best candidate. */
  readonly bestScore: number;
}

export const root = 0;

/**
 * In each frame a token takes the blank and stays, takes one phone along an arc of the prefix tree, or, between words,
 * the silence.
 */
export function createExpansion(
  { lexicon, search, blankId, silenceId }: Language,
  ngram: Ngram,
  contexts: ContextScores,
  units: number,
  tokens: Tokens,
  candidates: Tokens,
): Expansion {
  const { lmWeight, wordScore, silenceScore, beam, wordBeam = beam } = search;
  const { scores } = contexts;
  const { mostLikely } = ngram;
  const { child, phone: phoneOf, lookahead, wordStart, word: wordAt, wordCost } = lexicon;
  const rootEnd = child[root + 1]!;
  /** The root's arcs after each context: all tokens between words that share it share them. */
  const rootArcs = child[root + 1]! - child[root]!;
  const rows = scores.length / units;
  const rootScores = new Float64Array(rows * rootArcs);
  const rootBest = new Float64Array(rows);
  const rootFrame = new Int32Array(rows).fill(-1);
  let frame = -1;
  let bestScore = -Infinity;
  let cut = -Infinity;
  let wordCut = -Infinity;
  let width = 0;
  let wordWidth = 0;

  function raise(score: number): void {
    if (score <= bestScore) return;
    bestScore = score;
    cut = score - width;
    wordCut = score - wordWidth;
  }

  /** Best score of the root's arcs after a row's context, look-ahead included. */
  function bestFromRoot(row: number): number {
    const index = row / units;
    if (rootFrame[index] !== frame) {
      rootFrame[index] = frame;
      let best = -Infinity;
      for (let to = child[root]!, at = index * rootArcs; to < rootEnd; to++, at++) {
        const score = scores[row + phoneOf[to]!]! + lmWeight * lookahead[to]!;
        rootScores[at] = score;
        if (score > best) best = score;
      }
      rootBest[index] = best;
    }
    return rootBest[index]!;
  }

  /** A good candidate before there are any, so that few are placed in vain. */
  function firstBest(): void {
    const { node, context, score } = tokens.arrays;
    let best = 0;
    for (let i = 0; i < tokens.count; i++) {
      if (score[i]! > score[best]!) best = i;
      raise(score[i]! + scores[contexts.row(context[i]!) + blankId]!);
    }
    const from = node[best]!;
    const row = contexts.row(context[best]!);
    const before = from === root ? 0 : lookahead[from]!;
    for (let to = child[from]!; to < child[from + 1]!; to++) {
      // Where only words end, how good they are is not known yet.
      if (child[to] === child[to + 1]) continue;
      raise(score[best]! + scores[row + phoneOf[to]!]! + lmWeight * (lookahead[to]! - before));
    }
  }

  function stay(i: number, score: number): void {
    const { node, lmState, context } = tokens.arrays;
    const at = candidates.place(node[i]!, lmState[i]!, context[i]!, score);
    if (at >= 0) copyPast(i, candidates.arrays, at);
  }

  function copyPast(i: number, to: TokenArrays, at: number): void {
    const from = tokens.arrays;
    to.trace[at] = from.trace[i]!;
    to.word[at] = -1;
    to.firstFrame[at] = from.firstFrame[i]!;
    to.lastFrame[at] = from.lastFrame[i]!;
    to.pauseFrame[at] = from.pauseFrame[i]!;
    to.phoneScore[at] = from.phoneScore[i]!;
    to.phones[at] = from.phones[i]!;
  }

  function takeSilence(i: number, row: number): void {
    if (silenceId === null) return;
    const { lmState, context, score } = tokens.arrays;
    if (context[i]! % units === silenceId) return;
    const silent = score[i]! + scores[row + silenceId]! + silenceScore;
    if (!(silent >= cut)) return;
    raise(silent);
    const at = candidates.place(root, lmState[i]!, contexts.after(context[i]!, silenceId), silent);
    if (at < 0) return;
    copyPast(i, candidates.arrays, at);
    candidates.arrays.pauseFrame[at] = frame;
  }

  function takeFirstPhones(i: number, row: number): void {
    const score = tokens.arrays.score[i]!;
    if (!(score + bestFromRoot(row) >= cut)) return;
    for (let to = child[root]!, at = (row / units) * rootArcs; to < rootEnd; to++, at++) {
      const arrived = score + rootScores[at]!;
      if (arrived >= cut) arrive(i, row, to, arrived, frame, 0, 0);
    }
  }

  function takeNextPhones(i: number, row: number): void {
    const { node, score, firstFrame, phoneScore, phones } = tokens.arrays;
    // Look-ahead never rises along an arc, so no arc can be better than this.
    if (!(score[i]! + contexts.bestUnitScore(row) >= cut)) return;
    const from = node[i]!;
    const before = lookahead[from]!;
    const end = child[from + 1]!;
    for (let to = child[from]!; to < end; to++) {
      const arrived = score[i]! + scores[row + phoneOf[to]!]! + lmWeight * (lookahead[to]! - before);
      if (arrived >= cut) arrive(i, row, to, arrived, firstFrame[i]!, phoneScore[i]!, phones[i]!);
    }
  }

  /** A token at a node of the tree: within a word, and at the end of every word that ends there. */
  function arrive(
    i: number,
    row: number,
    to: number,
    arrived: number,
    firstFrame: number,
    phoneScore: number,
    phones: number,
  ): void {
    const { lmState, context, trace, pauseFrame } = tokens.arrays;
    const phone = phoneOf[to]!;
    const next = contexts.after(context[i]!, phone);
    if (child[to] !== child[to + 1]) {
      raise(arrived);
      const at = candidates.place(to, lmState[i]!, next, arrived);
      if (at >= 0) fill(at, trace[i]!, -1, firstFrame, pauseFrame[i]!, phoneScore + contexts.logPosterior(row, phone), phones + 1);
    }
    const end = wordStart[to + 1]!;
    for (let j = wordStart[to]!; j < end; j++) {
      const word = wordAt[j]!;
      const acoustic = arrived - lmWeight * (wordCost[j]! + lookahead[to]!) + wordScore;
      if (!(acoustic + lmWeight * mostLikely[word]! >= wordCut)) continue;
      const ended = acoustic + lmWeight * ngram.score(lmState[i]!, word);
      if (!(ended >= wordCut)) continue;
      raise(ended);
      const at = candidates.place(root, ngram.nextState, next, ended);
      if (at >= 0) fill(at, trace[i]!, word, firstFrame, pauseFrame[i]!, phoneScore + contexts.logPosterior(row, phone), phones + 1);
    }
  }

  /** What comes with a phone in this frame. */
  function fill(
    at: number,
    trace: number,
    word: number,
    firstFrame: number,
    pauseFrame: number,
    phoneScore: number,
    phones: number,
  ): void {
    const to = candidates.arrays;
    to.trace[at] = trace;
    to.word[at] = word;
    to.firstFrame[at] = firstFrame;
    to.lastFrame[at] = frame;
    to.pauseFrame[at] = pauseFrame;
    to.phoneScore[at] = phoneScore;
    to.phones[at] = phones;
  }

  return {
    expand(now, frameBeam) {
      frame = now;
      width = frameBeam;
      wordWidth = Math.min(frameBeam, wordBeam);
      bestScore = -Infinity;
      cut = -Infinity;
      wordCut = -Infinity;
      candidates.clear();
      firstBest();
      const { node, context, score } = tokens.arrays;
      for (let i = 0; i < tokens.count; i++) {
        const row = contexts.row(context[i]!);
        const stayed = score[i]! + scores[row + blankId]!;
        if (stayed >= cut) stay(i, stayed);
        if (node[i] === root) {
          takeSilence(i, row);
          takeFirstPhones(i, row);
        } else takeNextPhones(i, row);
      }
    },
    get bestScore() {
      return bestScore;
    },
  };
}
