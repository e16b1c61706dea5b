import { UtterError, type Failure } from '../core/errors';
import type { Cancellation, FinalPass, FinalSegment, FinalText, FinalTier } from '../core/final/types';
import type { Word } from '../core/transcript/types';
import type { FinalFacts, FinalReply, FinalRequest, FinalWish } from './final-protocol';
import { FinalQueue, type FinalJob, type FinalListener } from './final-queue';

/** What the client needs of a `Worker`; `onerror` reports one that died. */
export interface FinalWorkerLike {
  onmessage: ((event: MessageEvent<FinalReply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(message: FinalRequest, transfer?: Transferable[]): void;
  terminate(): void;
}

export interface FinalClientParts {
  spawn(): FinalWorkerLike;
  /** It died again after it was restarted: from now on the streamed words are the text. */
  lost(failure: Failure): void;
}

/** A worker that has run for so long since it died may be started again. */
const settledMs = 5 * 60_000;

/** A worker that doesn't answer within this, and so many times the segment's length, counts as dead. */
const patienceMs = 60_000;
const patienceFactor = 10;

type State =
  | { readonly kind: 'off' }
  | { readonly kind: 'loading'; readonly wish: FinalWish }
  | { readonly kind: 'ready'; readonly wish: FinalWish; readonly facts: FinalFacts }
  | { readonly kind: 'lost'; readonly wish: FinalWish; readonly failure: Failure };

interface Loading {
  readonly facts: Promise<FinalFacts>;
  onProgress(fraction: number): void;
  resolve(facts: FinalFacts): void;
  reject(error: unknown): void;
}

const off: Failure = {
  code: 'model-not-found',
  message: 'No final model is loaded.',
  remedy: 'Choose another tier in the settings.',
};

/**
 * The final worker as `FinalPass`es, one for each dictation or recording. Segments are handed to the worker one at a
 * time, those of a dictation first. A worker that dies is started again and hears what it was hearing again; after
 * that the streamed words stand in, so that nothing waits for words that never come.
 */
export class FinalClient {
  readonly #parts: FinalClientParts;
  readonly #queue = new FinalQueue();
  #worker: FinalWorkerLike | null = null;
  #state: State = { kind: 'off' };
  #loading: Loading | null = null;
  #running: { readonly id: number; readonly job: FinalJob; readonly timer: ReturnType<typeof setTimeout> } | null = null;
  #loadId = 0;
  #nextId = 1;
  #diedAtMs = -Infinity;

  constructor(parts: FinalClientParts) {
    this.#parts = parts;
  }

  /** Whether final words are available, now or once the models are loaded. */
  get isUsable(): boolean {
    return this.#state.kind === 'loading' || (this.#state.kind === 'ready' && this.#state.facts.tier !== 'none');
  }

  get facts(): FinalFacts | null {
    return this.#state.kind === 'ready' ? this.#state.facts : null;
  }

  /**
   * Loads final models, unless they are loaded; what waits to be heard is heard by them.
   * @param after what is to be loaded before them
   * @throws UtterError
   */
  load(wish: FinalWish, onProgress: (fraction: number) => void, after?: Promise<unknown>): Promise<FinalFacts> {
    const state = this.#state;
    const isSame = 'wish' in state && JSON.stringify(state.wish) === JSON.stringify(wish);
    if (isSame && state.kind === 'ready') return Promise.resolve(state.facts);
    if (isSame && this.#loading !== null) {
      this.#loading.onProgress = onProgress;
      return this.#loading.facts;
    }
    this.#loading?.reject(new UtterError('internal', 'Other final models were requested.', 'Nothing needs to be done.'));
    this.#diedAtMs = -Infinity;
    const loading = newLoading(onProgress);
    this.#loading = loading;
    this.#end();
    this.#state = { kind: 'loading', wish };
    const start = (): void => {
      if (this.#loading === loading) this.#start(wish);
    };
    if (after === undefined) start();
    else after.then(start, start);
    return loading.facts;
  }

  /** Gives the models and their memory back; segments that wait get their streamed words. */
  unload(): void {
    this.#end();
    this.#state = { kind: 'off' };
    this.#loading?.reject(new UtterError(off.code, off.message, off.remedy));
    this.#loading = null;
    this.#giveUp(off);
  }

  /** The final models as one dictation or recording hears through them. Disposing it leaves them loaded. */
  passFor(listener: FinalListener): FinalPass {
    const facts = (): FinalFacts | null => this.facts;
    return {
      get tier(): Exclude<FinalTier, 'none'> {
        return facts()?.tier === 'both' ? 'both' : 'small';
      },
      get modelIds() {
        return facts()?.modelIds ?? [];
      },
      hear: (segment, signal) => this.#hear(segment, listener, signal),
      refresh: (segment, signal) => this.#refresh(segment, listener, signal),
      dispose: () => Promise.resolve(),
    };
  }

  #hear(segment: FinalSegment, listener: FinalListener, signal?: Cancellation): Promise<FinalText> {
    return this.#request(listener, signal, (resolve, reject) => ({
      type: 'hear',
      segment,
      heard: resolve,
      gaveUp: (failure) => (listener.hasLiveWords ? resolve(streamedText(segment)) : reject(thrown(failure))),
    }));
  }

  #refresh(segment: FinalSegment, listener: FinalListener, signal?: Cancellation): Promise<readonly Word[] | null> {
    // Only ever beside the rest: a refreshed word is worth less than a final one a moment sooner.
    if (this.#state.kind !== 'ready' || this.#running !== null || !this.#queue.isEmpty) return Promise.resolve(null);
    return this.#request(listener, signal, (resolve) => ({
      type: 'refresh',
      segment,
      refreshed: resolve,
      gaveUp: () => resolve(null),
    }));
  }

  async #request<T>(
    listener: FinalListener,
    signal: Cancellation | undefined,
    jobFor: (
      resolve: (value: T) => void,
      reject: (error: unknown) => void,
    ) => Pick<FinalJob, 'type' | 'segment' | 'heard' | 'refreshed' | 'gaveUp'>,
  ): Promise<T> {
    const signals = [listener.signal, signal].filter((each) => each !== undefined);
    for (const each of signals) if (each.aborted) throw reasonOf(each);
    const done = new AbortController();
    try {
      return await new Promise<T>((resolve, reject) => {
        const job: FinalJob = {
          ...jobFor(resolve, reject),
          listener,
          signal,
          failed: reject,
          isAborted: false,
          isPutAside: false,
        };
        for (const each of signals) {
          if (!(each instanceof AbortSignal)) continue;
          each.addEventListener('abort', () => this.#abort(job, each.reason), { signal: done.signal });
        }
        this.#add(job);
      });
    } finally {
      done.abort();
    }
  }

  #add(job: FinalJob): void {
    if (!this.isUsable) {
      job.gaveUp(this.#state.kind === 'lost' ? this.#state.failure : off);
      return;
    }
    this.#queue.add(job);
    this.#makeRoom(job);
    this.#next();
  }

  /** What runs is put aside for what is more urgent: a refresh for good, a recording's segment until later. */
  #makeRoom(wanted: FinalJob): void {
    const running = this.#running;
    if (running === null || wanted.type === 'refresh' || running.job.isPutAside) return;
    const isLessUrgent = running.job.type === 'refresh' || running.job.listener.urgency > wanted.listener.urgency;
    if (!isLessUrgent) return;
    running.job.isPutAside = true;
    this.#worker?.postMessage({ type: 'abort', id: running.id });
  }

  #abort(job: FinalJob, reason: unknown): void {
    job.failed(reason);
    job.isAborted = true;
    this.#queue.remove(job);
    if (this.#running?.job === job) this.#worker?.postMessage({ type: 'abort', id: this.#running.id });
  }

  #next(): void {
    if (this.#running !== null || this.#state.kind !== 'ready' || this.#worker === null) return;
    for (let job = this.#queue.take(); job !== undefined; job = this.#queue.take()) {
      if (job.signal?.aborted === true) {
        job.failed(reasonOf(job.signal));
        continue;
      }
      const id = this.#nextId++;
      // A copy goes: the sound is still wanted here, by the refresh after it or by a restarted worker.
      const segment = { ...job.segment, samples: job.segment.samples.slice() };
      const limitMs = patienceMs + patienceFactor * (segment.endMs - segment.startMs);
      const timer = setTimeout(() => this.#died('it no longer answers'), limitMs);
      this.#running = { id, job, timer };
      this.#worker.postMessage({ type: job.type, id, segment }, [segment.samples.buffer]);
      return;
    }
  }

  #start(wish: FinalWish): void {
    this.#end();
    this.#state = { kind: 'loading', wish };
    const worker = this.#parts.spawn();
    this.#worker = worker;
    worker.onmessage = ({ data }) => worker === this.#worker && this.#take(data);
    worker.onerror = (event) => {
      event.preventDefault();
      if (worker === this.#worker) this.#died(event.message === '' ? 'it could not be started' : event.message);
    };
    this.#loadId = this.#nextId++;
    worker.postMessage({ type: 'load', id: this.#loadId, ...wish });
  }

  /** Ends the worker; what it was hearing comes first when there is another. */
  #end(): void {
    this.#worker?.terminate();
    this.#worker = null;
    const running = this.#running;
    this.#running = null;
    if (running === null) return;
    clearTimeout(running.timer);
    if (running.job.type === 'refresh') running.job.gaveUp(off);
    else if (!running.job.isAborted) this.#queue.addAgain(running.job);
  }

  #take(reply: FinalReply): void {
    if (reply.type === 'loading') this.#loading?.onProgress(reply.fraction);
    else if (reply.id === this.#loadId) this.#loaded(reply);
    else if (reply.id === this.#running?.id) this.#answered(reply);
  }

  #loaded(reply: FinalReply): void {
    const loading = this.#loading;
    if (this.#state.kind !== 'loading') return;
    const { wish } = this.#state;
    if (reply.type === 'loaded') {
      this.#state = { kind: 'ready', wish, facts: reply.facts };
      this.#loading = null;
      loading?.resolve(reply.facts);
      if (reply.facts.tier === 'none') {
        this.#end();
        this.#giveUp(off);
      } else this.#next();
    } else if (reply.type === 'failed') this.#lose(wish, reply.error);
  }

  #answered(reply: FinalReply): void {
    const { job, timer } = this.#running!;
    if (reply.type === 'failed' && reply.error.code === 'device-lost' && !job.isAborted) {
      this.#died(reply.error.message);
      return;
    }
    clearTimeout(timer);
    this.#running = null;
    if (job.isAborted) {
      // Whoever asked has been told.
    } else if (reply.type === 'heard') job.heard?.(reply.text);
    else if (reply.type === 'refreshed') job.refreshed?.(reply.words);
    else if (reply.type === 'aborted' && job.type === 'hear') this.#queue.addAgain(job);
    // One segment that can't be heard is no reason to give up the rest.
    else job.gaveUp(reply.type === 'failed' ? reply.error : off);
    this.#next();
  }

  #died(reason: string): void {
    const state = this.#state;
    if (state.kind !== 'loading' && state.kind !== 'ready') return;
    const failure: Failure = {
      code: 'device-lost',
      message: `The final pass stopped: ${reason.replace(/\.$/, '')}.`,
      remedy: 'The live words are used from now on. To restart it, choose the tier again in the settings or restart Utter.',
    };
    const nowMs = performance.now();
    const isFirst = nowMs - this.#diedAtMs > settledMs;
    this.#diedAtMs = nowMs;
    if (isFirst) this.#start(state.wish);
    else this.#lose(state.wish, failure);
  }

  #lose(wish: FinalWish, failure: Failure): void {
    this.#end();
    this.#state = { kind: 'lost', wish, failure };
    const loading = this.#loading;
    this.#loading = null;
    if (loading === null) this.#parts.lost(failure);
    else loading.reject(thrown(failure));
    this.#giveUp(failure);
  }

  #giveUp(failure: Failure): void {
    for (const job of this.#queue.empty()) job.gaveUp(failure);
  }
}

function newLoading(onProgress: (fraction: number) => void): Loading {
  let resolve!: Loading['resolve'];
  let reject!: Loading['reject'];
  const facts = new Promise<FinalFacts>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  facts.catch(() => undefined);
  return { facts, onProgress, resolve, reject };
}

/** The best available if there are no final words. */
function streamedText({ streamed, languages }: FinalSegment): FinalText {
  return { words: streamed, language: languages[0] ?? 'und', heard: [{ source: 'streaming', words: streamed }] };
}

function thrown({ code, message, remedy }: Failure): UtterError {
  return new UtterError(code, message, remedy);
}

function reasonOf(signal: Cancellation): unknown {
  return signal instanceof AbortSignal ? signal.reason : new DOMException('The segment is no longer wanted.', 'AbortError');
}
