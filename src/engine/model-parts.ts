import type { GraphemeToPhoneme } from '../core/language/g2p';
import type { Language } from '../core/language/language';
import type { ParityParts } from './parity';

/** What the files of a model hold, but for its weights. */
export interface ModelParts extends ParityParts {
  readonly language: Language | null;
  /** Of a model of phones that has one. */
  readonly g2p: GraphemeToPhoneme | null;
}
