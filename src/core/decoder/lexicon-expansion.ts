import type { Language } from '../language/language';
import type { Ngram } from '../language/ngram';
import type { UserVocabulary } from '../language/vocabulary';
import type { UserWordScores } from '../language/user-word-scores';
import type { ContextScores } from './lexicon-contexts';
import type { TokenArrays, Tokens } from './lexicon-tokens';
import type { Traces } from './lexicon-traces';

/** From the tokens of one frame to the candidates for the next. */
export interface Expansion {
  /** Fills the candidates with all ways to go on by one frame that end no further than `beam` below the best. */
  expand(frame: number, beam: number): void;
  /** Score of the best candidate. */
  readonly bestScore: number;
}

export const root = 0;

/** Whether words end and begin at a node: at the root, and between two words of a user's entry. */
export function isBetweenWords(node: number, user: UserVocabulary | null): boolean {
  return node === root || (user !== null && node >= user.firstJunction && node < user.endJunction);
}

function userNodes(user: UserVocabulary | null) {
  if (user === null) return { firstUserWord: Infinity, firstJunction: 0, endJunction: 0, firstArc: 0, endArc: 0 };
  const { firstWord, firstJunction, endJunction, firstArc, endArc } = user;
  return { firstUserWord: firstWord, firstJunction, endJunction, firstArc, endArc };
}

/**
 * In each frame a token takes the blank and stays, takes one phone along an arc of the prefix tree, or, between words,
 * the silence.
 * @param userScores of the language's user words; null where it has none.
 */
export function createExpansion(
  { lexicon: modelLexicon, search, blankId, silenceId, user }: Language,
  ngram: Ngram,
  userScores: UserWordScores | null,
  contexts: ContextScores,
  units: number,
  tokens: Tokens,
  candidates: Tokens,
  traces: Traces,
): Expansion {
  const { lmWeight, wordScore, silenceScore, speechScore, beam, wordBeam = beam } = search;
  const { scores } = contexts;
  const { mostLikely } = ngram;
  const { child, phone: phoneOf, lookahead, wordStart, word: wordAt, wordCost } = user?.lexicon ?? modelLexicon;
  const rootEnd = child[root + 1]!;
  const { firstUserWord, firstJunction, endJunction, firstArc, endArc } = userNodes(user);
  /** The root's arcs after each context, then the user's: all tokens between words that share it share them. */
  const rootArcs = child[root + 1]! - child[root]! + endArc - firstArc;
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

  /** What a token pays for its next word if that is the utterance's first: until then nobody need have spoken. */
  function beginning(i: number): number {
    return traces.word(tokens.arrays.trace[i]!) === -1 ? speechScore : 0;
  }

  /** Best score of the root's arcs after a row's context, look-ahead included. */
  function bestFromRoot(row: number): number {
    const index = row / units;
    if (rootFrame[index] !== frame) {
      rootFrame[index] = frame;
      let best = -Infinity;
      let at = index * rootArcs;
      for (let to = child[root]!; to < rootEnd; to++, at++) {
        const score = scores[row + phoneOf[to]!]! + lmWeight * lookahead[to]!;
        rootScores[at] = score;
        if (score > best) best = score;
      }
      for (let to = firstArc; to < endArc; to++, at++) {
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
      raise(
        score[best]! + (from === root ? beginning(best) : 0) + scores[row + phoneOf[to]!]! + lmWeight * (lookahead[to]! - before),
      );
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
    const at = candidates.place(tokens.arrays.node[i]!, lmState[i]!, contexts.after(context[i]!, silenceId), silent);
    if (at < 0) return;
    copyPast(i, candidates.arrays, at);
    candidates.arrays.pauseFrame[at] = frame;
  }

  function takeFirstPhones(i: number, row: number): void {
    const score = tokens.arrays.score[i]! + beginning(i);
    if (!(score + bestFromRoot(row) >= cut)) return;
    let at = (row / units) * rootArcs;
    for (let to = child[root]!; to < rootEnd; to++, at++) {
      const arrived = score + rootScores[at]!;
      if (arrived >= cut) arrive(i, row, to, arrived, frame, 0, 0);
    }
    for (let to = firstArc; to < endArc; to++, at++) {
      const arrived = score + rootScores[at]!;
      if (arrived >= cut) arrive(i, row, to, arrived, frame, 0, 0);
    }
  }

  /** First phones of the next word of a user's entry. */
  function takeEntryPhones(i: number, row: number): void {
    const { node, score } = tokens.arrays;
    const from = node[i]!;
    for (let to = child[from]!; to < child[from + 1]!; to++) {
      const arrived = score[i]! + scores[row + phoneOf[to]!]! + lmWeight * lookahead[to]!;
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
      if (at >= 0)
        fill(at, trace[i]!, -1, firstFrame, pauseFrame[i]!, phoneScore + contexts.logPosterior(row, phone), phones + 1);
    }
    const end = wordStart[to + 1]!;
    for (let j = wordStart[to]!; j < end; j++) {
      const word = wordAt[j]!;
      const acoustic = arrived - lmWeight * (wordCost[j]! + lookahead[to]!) + wordScore;
      const isUsers = word >= firstUserWord;
      if (!isUsers && !(acoustic + lmWeight * mostLikely[word]! >= wordCut)) continue;
      const language = isUsers ? userScores!.score(lmState[i]!, word) : ngram.score(lmState[i]!, word);
      const ended = acoustic + lmWeight * language;
      if (!(ended >= wordCut)) continue;
      raise(ended);
      const nextState = isUsers ? userScores!.nextState : ngram.nextState;
      const at = candidates.place(isUsers ? user!.next(j) : root, nextState, next, ended);
      if (at >= 0)
        fill(at, trace[i]!, word, firstFrame, pauseFrame[i]!, phoneScore + contexts.logPosterior(row, phone), phones + 1);
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
        } else if (node[i]! >= firstJunction && node[i]! < endJunction) {
          takeSilence(i, row);
          takeEntryPhones(i, row);
        } else takeNextPhones(i, row);
      }
    },
    get bestScore() {
      return bestScore;
    },
  };
}
