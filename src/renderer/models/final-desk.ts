import { toFailure } from '../../core/errors';
import type { Platform } from '../../platform/platform';
import type { FinalWish } from '../../worker/protocol';
import { finalWish, type FinalState } from '../app/hearing';
import type { SpeechClient } from '../app/speech-client';
import { isBusy, type AppStore } from '../app/store';

export interface FinalDeskParts {
  readonly platform: Platform;
  readonly store: AppStore;
  readonly speech: SpeechClient;
}

/** Whoever goes through a list of choices wants the last one: models are not loaded for those between. */
const settledMs = 300;

/**
 * Keeps the final pass as the settings, the battery and the models want it: loaded beside the live model, given back
 * with it, and never changed while somebody speaks.
 */
export class FinalDesk {
  readonly #parts: FinalDeskParts;
  /** What the worker was asked for last; null where it has nothing. */
  #asked: string | null = null;
  /** What is to be asked for next, if it stays so. */
  #next: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What is loaded. */
  #loaded: string | null = null;
  /** Counts requests: an answer to an earlier one is no news. */
  #request = 0;

  constructor(parts: FinalDeskParts) {
    this.#parts = parts;
    parts.speech.onFinalLost((failure) => {
      this.#loaded = null;
      this.#show({ state: 'failed', failure });
      parts.store.setState({ problem: failure });
    });
    parts.platform.onBatteryChanged((isOnBattery) => parts.store.setState({ isOnBattery }));
    parts.store.subscribe((state, before) => {
      // One was imported or removed.
      if (state.models !== before.models && this.#asked !== null) void this.#readModels();
      if (state.engine.state === 'resting' && before.engine.state !== 'resting') this.#rest();
      else if (this.#asked !== null && !isBusy(state)) this.#lookSoon();
    });
  }

  /** Before the first model is loaded. */
  async begin(): Promise<void> {
    // A host that doesn't know runs on the mains.
    this.#parts.store.setState({ isOnBattery: await this.#parts.platform.isOnBattery().catch(() => false) });
    await this.#readModels();
  }

  async #readModels(): Promise<void> {
    const { platform, store } = this.#parts;
    // A list that can't be read is told by whoever reads the live ones.
    const models = await platform.listModels().catch(() => []);
    store.setState({ finalModels: models.filter(({ role }) => role === 'final') });
  }

  /** Asks for the models; at once where they are loaded already. To be called whenever the live model is loaded. */
  load(): void {
    this.#asked = '';
    void this.#look();
  }

  /** Looks once things have been as they are for a moment. */
  #lookSoon(): void {
    const key = JSON.stringify(finalWish(this.#parts.store.getState()));
    if (key === this.#next) return;
    this.#next = key;
    clearTimeout(this.#timer);
    if (key === this.#asked) return;
    this.#timer = setTimeout(() => {
      const state = this.#parts.store.getState();
      this.#next = null;
      if (this.#asked !== null && !isBusy(state)) void this.#look();
    }, settledMs);
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#next = null;
    this.#asked = null;
    this.#loaded = null;
    this.#request++;
    if (this.#parts.store.getState().final.state !== 'off') this.#show({ state: 'resting' });
  }

  /** Never rejects. */
  async #look(): Promise<void> {
    const { store, speech } = this.#parts;
    const wanted = finalWish(store.getState());
    const key = JSON.stringify(wanted);
    if (key === this.#asked) return;
    this.#asked = key;
    const request = ++this.#request;
    const isLatest = (): boolean => request === this.#request;
    const wish: FinalWish | null = typeof wanted === 'string' ? null : wanted;
    if (typeof wanted === 'string') this.#show({ state: 'off', reason: wanted });
    else if (key !== this.#loaded) this.#show({ state: 'loading', fraction: 0 });
    const progress = (fraction: number): void => {
      if (isLatest()) this.#show({ state: 'loading', fraction });
    };
    try {
      const facts = await speech.loadFinal(wish, progress);
      if (!isLatest()) return;
      this.#loaded = key;
      if (facts !== null) this.#show({ state: 'ready', facts });
    } catch (error) {
      if (!isLatest()) return;
      this.#loaded = null;
      this.#show({ state: 'failed', failure: toFailure(error) });
    }
  }

  #show(final: FinalState): void {
    this.#parts.store.setState({ final });
  }
}
