import type { BackendChoice, BackendName } from '../core/backend';
import type { Failure } from '../core/errors';
import type { Transcript } from '../core/transcript/types';

/** Messages between the page and the speech worker. Every request carries an id; its replies carry the same. */

export type WorkerRequest =
  | { readonly type: 'load'; readonly id: number; readonly modelUrl: string; readonly backend: BackendName | 'auto' }
  | { readonly type: 'start'; readonly id: number; readonly sampleRateHz: number; readonly port: MessagePort }
  | { readonly type: 'stop'; readonly id: number }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'transcribe'; readonly id: number; readonly file: File };

export type WorkerReply =
  | { readonly type: 'loading'; readonly id: number; readonly fraction: number }
  | { readonly type: 'loaded'; readonly id: number; readonly choice: BackendChoice }
  | { readonly type: 'level'; readonly id: number; readonly rmsDb: number }
  | { readonly type: 'transcript'; readonly id: number; readonly transcript: Transcript }
  | { readonly type: 'progress'; readonly id: number; readonly doneMs: number; readonly totalMs: number | null }
  | { readonly type: 'finished'; readonly id: number; readonly transcript: Transcript }
  | { readonly type: 'cancelled'; readonly id: number }
  | { readonly type: 'backendChanged'; readonly choice: BackendChoice }
  | { readonly type: 'failed'; readonly id: number; readonly error: Failure };
