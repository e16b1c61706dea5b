import type { Safetensors } from '../../core/model/safetensors';
import type { ModelParts } from '../model-parts';
import type { TimedPipeline } from './pipeline';

/** Memory of the host's process. */
export interface ProcessMemory {
  readonly heapBytes: number;
  readonly rssBytes: number;
}

/** What the engine can't ask of every host; null where it doesn't tell. */
export interface HostMeter {
  memory(): ProcessMemory | null;
  /** Processor time that this process has taken so far, on all its threads. */
  processorMs(): number | null;
}

/** The same chunks through our encoder and another engine's, turn by turn, so that a busy machine slows both. */
export type ReferenceResult =
  | {
      readonly state: 'measured';
      readonly name: string;
      /** Median of a chunk, features to output. */
      readonly referenceMs: number;
      readonly ownMs: number;
      /** Above 1 we are faster. */
      readonly timesAsFast: number;
      /** The same of the fastest tenth, which other processes have disturbed least. */
      readonly timesAsFastAtBest: number;
      readonly chunks: number;
      /** Largest difference of the outputs, relative to the largest output. */
      readonly difference: number;
    }
  | { readonly state: 'unavailable'; readonly name: string; readonly reason: string };

export type CompareWithReference = (
  pipeline: TimedPipeline,
  parts: ModelParts,
  weights: Safetensors,
  options: MeasureOptions,
) => Promise<ReferenceResult>;

export interface MeasureOptions {
  /** Each of the measurements goes on until it has enough, or this long. */
  readonly limitMs: number;
  readonly signal?: AbortSignal;
  readonly host: HostMeter;
  onProgress?(what: string): void;
  /** `npm run bench` has one; the command line goes without. */
  readonly compareWithReference?: CompareWithReference;
}
