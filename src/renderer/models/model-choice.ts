import type { BackendName } from '../../core/backend';
import { automaticModel } from '../../core/model/automatic-model';
import type { Settings } from '../../core/settings';
import type { ModelEntry } from '../../platform/platform';
import { chosenLiveModel, isLiveLanguage, withDefaultLanguage, withLanguageInstead } from '../app/hearing';
import type { OfferedProblem } from '../app/shell-slice';
import type { SpeechClient } from '../app/speech-client';
import { isBusy, type AppStore } from '../app/store';
import { t } from '../locales/language';
import type { LiveDesk } from './live-desk';
import { latencyOf } from './models-slice';

export interface ModelChoiceParts {
  readonly store: AppStore;
  readonly speech: Pick<SpeechClient, 'onBackendChanged'>;
  readonly live: Pick<LiveDesk, 'load'>;
  changeSettings(changed: Partial<Settings>): Promise<void>;
  /** A model is there: what waited for it goes on. */
  loaded(): Promise<void>;
}

/** Who hears: the model, the backend and the language that the user chooses. */
export class ModelChoice {
  readonly #parts: ModelChoiceParts;

  constructor(parts: ModelChoiceParts) {
    this.#parts = parts;
    parts.speech.onBackendChanged((choice) =>
      parts.store.setState(({ engine, latency }) =>
        engine.state === 'ready' ? { engine: { ...engine, choice }, latency: latencyOf(latency, choice) } : {},
      ),
    );
  }

  /**
   * Never rejects: a failure ends up in the store, and where the model of the settings can't be loaded another takes its place.
   * @param modelId instead of the setting's; null: automatic
   */
  async load(modelId = this.#parts.store.getState().settings.modelId): Promise<void> {
    const { live, loaded, store } = this.#parts;
    const isTheSettings = modelId === store.getState().settings.modelId;
    if ((await live.load(modelId)) || (isTheSettings && (await this.#loadInstead(modelId)))) await loaded();
  }

  /** Any model that hears the language is better than none. The choice stays, and what became of it is told. */
  async #loadInstead(modelId: string | null): Promise<boolean> {
    const { store, live } = this.#parts;
    const { engine, models, settings } = store.getState();
    const failed = chosenLiveModel({ models, settings: { ...settings, modelId } });
    // Another load took its place, or what is at fault is the machine.
    if (engine.state !== 'failed' || engine.failure.code === 'backend-unavailable' || failed === undefined) return false;
    for (const model of substitutes(failed, models, settings)) {
      if (await live.load(model.id)) {
        const { message, remedy } = engine.failure;
        const told = { message: t('failures.usedInstead', { reason: message, model: model.name }), remedy };
        store.setState({ problem: modelId === null ? told : { ...told, offer: 'automatic model' } });
        return true;
      }
      if (store.getState().engine.state !== 'failed') return false;
    }
    store.setState({ engine });
    return false;
  }

  /** Leaves to Utter what the user chose and what can't be had: all of it, or what an alert is about. */
  async selectAutomatic(offer: OfferedProblem['offer'] | 'all'): Promise<void> {
    const { store, changeSettings } = this.#parts;
    const backend = { backend: 'auto', refusedBackend: null } as const;
    const model = { modelId: null };
    await changeSettings(offer === 'all' ? { ...backend, ...model } : offer === 'automatic backend' ? backend : model);
    store.setState({ problem: null });
    // What took the place of the choice is in use already.
    if (store.getState().engine.state === 'failed') await this.load();
  }

  /** @param modelId null: automatic */
  async selectModel(modelId: string | null): Promise<void> {
    const { store, changeSettings, live, loaded } = this.#parts;
    const { engine, settings } = store.getState();
    if (isBusy(store.getState())) return;
    await changeSettings({ modelId });
    if (engine.state !== 'ready' && engine.state !== 'resting') return this.load();
    if (await live.load(modelId)) await loaded();
    else await this.#recover(engine.model, settings.modelId);
  }

  /** A model that can't be loaded leaves the one before in use, and the choice as it was. */
  async #recover(before: ModelEntry, modelId: string | null): Promise<void> {
    const { store, changeSettings } = this.#parts;
    const { engine, models } = store.getState();
    if (engine.state !== 'failed' || !models.some(({ id }) => id === before.id)) return;
    const { message, remedy } = engine.failure;
    await changeSettings({ modelId });
    await this.load();
    store.setState({ problem: { message: t('failures.usedOn', { reason: message, model: before.name }), remedy } });
  }

  /**
   * What is dictated by default; a live model of that language is loaded where there is one.
   * @param isInstead whether the default before is dictated no longer
   */
  async selectLanguage(language: string, isInstead = false): Promise<void> {
    const { store, changeSettings } = this.#parts;
    const change = isInstead ? withLanguageInstead : withDefaultLanguage;
    await changeSettings(change(store.getState().settings, language));
    const state = store.getState();
    const other = state.models.find(({ languages }) => languages.includes(language));
    if (!isLiveLanguage(state, language) && other !== undefined) await this.selectModel(other.id);
  }

  async selectBackend(backend: BackendName | 'auto'): Promise<void> {
    const { store, changeSettings } = this.#parts;
    if (isBusy(store.getState())) return;
    // A choice is a wish to see it tried once more.
    await changeSettings({ backend, refusedBackend: null });
    await this.load();
  }
}

/** What may take a model's place, the automatic one first: those that hear one of its languages. */
function substitutes(failed: ModelEntry, models: readonly ModelEntry[], settings: Settings): readonly ModelEntry[] {
  const automatic = automaticModel(models, settings.automaticModel);
  const hearsIt = ({ languages }: ModelEntry): boolean =>
    failed.languages.length === 0 || languages.some((code) => failed.languages.includes(code));
  const others = models.filter((model) => model !== failed && hearsIt(model));
  return others.toSorted((a, b) => Number(b === automatic) - Number(a === automatic));
}
