import type { SearchConfig } from '../model/manifest';
import type { Tokens } from './lexicon-tokens';
import type { Traces } from './lexicon-traces';

/** How far the hypotheses agree on a word in the frames after its end. */
export interface Agreement {
  /** Adds to each new word's trace the share of the tokens' mass that has the same word. */
  observe(frame: number): void;
}

/** Agreement is observed for this long: then the words that follow have had their say, and most words are not yet committed. */
const observedFrames = 10;
/** Words of a token that are looked at, the latest first; the same word may be one of them, a little earlier or later. */
const recentWords = 3;
/** Tokens worse than the best by more have no mass. */
const negligible = 10;

/** @param words size of the vocabulary. */
export function createAgreement(words: number, tokens: Tokens, traces: Traces, maxTokens: number): Agreement {
  /** Mass of the tokens that have a word, by word; zero but within `observe`. */
  const mass = new Float64Array(words);
  const touched = new Int32Array(maxTokens * recentWords);
  /** The frame in which a trace was last seen, by trace. */
  let seenIn = new Int32Array(1024).fill(-1);

  return {
    observe(frame) {
      const { score, trace } = tokens.arrays;
      let best = -Infinity;
      for (let i = 0; i < tokens.count; i++) if (score[i]! > best) best = score[i]!;
      let total = 0;
      let count = 0;
      let isAnyNew = false;
      for (let i = 0; i < tokens.count; i++) {
        if (score[i]! < best - negligible) continue;
        const probability = Math.exp(score[i]! - best);
        total += probability;
        let at = trace[i]!;
        for (let k = 0; k < recentWords && at !== -1; k++, at = traces.previous(at)) {
          const word = traces.word(at);
          if (word < 0) break;
          if (traces.shareFrames(at) < observedFrames) isAnyNew = true;
          if (mass[word] === 0) touched[count++] = word;
          mass[word]! += probability;
        }
      }
      if (isAnyNew) {
        for (let i = 0; i < tokens.count; i++) {
          let at = trace[i]!;
          for (let k = 0; k < recentWords && at !== -1; k++, at = traces.previous(at)) {
            const word = traces.word(at);
            if (word < 0) break;
            if (at >= seenIn.length) seenIn = grown(seenIn, at + 1);
            if (seenIn[at] === frame) break;
            seenIn[at] = frame;
            // A token may have the word twice.
            if (traces.shareFrames(at) < observedFrames) traces.addShare(at, Math.min(1, mass[word]! / total));
          }
        }
      }
      for (let i = 0; i < count; i++) mass[touched[i]!] = 0;
    },
  };
}

function grown(values: Int32Array, atLeast: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(atLeast, values.length * 2)).fill(-1);
  larger.set(values);
  return larger;
}

/** Posteriors this close to 0 or 1 count as equal to them. */
const closest = 1e-4;

/** Weight of the hypotheses' agreement beside the sound; what tells right words from wrong ones well on clear and on hard speech. */
const shareWeight = 0.75;

/** One measure of what sound and hypotheses say about a word, on the scale of log-odds. */
export function confidenceEvidence(posterior: number, share: number): number {
  return (1 - shareWeight) * logOdds(posterior) + shareWeight * logOdds(share);
}

function logOdds(probability: number): number {
  const clipped = Math.min(1 - closest, Math.max(closest, probability));
  return Math.log(clipped / (1 - clipped));
}

/** A word's confidence; calibrated when the model's search says how. */
export function calibratedConfidence({ confidenceScale = 1, confidenceOffset = 0 }: SearchConfig, evidence: number): number {
  return 1 / (1 + Math.exp(-(confidenceScale * evidence + confidenceOffset)));
}
