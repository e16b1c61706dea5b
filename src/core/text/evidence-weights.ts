import type { CaseClass } from './letter-case';
import type { Mark } from './types';

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

/** Fitted by `npm run bench -- tune-evidence --prior 1` on 1,537 words that Whisper and Moonshine heard; of rows that none of them showed nothing is known. */
export const evidenceWeights: EvidenceWeights = {
  ownMarks: 0.79,
  ownCases: 0.37,
  inside: {
    '': [1.87, 0.1, -0.58, -0.79, -0.33, -0.23, -0.03],
    ',': [-2.17, 1.79, 0.79, -0.37, -0.26, 0.62, -0.41],
    '.': [-0.42, -0.59, 1.38, -0.1, -0.13, -0.02, -0.11],
    '?': [-0.1, -0.09, -0.02, 0.24, -0.02, 0, -0.01],
    '!': [0, 0, 0, 0, 0, 0, 0],
    ':': [0, 0, 0, 0, 0, 0, 0],
    ';': [0, 0, 0, 0, 0, 0, 0],
    any: [0, 0, 0, 0, 0, 0, 0],
  },
  end: {
    '': [-0.03, -0.04, 0.17, -0.06, -0.04, 0, 0],
    ',': [0, 0, 0, 0, 0, 0, 0],
    '.': [0.45, 0.51, 0.73, -0.88, -0.9, -0.17, 0.26],
    '?': [0.3, -0.15, -0.84, 0.78, -0.08, -0.01, -0.01],
    '!': [0, 0, 0, 0, 0, 0, 0],
    ':': [0, 0, 0, 0, 0, 0, 0],
    ';': [0, 0, 0, 0, 0, 0, 0],
    any: [0.01, 0.01, -0.01, -0.01, 0, 0, -0.01],
  },
  cases: {
    lower: [1.59, -0.58, 0.32, -1.32],
    capitalized: [-0.74, 1.47, -0.07, -0.66],
    upper: [-1.5, -1.37, 2.88, -0.01],
    mixed: [0, 0, 0, 0],
    start: [0.14, 0.31, -0.04, -0.41],
  },
};
