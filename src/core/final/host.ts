import type { Cancellation } from './types';

/** What the final pass needs of where it runs. */
export interface FinalHost {
  nowMs(): number;
  /** Runs `work` after a while. @returns what calls it off. */
  after(delayMs: number, work: () => void): () => void;
  /** An `AbortController`. */
  createController(): Canceller;
}

export interface Canceller {
  readonly signal: Cancellation;
  abort(): void;
}
