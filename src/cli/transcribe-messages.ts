import type { Failure } from '../core/errors';
import type { Task } from './batch';
import type { TranscribeOptions } from './transcribe-options';

/** Between a transcription and the processes that share its work. */

export type ToWorker =
  | { readonly type: 'setUp'; readonly options: TranscribeOptions }
  | { readonly type: 'task'; readonly task: Task }
  | { readonly type: 'end' };

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'message'; readonly text: string }
  /** A task's exit status. */
  | { readonly type: 'done'; readonly status: number }
  /** It can't go on with any recording. */
  | { readonly type: 'failed'; readonly failure: Failure };
