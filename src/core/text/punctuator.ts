import { addCaseEvidence, addMarkEvidence } from './evidence-scores';
import { caseClasses } from './letter-case';
import { marks, parsePunctuatorFile, type PunctuatorParts } from './punctuator-file';
import { applyAffine, PunctuatorNetwork } from './punctuator-network';
import type { Mark, Punctuator, WordEvidence, WordLabel } from './types';

/** A punctuator, and how far left it looks: words further back make no difference to a label. */
export interface BoundedPunctuator extends Punctuator {
  readonly lookbehind: number;
}

/** The punctuator's file below `text/<language>/`. */
export const punctuatorFile = 'punctuator.safetensors';

/** Spoken words that are "I" with or without a verb. */
const firstPerson = /^i(?:'(?:m|d|ll|ve|s|mma))?$/;

/**
 * Reads a punctuator from the bytes of its file. It was tuned on texts whose last word has a long pause: where an utterance
 * ended, its silence belongs in `pausesMs`, or a short text may end without a mark.
 * @throws UtterError `model-invalid`, naming the file, for one that is cut, inconsistent or of another version.
 */
export function parsePunctuator(bytes: Uint8Array, location: string, file: string = punctuatorFile): BoundedPunctuator {
  return new ConvolutionalPunctuator(parsePunctuatorFile(bytes, location, file));
}

/** Whether a sentence begins after this mark. */
export function endsSentence(mark: Mark): boolean {
  return mark === '.' || mark === '?' || mark === '!';
}

class ConvolutionalPunctuator implements BoundedPunctuator {
  readonly lookahead: number;
  readonly lookbehind: number;
  readonly #parts: PunctuatorParts;
  readonly #network: PunctuatorNetwork;

  constructor(parts: PunctuatorParts) {
    this.#parts = parts;
    this.#network = new PunctuatorNetwork(parts);
    this.lookahead = this.#network.lookahead;
    // Whether a word begins a sentence is said by the mark before it.
    this.lookbehind = this.#network.lookbehind + 1;
  }

  label(
    words: readonly string[],
    pausesMs: readonly (number | null)[],
    from: number,
    to: number,
    evidence: readonly (WordEvidence | null)[] = [],
  ): readonly WordLabel[] {
    const end = Math.min(to, words.length);
    const begin = Math.max(0, from);
    if (begin >= end) return [];
    const labels: WordLabel[] = [];
    const markScores = new Float32Array(marks.length);
    const caseScores = new Float32Array(caseClasses.length);
    const spoken = words.map((word) => word.toLowerCase());
    let isStart = true;
    this.#network.run(spoken, Math.max(0, begin - 1), end, (vector, at) => {
      const read = evidence[at] ?? null;
      applyAffine(this.#parts.mark, vector, markScores);
      this.#addPause(markScores, pausesMs[at] ?? null);
      addMarkEvidence(markScores, read);
      const mark = marks[largest(markScores)]!;
      if (at >= begin) {
        applyAffine(this.#parts.case, vector, caseScores);
        addCaseEvidence(caseScores, read);
        const caseClass = largest(caseScores);
        const inside = this.#written(words[at]!, caseClass, false, read);
        const written = isStart ? this.#written(words[at]!, caseClass, true, read) : inside;
        labels.push({ written, ...(inside !== written && { inside }), mark });
      }
      isStart = endsSentence(mark);
    });
    return labels;
  }

  #addPause(scores: Float32Array, pauseMs: number | null): void {
    const { markOffsets, pauses } = this.#parts;
    for (let m = 0; m < scores.length; m++) scores[m]! += markOffsets[m]!;
    if (pauseMs === null) return;
    let row = pauses.boundsMs.findIndex((bound) => pauseMs < bound);
    if (row === -1) row = pauses.boundsMs.length;
    for (let m = 0; m < scores.length; m++) scores[m]! += pauses.scores[row * scores.length + m]!;
  }

  #written(word: string, caseClass: number, isStart: boolean, evidence: WordEvidence | null): string {
    // A word that has capitals already, such as one of the user's own, is written as it is.
    if (word !== word.toLowerCase()) return word;
    if (firstPerson.test(word)) return capitalized(word);
    const form = this.#parts.forms.get(word);
    if (form !== undefined) return form;
    // How the capitals lie in "iPhone" or "NASA's" is known from there alone.
    if (evidence?.form && caseClass >= 2 && evidence.letterCase === caseClasses[caseClass]) return evidence.form;
    switch (caseClasses[caseClass]!) {
      case 'upper':
        return word.toUpperCase();
      case 'mixed':
      case 'capitalized':
        return capitalized(word);
      case 'lower':
        return isStart ? capitalized(word) : word;
    }
  }
}

function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function largest(scores: Float32Array): number {
  let best = 0;
  for (let i = 1; i < scores.length; i++) if (scores[i]! > scores[best]!) best = i;
  return best;
}
