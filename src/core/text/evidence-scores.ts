import { evidenceWeights, type EvidenceWeights } from './evidence-weights';
import type { WordEvidence } from './types';

/** Which row of the weights a word's evidence is; null where it says nothing. */
export function markRow({ mark, isEnd }: WordEvidence): {
  readonly place: 'inside' | 'end';
  readonly mark: keyof EvidenceWeights['inside'];
} {
  return { place: isEnd ? 'end' : 'inside', mark: mark ?? 'any' };
}

export function caseRow({ letterCase, isStart }: WordEvidence): keyof EvidenceWeights['cases'] | null {
  return isStart && letterCase === 'capitalized' ? 'start' : letterCase;
}

/** Moves a punctuator's scores of marks by what another model wrote. */
export function addMarkEvidence(scores: Float32Array, evidence: WordEvidence | null, weights = evidenceWeights): void {
  if (evidence === null) return;
  const { place, mark } = markRow(evidence);
  add(scores, weights.ownMarks, weights[place][mark]);
}

/** As `addMarkEvidence`, for cases. */
export function addCaseEvidence(scores: Float32Array, evidence: WordEvidence | null, weights = evidenceWeights): void {
  const row = evidence === null ? null : caseRow(evidence);
  if (row !== null) add(scores, weights.ownCases, weights.cases[row]);
}

function add(scores: Float32Array, own: number, gains: readonly number[]): void {
  for (const [index, gain] of gains.entries()) scores[index] = own * scores[index]! + gain;
}
