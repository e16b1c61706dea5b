import type { Lexicon } from '../language/lexicon';
import type { Word } from '../transcript/types';
import type { Tokens } from './lexicon-tokens';
import type { Traces } from './lexicon-traces';

/** Words of an utterance with their times, from the traces of its tokens. */
export interface LexiconWords {
  /** Words that never change again. */
  readonly committed: readonly Word[];
  /** Commits the words that all tokens share, as the best token has them. */
  commit(best: number): void;
  /** The words of a token after the committed ones. */
  sinceCommitted(token: number): Word[];
  /** The word that a token is in the middle of, if any. @param after the token's words before it. */
  growing(token: number, after: readonly Word[]): Word[];
  /** Whether a token has words. */
  hasWords(token: number): boolean;
  /** A new utterance, whose words come after the last one's. @param base trace of its start. */
  start(base: number, lastWord: Word | undefined): void;
  /** @param durationLimitMs where words must end. */
  advance(frame: number, durationLimitMs: number): void;
}

/** Where no silence was heard after a word, its last phone is taken to last this long. */
const longestPhoneMs = 300;

/**
 * @param isBetween whether a node lies between words.
 * @param frameMs duration of one encoder frame.
 * @param hasSilence whether the model says where silence begins; otherwise a word ends with its last phone's frame.
 * @param confidenceOf of a word with the given mean posterior of its phones and share of agreeing hypotheses.
 */
export function createLexiconWords(
  lexicon: Lexicon,
  isBetween: (node: number) => boolean,
  tokens: Tokens,
  traces: Traces,
  frameMs: number,
  hasSilence: boolean,
  confidenceOf: (posterior: number, share: number) => number,
): LexiconWords {
  const longestPhone = Math.max(1, Math.round(longestPhoneMs / frameMs));
  let committed: Word[] = [];
  let frame = -1;
  let limitMs = Infinity;
  /** Trace of the last committed word; all tokens' traces lead to it. */
  let base = -1;
  /** End of the last committed word, also of the utterance before. */
  let committedEndMs = 0;

  /** Frame in which something follows the last word in the token's trace; -1 while its last phone goes on. */
  function followingFrame(token: number): number {
    const { node, firstFrame, pauseFrame } = tokens.arrays;
    if (pauseFrame[token]! >= 0) return pauseFrame[token]!;
    return isBetween(node[token]!) ? -1 : firstFrame[token]!;
  }

  function timed(text: string, firstFrame: number, endFrame: number, confidence: number, earliestMs: number): Word {
    const startMs = Math.max(earliestMs, Math.min(firstFrame * frameMs, Math.max(0, limitMs - frameMs)));
    const endMs = Math.max(startMs, Math.min(endFrame * frameMs, limitMs));
    return { text, startMs, endMs, confidence };
  }

  /** @param following where the next word or silence begins; -1 where nothing does yet. */
  function wordOf(trace: number, following: number, earliestMs: number): Word {
    const lastFrame = traces.lastFrame(trace);
    const latest = hasSilence ? lastFrame + longestPhone : lastFrame + 1;
    const endFrame = Math.min(latest, following >= 0 ? following : frame + 1);
    const confidence = confidenceOf(traces.posterior(trace), traces.meanShare(trace));
    return timed(lexicon.spelling(traces.word(trace)), traces.firstFrame(trace), endFrame, confidence, earliestMs);
  }

  return {
    get committed() {
      return committed;
    },
    commit(best) {
      while (traces.references(base) === 1) {
        let oldest = tokens.arrays.trace[best]!;
        if (oldest === base) return;
        let following = followingFrame(best);
        for (; traces.previous(oldest) !== base; oldest = traces.previous(oldest)) following = traces.gapFrame(oldest);
        const isGoingOn = hasSilence && following < 0 && frame + 1 < traces.lastFrame(oldest) + longestPhone;
        if (isGoingOn) return;
        const word = wordOf(oldest, following, committedEndMs);
        committed.push(...wordsOf(word));
        committedEndMs = word.endMs;
        traces.detach(oldest);
        base = oldest;
      }
    },
    sinceCommitted(token) {
      const path: number[] = [];
      for (let at = tokens.arrays.trace[token]!; at !== base; at = traces.previous(at)) path.unshift(at);
      let endMs = committedEndMs;
      return path.flatMap((at, i) => {
        const next = path[i + 1];
        const word = wordOf(at, next === undefined ? followingFrame(token) : traces.gapFrame(next), endMs);
        endMs = word.endMs;
        return wordsOf(word);
      });
    },
    growing(token, after) {
      const { node, firstFrame, lastFrame, phoneScore, phones } = tokens.arrays;
      if (isBetween(node[token]!)) return [];
      const posterior = Math.exp(phoneScore[token]! / phones[token]!);
      const text = lexicon.spelling(lexicon.likeliestWord(node[token]!));
      const earliestMs = after.at(-1)?.endMs ?? committedEndMs;
      return wordsOf(timed(text, firstFrame[token]!, lastFrame[token]! + 1, confidenceOf(posterior, posterior), earliestMs));
    },
    hasWords: (token) => committed.length > 0 || tokens.arrays.trace[token] !== base,
    start(newBase, lastWord) {
      base = newBase;
      committed = [];
      committedEndMs = lastWord?.endMs ?? committedEndMs;
    },
    advance(now, durationLimitMs) {
      frame = now;
      limitMs = durationLimitMs;
    },
  };
}

/** A spelling with spaces as words that share its time by their letters: nothing is known of where one ends. */
function wordsOf(word: Word): Word[] {
  const parts = word.text.split(' ');
  if (parts.length === 1) return [word];
  const letters = parts.reduce((sum, part) => sum + part.length, 0);
  let [before, startMs] = [0, word.startMs];
  return parts.map((text) => {
    before += text.length;
    const endMs = word.startMs + ((word.endMs - word.startMs) * before) / letters;
    const part = { ...word, text, startMs, endMs };
    startMs = endMs;
    return part;
  });
}
