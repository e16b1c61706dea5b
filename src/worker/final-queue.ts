import type { Failure } from '../core/errors';
import type { Cancellation, FinalSegment, FinalText } from '../core/final/types';
import type { Word } from '../core/transcript/types';

/** Lower comes first. */
export const urgencies = { dictation: 0, recording: 1 } as const;
export type Urgency = (typeof urgencies)[keyof typeof urgencies];

/** Who hears through the pass. */
export interface FinalListener {
  readonly urgency: Urgency;
  /** Whether streamed words can stand in where the final ones are unavailable. */
  readonly hasLiveWords: boolean;
  /** Of the whole dictation or recording. */
  readonly signal: AbortSignal;
}

/** A segment that waits to be heard, or is being heard. */
export interface FinalJob {
  readonly type: 'hear' | 'refresh';
  readonly segment: FinalSegment;
  readonly listener: FinalListener;
  readonly signal: Cancellation | undefined;
  heard?(text: FinalText): void;
  refreshed?(words: readonly Word[] | null): void;
  failed(error: unknown): void;
  /** It will not be heard any more. */
  gaveUp(failure: Failure): void;
  /** Nobody wants it any more. */
  isAborted: boolean;
  /** Something more urgent takes its place. */
  isPutAside: boolean;
}

/** In the order in which they were added, the urgent ones first. */
export class FinalQueue {
  #jobs: FinalJob[] = [];

  get isEmpty(): boolean {
    return this.#jobs.length === 0;
  }

  add(job: FinalJob): void {
    const at = this.#jobs.findIndex(({ listener }) => listener.urgency > job.listener.urgency);
    this.#jobs.splice(at < 0 ? this.#jobs.length : at, 0, job);
  }

  /** As `add`, for what was begun already: before others of its kind. */
  addAgain(job: FinalJob): void {
    job.isPutAside = false;
    const at = this.#jobs.findIndex(({ listener }) => listener.urgency >= job.listener.urgency);
    this.#jobs.splice(at < 0 ? this.#jobs.length : at, 0, job);
  }

  take(): FinalJob | undefined {
    return this.#jobs.shift();
  }

  remove(job: FinalJob): void {
    this.#jobs = this.#jobs.filter((each) => each !== job);
  }

  empty(): FinalJob[] {
    return this.#jobs.splice(0);
  }
}
