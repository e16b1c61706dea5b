import type { Mark } from './types';
import type { CaseClass } from './word-evidence';

/** Nats that a mark or case gains for what a final model wrote; in the order of `marks` and of `caseClasses`. */
export interface EvidenceWeights {
  /** What the punctuator's own scores count beside it. */
  readonly ownMarks: number;
  readonly ownCases: number;
  /** By the mark that was written within the model's text, and at its end; `any` where that says nothing. */
  readonly inside: Readonly<Record<Mark | 'any', readonly number[]>>;
  readonly end: Readonly<Record<Mark | 'any', readonly number[]>>;
  /** `start`: a capital where one is due anyway. */
  readonly cases: Readonly<Record<CaseClass | 'start', readonly number[]>>;
}

const none: readonly number[] = [0, 0, 0, 0, 0, 0, 0];
const nothing = { '': none, ',': none, '.': none, '?': none, '!': none, ':': none, ';': none, any: none };

export const evidenceWeights: EvidenceWeights = {
  ownMarks: 1,
  ownCases: 1,
  inside: nothing,
  end: nothing,
  cases: { lower: [0, 0, 0, 0], capitalized: [0, 0, 0, 0], start: [0, 0, 0, 0], upper: [0, 0, 0, 0], mixed: [0, 0, 0, 0] },
};
