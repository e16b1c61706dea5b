import type { Failure } from '../core/errors';
import type { FinalSegment, FinalText, FinalTier } from '../core/final/types';
import type { Word } from '../core/transcript/types';

/**
 * Messages between the speech worker and the final worker, which hears each segment again. It has a thread of its
 * own: live words must not wait for it. Every request carries an id; its replies carry the same. `load`, `hear` and
 * `refresh` end with exactly one of their answers, `aborted` and `failed`; `abort` names the request it is for.
 */
export type FinalRequest =
  | ({ readonly type: 'load'; readonly id: number } & FinalWish)
  | { readonly type: 'hear' | 'refresh'; readonly id: number; readonly segment: FinalSegment }
  | { readonly type: 'abort'; readonly id: number };

export type FinalReply =
  | { readonly type: 'loading'; readonly id: number; readonly fraction: number }
  | { readonly type: 'loaded'; readonly id: number; readonly facts: FinalFacts }
  | { readonly type: 'heard'; readonly id: number; readonly text: FinalText }
  | { readonly type: 'refreshed'; readonly id: number; readonly words: readonly Word[] | null }
  | { readonly type: 'aborted'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly error: Failure };

/** Which final models are to be loaded, by the addresses of their folders, and what they will hear. */
export interface FinalWish {
  readonly models: { readonly small: string | null; readonly large: string | null };
  /** `auto`: as many as the self-test finds the machine fast enough for. */
  readonly tier: FinalTier | 'auto';
  /** ISO 639-1 codes. */
  readonly languages: readonly string[];
}

/** What the self-test found of one model. */
export interface FinalReport {
  readonly modelId: string;
  /** How long 10 s of speech take. */
  readonly msFor10s: number;
  readonly loadMs: number;
  readonly bytes: number;
}

/** What came of loading. */
export interface FinalFacts {
  readonly tier: FinalTier;
  /** Why this tier, in English. */
  readonly reason: string;
  /** Of the models in use; empty without any. */
  readonly modelIds: readonly string[];
  readonly reports: readonly FinalReport[];
  /** Of the processor, that each model may use. */
  readonly threads: number;
}
