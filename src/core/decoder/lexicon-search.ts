import type { Language } from '../language/language';
import { sentenceEndId } from '../language/ngram';
import type { Word } from '../transcript/types';
import { createContextScores } from './lexicon-contexts';
import { createTokens, selectLargest } from './lexicon-tokens';
import { createTraces } from './lexicon-traces';
import type { Joint, Predictor, Search } from './types';

/** One reading of the utterance. */
export interface Hypothesis {
  readonly words: readonly Word[];
  /** Weighted natural logarithms of acoustics, language model and word scores. */
  readonly score: number;
}

/** The search's words, and what it costs. */
export interface LexiconSearch extends Search {
  /** The best readings of the utterance if it ended now, each with other words, best first. */
  nBest(count: number): readonly Hypothesis[];
  /** Hypotheses alive; `maxTokens` at most. */
  readonly tokens: number;
  /** Candidates that the last frame was searched for. */
  readonly candidates: number;
  /** Word ends that are still remembered. */
  readonly traces: number;
}

const root = 0;

/**
 * Time-synchronous Viterbi search over lexicon, n-gram and transducer: in each frame a token takes the blank and stays
 * or takes one phone along an arc of the prefix tree. The rules are in `docs/SPEC.md`, D20 on.
 * @param frameMs duration of one encoder frame.
 */
export function createLexiconSearch(
  predictor: Predictor,
  joint: Joint,
  { lexicon, ngram, search, blankId }: Language,
  frameMs: number,
): LexiconSearch {
  const { lmWeight, wordScore, beam, maxTokens, blankScale } = search;
  const contexts = createContextScores(predictor, joint, blankId, blankScale, maxTokens);
  const { scores } = contexts;
  const tokens = createTokens(maxTokens);
  const candidates = createTokens(maxTokens);
  const traces = createTraces();
  const kept = new Int32Array(maxTokens);
  let sorting = new Float64Array(maxTokens);
  let frame = -1;
  /** Index of the best token. */
  let best = 0;
  /** Score of the best candidate so far; what is worse by more than the beam is not placed. */
  let bestScore = 0;
  /** Trace of the last committed word; all tokens' traces lead to it. */
  let base = -1;
  let committed: Word[] = [];
  /** End of the last committed word, also of the utterance before. */
  let committedEndMs = 0;
  let limitMs = Infinity;
  startUtterance();

  function startUtterance(): void {
    base = traces.add(-1, -1, -1, -1, 1);
    committed = [];
    tokens.clear();
    fill(tokens.place(root, ngram.startState, contexts.start, 0), tokens, base, -1, -1, -1, 0, 0);
    best = 0;
  }

  function fill(
    index: number,
    { arrays }: typeof tokens,
    trace: number,
    word: number,
    firstFrame: number,
    lastFrame: number,
    phoneScore: number,
    phones: number,
  ): void {
    if (index < 0) return;
    arrays.trace[index] = trace;
    arrays.word[index] = word;
    arrays.firstFrame[index] = firstFrame;
    arrays.lastFrame[index] = lastFrame;
    arrays.phoneScore[index] = phoneScore;
    arrays.phones[index] = phones;
  }

  /** All ways to go on with one frame. */
  function expand(): void {
    const { node, lmState, context, score, trace, firstFrame, lastFrame, phoneScore, phones } = tokens.arrays;
    candidates.clear();
    bestScore = -Infinity;
    for (let i = 0; i < tokens.count; i++) {
      bestScore = Math.max(bestScore, score[i]! + scores[contexts.row(context[i]!) + blankId]!);
    }
    for (let i = 0; i < tokens.count; i++) {
      const row = contexts.row(context[i]!);
      const stay = score[i]! + scores[row + blankId]!;
      if (stay >= bestScore - beam) {
        const index = candidates.place(node[i]!, lmState[i]!, context[i]!, stay);
        fill(index, candidates, trace[i]!, -1, firstFrame[i]!, lastFrame[i]!, phoneScore[i]!, phones[i]!);
      }
      // Look-ahead never rises along an arc, so no arc can be better than this.
      if (score[i]! + contexts.bestUnitScore(row) >= bestScore - beam) takePhones(i, row);
    }
  }

  /** Every phone that may follow a token, and every word that ends with it. */
  function takePhones(token: number, row: number): void {
    const { node, lmState, context, score, trace, firstFrame, phoneScore, phones } = tokens.arrays;
    const from = node[token]!;
    const lookahead = from === root ? 0 : lexicon.lookahead[from]!;
    for (let to = lexicon.child[from]!; to < lexicon.child[from + 1]!; to++) {
      const phone = lexicon.phone[to]!;
      const arrived = score[token]! + scores[row + phone]! + lmWeight * (lexicon.lookahead[to]! - lookahead);
      if (!(arrived >= bestScore - beam)) continue;
      bestScore = Math.max(bestScore, arrived);
      const first = from === root ? frame : firstFrame[token]!;
      const phoneSum = (from === root ? 0 : phoneScore[token]!) + scores[row + phone]!;
      const phoneCount = (from === root ? 0 : phones[token]!) + 1;
      const next = contexts.after(context[token]!, phone);
      if (lexicon.child[to] !== lexicon.child[to + 1]) {
        const index = candidates.place(to, lmState[token]!, next, arrived);
        fill(index, candidates, trace[token]!, -1, first, frame, phoneSum, phoneCount);
      }
      for (let i = lexicon.wordStart[to]!; i < lexicon.wordStart[to + 1]!; i++) {
        const word = lexicon.word[i]!;
        const lm = ngram.score(lmState[token]!, word) - lexicon.wordCost[i]! - lexicon.lookahead[to]!;
        const ended = arrived + lmWeight * lm + wordScore;
        if (!(ended >= bestScore - beam)) continue;
        bestScore = Math.max(bestScore, ended);
        const index = candidates.place(root, ngram.nextState, next, ended);
        fill(index, candidates, trace[token]!, word, first, frame, phoneSum, phoneCount);
      }
    }
  }

  /** Keeps the candidates within the beam, `maxTokens` at most, as the next frame's tokens. */
  function prune(): void {
    const { score, trace, word, firstFrame, lastFrame, phoneScore, phones } = candidates.arrays;
    const { count } = candidates;
    let cut = bestScore - beam;
    let equalsAllowed = Infinity;
    if (count > maxTokens) {
      if (sorting.length < count) sorting = new Float64Array(score.length);
      for (let i = 0; i < count; i++) sorting[i] = score[i]!;
      const worst = selectLargest(sorting, count, maxTokens - 1);
      if (worst >= cut) {
        cut = worst;
        equalsAllowed = maxTokens;
        for (let i = 0; i < count; i++) if (score[i]! > cut) equalsAllowed--;
      }
    }
    let keptCount = 0;
    best = 0;
    for (let i = 0; i < count; i++) {
      if (!(score[i]! > cut) && !(score[i] === cut && equalsAllowed-- > 0)) continue;
      if (word[i] === -1) traces.hold(trace[i]!);
      else {
        const confidence = Math.exp(phoneScore[i]! / phones[i]!);
        trace[i] = traces.add(trace[i]!, word[i]!, firstFrame[i]!, lastFrame[i]!, confidence);
        firstFrame[i] = -1;
      }
      if (keptCount === 0 || score[i]! > score[kept[best]!]!) best = keptCount;
      kept[keptCount++] = i;
    }
    releaseTokens();
    for (let i = 0; i < keptCount; i++) tokens.append(candidates.arrays, kept[i]!);
  }

  function releaseTokens(): void {
    for (let i = 0; i < tokens.count; i++) traces.release(tokens.arrays.trace[i]!);
    tokens.clear();
  }

  /** Words that all tokens share are certain. */
  function commit(): void {
    while (traces.references(base) === 1) {
      let oldest = tokens.arrays.trace[0]!;
      if (oldest === base) return;
      while (traces.previous(oldest) !== base) oldest = traces.previous(oldest);
      committed.push(wordOf(oldest, committedEndMs));
      committedEndMs = committed.at(-1)!.endMs;
      traces.detach(oldest);
      base = oldest;
    }
  }

  function timed(text: string, firstFrame: number, lastFrame: number, confidence: number, earliestMs: number): Word {
    const startMs = Math.max(earliestMs, Math.min(firstFrame * frameMs, Math.max(0, limitMs - frameMs)));
    const endMs = Math.max(startMs, Math.min((lastFrame + 1) * frameMs, limitMs));
    return { text, startMs, endMs, confidence };
  }

  function wordOf(trace: number, earliestMs: number): Word {
    const text = lexicon.spelling(traces.word(trace));
    return timed(text, traces.firstFrame(trace), traces.lastFrame(trace), traces.confidence(trace), earliestMs);
  }

  /** The words after the last committed one. */
  function wordsSinceCommitted(trace: number): Word[] {
    const path: number[] = [];
    for (let at = trace; at !== base; at = traces.previous(at)) path.unshift(at);
    let endMs = committedEndMs;
    return path.map((at) => {
      const word = wordOf(at, endMs);
      endMs = word.endMs;
      return word;
    });
  }

  /** Tokens between words, best first with the sentence's end; when there are none, the best token. */
  function endings(): { token: number; score: number }[] {
    const { node, lmState, score, trace } = tokens.arrays;
    const found: { token: number; score: number }[] = [];
    for (let token = 0; token < tokens.count; token++) {
      if (node[token] !== root) continue;
      const hasWords = committed.length > 0 || trace[token] !== base;
      const end = hasWords ? lmWeight * ngram.score(lmState[token]!, sentenceEndId) : 0;
      found.push({ token, score: score[token]! + end });
    }
    if (found.length === 0) found.push({ token: best, score: score[best]! });
    return found.sort((a, b) => b.score - a.score || a.token - b.token);
  }

  return {
    advance(data, offset, durationLimitMs) {
      frame++;
      limitMs = durationLimitMs;
      contexts.begin(data, offset);
      expand();
      prune();
      commit();
    },
    get lastUnitFrame() {
      return tokens.arrays.lastFrame[best]!;
    },
    partial() {
      const { node, trace, firstFrame, lastFrame, phoneScore, phones } = tokens.arrays;
      const tentative = wordsSinceCommitted(trace[best]!);
      if (node[best] !== root) {
        const text = lexicon.spelling(lexicon.likeliestWord(node[best]!));
        const confidence = Math.exp(phoneScore[best]! / phones[best]!);
        const earliestMs = tentative.at(-1)?.endMs ?? committedEndMs;
        tentative.push(timed(text, firstFrame[best]!, lastFrame[best]!, confidence, earliestMs));
      }
      return { committed: committed.slice(), tentative };
    },
    endUtterance() {
      const words = [...committed, ...wordsSinceCommitted(tokens.arrays.trace[endings()[0]!.token]!)];
      committedEndMs = words.at(-1)?.endMs ?? committedEndMs;
      releaseTokens();
      startUtterance();
      return words;
    },
    nBest(count) {
      const found = new Map<string, Hypothesis>();
      for (const { token, score } of endings()) {
        if (found.size >= count) break;
        const words = [...committed, ...wordsSinceCommitted(tokens.arrays.trace[token]!)];
        const text = words.map((word) => word.text).join(' ');
        if (!found.has(text)) found.set(text, { words, score });
      }
      return [...found.values()];
    },
    get tokens() {
      return tokens.count;
    },
    get candidates() {
      return candidates.count;
    },
    get traces() {
      return traces.held;
    },
  };
}
