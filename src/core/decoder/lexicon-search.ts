import type { Language } from '../language/language';
import { sentenceEndId } from '../language/ngram';
import { createNgramCache } from '../language/ngram-cache';
import type { Word } from '../transcript/types';
import { calibratedConfidence, confidenceEvidence, createAgreement } from './lexicon-confidence';
import { contextState } from '../language/context-state';
import { createContextScores } from './lexicon-contexts';
import { createUserWordScores } from '../language/user-word-scores';
import { createExpansion, isBetweenWords, root } from './lexicon-expansion';
import { createTokens, selectLargest } from './lexicon-tokens';
import { createTraces } from './lexicon-traces';
import { createLexiconWords } from './lexicon-words';
import { searchStart } from './types';
import type { DirectSearch, Joint, Predictor, SearchStart } from './types';

/** One reading of the utterance. */
export interface Hypothesis {
  readonly words: readonly Word[];
  /** Weighted natural logarithms of acoustics, language model and word scores. */
  readonly score: number;
}

/** The search's words, and what it costs. */
export interface LexiconSearch extends DirectSearch {
  /** The best readings of the utterance if it ended now, each with other words, best first. */
  nBest(count: number): readonly Hypothesis[];
  /** Hypotheses alive; `maxTokens` at most. */
  readonly tokens: number;
  /** Candidates that the last frame was searched for. */
  readonly candidates: number;
  /** Word ends that are still remembered. */
  readonly traces: number;
}

/**
 * Where `maxTokens` cut hypotheses off, the next frame looks for candidates this much further down: they are not placed
 * in vain, and a frame that is clearer widens the beam again. Source of the idea: Kaldi's `adaptive_beam`.
 */
const beamSlack = 2;

/** Hypotheses that are kept where the user has words, for each kept without; fewer cost words that were right. */
const roomForUserWords = 1.4;

/**
 * Time-synchronous search over lexicon, n-gram and transducer: in each frame a token takes the blank and stays,
 * takes one phone along an arc of the prefix tree, or the silence between words. The rules are in `docs/SPEC.md`, D20 on.
 * @param frameMs duration of one encoder frame.
 */
export function createLexiconSearch(
  predictor: Predictor,
  joint: Joint,
  language: Language,
  frameMs: number,
  { frame: firstFrame, lastWord: wordBefore, context }: SearchStart = searchStart,
): LexiconSearch {
  const { search, blankId, silenceId, user } = language;
  const lexicon = user?.lexicon ?? language.lexicon;
  const { lmWeight, beam, blankScale } = search;
  // Where words are searched for in addition to the model's own, those must not crowd these out.
  const maxTokens = user === null ? search.maxTokens : Math.ceil(search.maxTokens * roomForUserWords);
  const isGlobal = joint.normalization === 'global';
  const ngram = createNgramCache(language.ngram);
  const contexts = createContextScores(predictor, joint, blankId, blankScale, maxTokens);
  const tokens = createTokens(maxTokens);
  const candidates = createTokens(maxTokens * 2, search.recombination === 'sum');
  const traces = createTraces();
  const userScores = user === null ? null : createUserWordScores(user, language.lexicon, ngram);
  const expansion = createExpansion(language, ngram, userScores, contexts, joint.units, tokens, candidates, traces);
  const agreement = isGlobal ? createAgreement(lexicon.words, tokens, traces, maxTokens) : null;
  const isBetween = (node: number): boolean => isBetweenWords(node, user);
  const words = createLexiconWords(lexicon, isBetween, tokens, traces, frameMs, silenceId !== null, (posterior, share) =>
    isGlobal ? calibratedConfidence(search, confidenceEvidence(posterior, share)) : posterior,
  );
  const kept = new Int32Array(maxTokens);
  let sorting = new Float64Array(maxTokens);
  const end = { word: -1, firstFrame: -1, lastFrame: -1, gapFrame: -1, posterior: 1 };
  let frame = firstFrame - 1;
  /** Index of the best token. */
  let best = 0;
  /** The beam in which candidates are looked for; narrower while more than `maxTokens` are found in it. */
  let frameBeam = beam;
  startUtterance(wordBefore, contextState(language, ngram, context));

  function startUtterance(lastWord: Word | undefined, state: number): void {
    Object.assign(end, { word: -1, firstFrame: -1, lastFrame: -1, gapFrame: -1, posterior: 1 });
    const base = traces.add(-1, end);
    frameBeam = beam;
    tokens.clear();
    const at = tokens.place(root, state, contexts.start, 0);
    const { arrays } = tokens;
    arrays.trace[at] = base;
    for (const field of ['word', 'firstFrame', 'lastFrame', 'pauseFrame'] as const) arrays[field][at] = -1;
    arrays.phoneScore[at] = 0;
    arrays.phones[at] = 0;
    best = 0;
    words.start(base, lastWord);
  }

  /** Keeps the candidates within the beam, `maxTokens` at most, as the next frame's tokens. */
  function prune(): void {
    const { arrays, count } = candidates;
    const { score, trace, word } = arrays;
    let cut = expansion.bestScore - beam;
    let equalsAllowed = Infinity;
    frameBeam = beam;
    if (count > maxTokens) {
      if (sorting.length < count) sorting = new Float64Array(score.length);
      let within = 0;
      for (let i = 0; i < count; i++) if (score[i]! >= cut) sorting[within++] = score[i]!;
      if (within > maxTokens) {
        cut = selectLargest(sorting, within, maxTokens - 1);
        equalsAllowed = maxTokens;
        for (let i = 0; i < within; i++) if (sorting[i]! > cut) equalsAllowed--;
        frameBeam = Math.min(beam, expansion.bestScore - cut + beamSlack);
      }
    }
    let keptCount = 0;
    best = 0;
    for (let i = 0; i < count; i++) {
      if (!(score[i]! > cut) && !(score[i] === cut && equalsAllowed-- > 0)) continue;
      if (word[i] === -1) traces.hold(trace[i]!);
      else endWord(i);
      if (keptCount === 0 || score[i]! > score[kept[best]!]!) best = keptCount;
      kept[keptCount++] = i;
    }
    releaseTokens();
    for (let i = 0; i < keptCount; i++) tokens.append(arrays, kept[i]!);
  }

  function endWord(i: number): void {
    const { trace, word, firstFrame, lastFrame, pauseFrame, phoneScore, phones } = candidates.arrays;
    end.word = word[i]!;
    end.firstFrame = firstFrame[i]!;
    end.lastFrame = lastFrame[i]!;
    end.gapFrame = pauseFrame[i]! >= 0 ? pauseFrame[i]! : firstFrame[i]!;
    end.posterior = Math.exp(phoneScore[i]! / phones[i]!);
    trace[i] = traces.add(trace[i]!, end);
    firstFrame[i] = -1;
    pauseFrame[i] = -1;
  }

  function releaseTokens(): void {
    for (let i = 0; i < tokens.count; i++) traces.release(tokens.arrays.trace[i]!);
    tokens.clear();
  }

  /** Tokens between words, best first with the sentence's end; when there are none, the best token. */
  function endings(): { token: number; score: number }[] {
    const { node, lmState, score } = tokens.arrays;
    const found: { token: number; score: number }[] = [];
    for (let token = 0; token < tokens.count; token++) {
      if (node[token] !== root) continue;
      const sentenceEnd = words.hasWords(token) ? lmWeight * ngram.score(lmState[token]!, sentenceEndId) : 0;
      found.push({ token, score: score[token]! + sentenceEnd });
    }
    if (found.length === 0) found.push({ token: best, score: score[best]! });
    return found.sort((a, b) => b.score - a.score || a.token - b.token);
  }

  const wordsOf = (token: number): Word[] => [...words.committed, ...words.sinceCommitted(token)];

  return {
    advance(data, offset, durationLimitMs) {
      frame++;
      contexts.begin(data, offset);
      expansion.expand(frame, frameBeam);
      prune();
      words.advance(frame, durationLimitMs);
      agreement?.observe(frame);
      words.commit(best);
    },
    get lastUnitFrame() {
      return tokens.arrays.lastFrame[best]!;
    },
    partial() {
      const tentative = words.sinceCommitted(best);
      tentative.push(...words.growing(best, tentative));
      return { committed: words.committed.slice(), tentative };
    },
    endUtterance() {
      const all = wordsOf(endings()[0]!.token);
      releaseTokens();
      startUtterance(all.at(-1), ngram.startState);
      return all;
    },
    nBest(count) {
      const found = new Map<string, Hypothesis>();
      for (const { token, score } of endings()) {
        if (found.size >= count) break;
        const reading = wordsOf(token);
        const text = reading.map((word) => word.text).join(' ');
        if (!found.has(text)) found.set(text, { words: reading, score });
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
