import type { BackendChoice, BackendName } from '../../core/backend';
import { toFailure } from '../../core/errors';
import { automaticPair, judgement, stillHolds, type AutomaticPair } from '../../core/model/automatic-model';
import { canKeepUp } from '../../core/model/chunk-length';
import type { Settings } from '../../core/settings';
import type { ModelEntry } from '../../platform/platform';
import { chosenLiveModel, ownLiveModel } from '../app/hearing';
import type { Loaded, SpeechClient } from '../app/speech-client';
import { isBusy, until, type AppStore } from '../app/store';
import { t } from '../locales/language';
import { latencyOf } from './models-slice';

type Pair = AutomaticPair<ModelEntry>;

export interface LiveDeskParts {
  readonly store: AppStore;
  readonly speech: Pick<SpeechClient, 'load'>;
  /** Loads the models of the final pass, behind the live one. */
  loadFinal(): void;
  changeSettings(changed: Partial<Settings>): Promise<void>;
  say(remark: string): void;
  /** A model is there that nobody waited for. */
  ready(): void;
}

/** Loads the live model: the one that the user chose or, where none is chosen, one that this machine has time for. */
export class LiveDesk {
  readonly #parts: LiveDeskParts;
  /** Counts loads: whoever waits while another begins gives up. */
  #load = 0;

  constructor(parts: LiveDeskParts) {
    this.#parts = parts;
  }

  /**
   * Never rejects: a failure ends up in the store.
   * @param modelId instead of the setting's; null: automatic
   * @returns whether a model is there now, and no other load has begun
   */
  async load(modelId: string | null = this.#parts.store.getState().settings.modelId): Promise<boolean> {
    const turn = ++this.#load;
    const { models, settings } = this.#parts.store.getState();
    const chosen = { models, settings: { ...settings, modelId } };
    const model = chosenLiveModel(chosen);
    if (model === undefined) {
      const failure = { code: 'model-not-found' as const, message: t('failures.noModel'), remedy: t('failures.noModelRemedy') };
      this.#parts.store.setState({ engine: { state: 'failed', failure } });
      return false;
    }
    const pair = ownLiveModel(chosen) === undefined ? automaticPair(models) : null;
    if (pair === null) return this.#put(model, await this.#loaded(model));
    return this.#loadAutomatic(turn, pair, model);
  }

  /**
   * What was found out before holds for as long as the default model and the backends that work here are the same: a machine
   * that is busy at one start does not get another model at each.
   */
  async #loadAutomatic(turn: number, pair: Pair, first: ModelEntry): Promise<boolean> {
    const { standard } = pair;
    const { automaticModel: known } = this.#parts.store.getState().settings;
    const loaded = await this.#loaded(first);
    if (loaded === null) return false;
    if (stillHolds(known, standard, first, loaded.choice)) return this.#put(first, loaded);
    const isInUse = (): boolean => isBusy(this.#parts.store.getState());
    // What is being said is heard to its end by the model that began it; the next load finds out.
    if (first !== standard && isInUse()) return this.#put(first, loaded);
    const measured = first === standard ? loaded : await this.#loaded(standard);
    if (measured === null) return false;
    if (canKeepUp(measured.choice)) return this.#decide(standard, measured.choice, standard, measured);
    if (!isInUse()) return this.#takeSmall(turn, pair, measured.choice);
    this.#put(standard, measured);
    void this.#takeSmallLater(turn, pair, measured.choice);
    return true;
  }

  async #takeSmallLater(turn: number, pair: Pair, measured: BackendChoice): Promise<void> {
    await until(this.#parts.store, (state) => !isBusy(state));
    if (turn === this.#load && (await this.#takeSmall(turn, pair, measured))) this.#parts.ready();
  }

  async #takeSmall(turn: number, { standard, small }: Pair, measured: BackendChoice): Promise<boolean> {
    const loaded = await this.#loaded(small);
    if (loaded === null) return this.#goBack(turn, standard);
    this.#parts.say(t('remarks.smallerModel', { model: standard.name, small: small.name }));
    return this.#decide(standard, measured, small, loaded);
  }

  /** A slow model is better than none, and the reason is told. */
  async #goBack(turn: number, standard: ModelEntry): Promise<boolean> {
    const { engine } = this.#parts.store.getState();
    if (turn !== this.#load || engine.state !== 'failed') return false;
    const { message, remedy } = engine.failure;
    const isThere = this.#put(standard, await this.#loaded(standard));
    if (isThere) this.#parts.store.setState({ problem: { message, remedy } });
    return isThere;
  }

  /** Remembers what was found out. */
  async #decide(standard: ModelEntry, measured: BackendChoice, model: ModelEntry, loaded: Loaded): Promise<boolean> {
    this.#put(model, loaded);
    const automaticModel = judgement(standard, measured, { model, choice: loaded.choice });
    if (automaticModel !== null) await this.#parts.changeSettings({ automaticModel });
    return true;
  }

  #put(model: ModelEntry, loaded: Loaded | null): boolean {
    if (loaded === null) return false;
    const { choice, liveLengths } = loaded;
    this.#parts.store.setState({ engine: { state: 'ready', model, choice }, latency: latencyOf(liveLengths, choice) });
    return true;
  }

  /** Null where it failed, which is in the store then, or another load took its place. */
  async #loaded(model: ModelEntry): Promise<Loaded | null> {
    const { store, loadFinal } = this.#parts;
    const { backend, refusedBackend: refused } = store.getState().settings;
    const isRefused = refused?.modelId === model.id && refused.backend === backend;
    try {
      const live = this.#loadedOn(model, isRefused ? 'auto' : backend);
      loadFinal();
      const loaded = await live;
      // The driver was repaired: the next load obeys the choice again.
      const works = loaded?.choice.reports.some((report) => report.backend === backend && report.state === 'ok') ?? false;
      if (isRefused && works) await this.#parts.changeSettings({ refusedBackend: null });
      return loaded;
    } catch (error) {
      const failure = toFailure(error);
      if (failure.code === 'backend-unavailable' && backend !== 'auto' && !isRefused) return this.#loadedInstead(model, backend);
      store.setState({ engine: { state: 'failed', failure }, latency: null });
      return null;
    }
  }

  /** On the backend that Utter chooses, because the user's can't be used; that is told, with the way to leave it to Utter for good. */
  async #loadedInstead(model: ModelEntry, refused: BackendName): Promise<Loaded | null> {
    const { store, changeSettings } = this.#parts;
    try {
      const loaded = await this.#loadedOn(model, 'auto');
      if (loaded === null) return null;
      const names = { refused: t(`backends.${refused}`), used: t(`backends.${loaded.choice.backend}`) };
      await changeSettings({ refusedBackend: { backend: refused, modelId: model.id } });
      store.setState({
        problem: {
          message: t('failures.backendRefused', names),
          remedy: t('failures.backendRefusedRemedy'),
          offer: 'automatic backend',
        },
      });
      return loaded;
    } catch (error) {
      store.setState({ engine: { state: 'failed', failure: toFailure(error) }, latency: null });
      return null;
    }
  }

  #loadedOn(model: ModelEntry, backend: BackendName | 'auto'): Promise<Loaded | null> {
    const { speech, store } = this.#parts;
    const loading = (fraction: number): void => store.setState({ engine: { state: 'loading', model, fraction } });
    loading(0);
    return speech.load(model.url, backend, loading);
  }
}
