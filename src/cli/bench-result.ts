import type { BackendName } from '../core/backend';
import type { Measurement } from '../engine/bench/measure';

/** One model on one backend. */
export type BenchResult = { readonly model: string } & (
  | ({ readonly state: 'measured' } & Measurement)
  | { readonly state: 'unavailable'; readonly backend: BackendName; readonly threads: number; readonly reason: string }
);

export interface Bench {
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    readonly memoryBytes: number;
    readonly system: string;
    readonly node: string;
    /** Processes that wanted a core in the last minute, when measuring began and when it ended; above `cores` the figures are of a busy machine. */
    readonly loadBefore: number;
    readonly loadAfter: number;
  };
  readonly results: readonly BenchResult[];
}
