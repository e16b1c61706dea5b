import { checked } from '../core/checked';
import { toFailure, UtterError } from '../core/errors';
import type { FinalPass, FinalTier } from '../core/final/types';
import type { ModelFiles } from '../core/model/files';
import type { FinalReply, FinalReport, FinalRequest } from './final-protocol';
import { finalRequest } from './final-requests';

/** What loading the final models gives; `reason` says why this tier, in English. */
export interface FinalModels {
  readonly pass: FinalPass | null;
  readonly tier: FinalTier;
  readonly reason: string;
  readonly reports: readonly FinalReport[];
}

export interface FinalLoadOptions {
  readonly tier: FinalTier | 'auto';
  readonly languages: readonly string[];
  readonly threads: number;
  onProgress(fraction: number): void;
  readonly signal: AbortSignal;
}

export interface FinalServiceParts {
  load(
    models: { readonly small: ModelFiles | null; readonly large: ModelFiles | null },
    options: FinalLoadOptions,
  ): Promise<FinalModels>;
  filesAt(url: string): ModelFiles;
  post(reply: FinalReply): void;
  /** That a model may compute with. */
  readonly threads: number;
}

/** Answers the speech worker's requests: holds the final models. */
export class FinalService {
  readonly #parts: FinalServiceParts;
  readonly #running = new Map<number, AbortController>();
  #models: Promise<FinalModels> | null = null;

  constructor(parts: FinalServiceParts) {
    this.#parts = parts;
  }

  /** Takes any message; an invalid request is answered as one that failed. */
  async handle(message: unknown): Promise<void> {
    const { post } = this.#parts;
    try {
      await this.#obey(checked(finalRequest, message, 'a request to the final pass'));
    } catch (error) {
      post({ type: 'failed', id: requestIdOf(message), error: toFailure(error) });
    }
  }

  async #obey(request: FinalRequest): Promise<void> {
    if (request.type === 'abort') {
      this.#running.get(request.id)?.abort();
      return;
    }
    const { id } = request;
    const controller = new AbortController();
    this.#running.set(id, controller);
    try {
      this.#parts.post(await this.#answer(request, controller.signal));
    } catch (error) {
      if (!controller.signal.aborted) throw error;
      this.#parts.post({ type: 'aborted', id });
    } finally {
      this.#running.delete(id);
    }
  }

  async #answer(request: Exclude<FinalRequest, { type: 'abort' }>, signal: AbortSignal): Promise<FinalReply> {
    const { id, type } = request;
    if (type === 'load') return this.#load(request, signal);
    const pass = (await this.#models)?.pass ?? null;
    if (pass === null)
      throw new UtterError('model-not-found', 'No final model is loaded.', 'Choose another tier in the settings.');
    signal.throwIfAborted();
    if (type === 'refresh') return { type: 'refreshed', id, words: await pass.refresh(request.segment, signal) };
    return { type: 'heard', id, text: await pass.hear(request.segment, signal) };
  }

  async #load(request: FinalRequest & { type: 'load' }, signal: AbortSignal): Promise<FinalReply> {
    const { load, filesAt, post, threads } = this.#parts;
    const { id, tier, languages, models } = request;
    const before = this.#models;
    const loading = (async () => {
      await before?.then(({ pass }) => pass?.dispose()).catch(() => undefined);
      signal.throwIfAborted();
      const files = (url: string | null): ModelFiles | null => (url === null ? null : filesAt(url));
      const onProgress = (fraction: number): void => post({ type: 'loading', id, fraction });
      return load({ small: files(models.small), large: files(models.large) }, { tier, languages, threads, onProgress, signal });
    })();
    this.#models = loading;
    const { pass, tier: chosen, reason, reports } = await loading;
    return { type: 'loaded', id, facts: { tier: chosen, reason, reports, modelIds: pass?.modelIds ?? [], threads } };
  }
}

/** What nobody waits for has an id that no request has. */
function requestIdOf(message: unknown): number {
  const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : null;
  return typeof id === 'number' && Number.isInteger(id) ? id : 0;
}
