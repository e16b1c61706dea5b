import type { BackendChoice } from '../../core/backend';
import type { Failure } from '../../core/errors';
import { automaticLiveMs, type LiveLengths } from '../../core/model/chunk-length';
import type { ModelStore } from '../../platform/model-host';
import type { ModelEntry } from '../../platform/platform';
import type { FinalState } from '../app/hearing';

/** The loaded model and what runs it. */
export type Engine =
  | { readonly state: 'starting' }
  | { readonly state: 'loading'; readonly model: ModelEntry; readonly fraction: number }
  | { readonly state: 'ready'; readonly model: ModelEntry; readonly choice: BackendChoice }
  /** Its memory is given back until someone speaks. */
  | { readonly state: 'resting'; readonly model: ModelEntry }
  | { readonly state: 'failed'; readonly failure: Failure };

/** The lengths of chunks that live speech can be taken in, and the one that is taken without a choice. */
export interface Latency extends LiveLengths {
  readonly automaticMs: number;
}

export function latencyOf(lengths: LiveLengths | null, choice: BackendChoice): Latency | null {
  return lengths && { ...lengths, automaticMs: automaticLiveMs(lengths, choice) };
}

/** A download under way. */
export interface Download {
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/** What the list of models shows. */
export interface ModelManager {
  /** Null until it has been read. */
  readonly contents: ModelStore | null;
  readonly downloads: Readonly<Record<string, Download>>;
  /** An import or a trial is under way; there is one at a time. */
  readonly isWorking: boolean;
  /** What was done last, or what is being done, to be read out. */
  readonly message: string;
  readonly isProblem: boolean;
}

export interface ModelsSlice {
  /** Those that hear live. */
  readonly models: readonly ModelEntry[];
  readonly engine: Engine;
  /** Those that are installed to hear each segment once more, and what of them is in use. */
  readonly finalModels: readonly ModelEntry[];
  readonly final: FinalState;
  readonly isOnBattery: boolean;
  /** How soon words may be shown; of the model loaded last, while it rests too. Null where there is no choice. */
  readonly latency: Latency | null;
  readonly modelManager: ModelManager;
}

export const modelsSlice: ModelsSlice = {
  models: [],
  engine: { state: 'starting' },
  finalModels: [],
  final: { state: 'off', reason: 'none' },
  isOnBattery: false,
  latency: null,
  modelManager: { contents: null, downloads: {}, isWorking: false, message: '', isProblem: false },
};
