import { isPending } from '../app/pages';
import type { SpeechClient } from '../app/speech-client';
import { isBusy, type AppState, type AppStore } from '../app/store';

export interface IdleModelParts {
  readonly store: AppStore;
  readonly speech: SpeechClient;
  /** Loads the model of the settings; a failure ends up in the store. */
  load(): Promise<void>;
}

/** Gives the model's memory back when nobody has spoken for a while, and loads it again as soon as somebody does. */
export class IdleModel {
  readonly #parts: IdleModelParts;
  #timer: { readonly id: ReturnType<typeof setTimeout>; readonly minutes: number } | null = null;

  constructor(parts: IdleModelParts) {
    this.#parts = parts;
    parts.store.subscribe(() => this.#look());
  }

  /** Loads a model that rests; resolves when it is there, or can't be. */
  async wake(): Promise<void> {
    const { store, load } = this.#parts;
    if (store.getState().engine.state === 'resting') await load();
  }

  #look(): void {
    const state = this.#parts.store.getState();
    const isWanted = isBusy(state) || hasPending(state);
    // What is said meanwhile is kept and recognised afterwards.
    if (state.engine.state === 'resting' && isWanted) void this.#parts.load();
    const minutes = state.engine.state === 'ready' && !isWanted ? state.settings.modelIdleMinutes : 0;
    if (minutes === (this.#timer?.minutes ?? 0)) return;
    clearTimeout(this.#timer?.id);
    this.#timer = minutes === 0 ? null : { id: setTimeout(() => this.#rest(), minutes * 60_000), minutes };
  }

  #rest(): void {
    this.#timer = null;
    const { store, speech } = this.#parts;
    const { engine } = store.getState();
    if (engine.state !== 'ready') return;
    if (speech.release()) store.setState({ engine: { state: 'resting', model: engine.model } });
    else this.#look();
  }
}

function hasPending({ pages }: AppState): boolean {
  return pages.some((page) => page.kind === 'recording' && isPending(page));
}
