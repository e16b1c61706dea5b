import type { BackendName } from '../../core/backend';
import type { Settings } from '../../core/settings';
import type { ModelEntry } from '../../platform/platform';
import { isLiveLanguage, withDefaultLanguage, withLanguageInstead } from '../app/hearing';
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
   * Never rejects: a failure ends up in the store.
   * @param modelId instead of the setting's; null: automatic
   */
  async load(modelId = this.#parts.store.getState().settings.modelId): Promise<void> {
    const { live, loaded } = this.#parts;
    if (await live.load(modelId)) await loaded();
  }

  /** @param modelId null: automatic */
  async selectModel(modelId: string | null): Promise<void> {
    const { store, changeSettings } = this.#parts;
    const { engine, settings } = store.getState();
    if (isBusy(store.getState())) return;
    await changeSettings({ modelId });
    await this.load();
    if (engine.state === 'ready' || engine.state === 'resting') await this.#recover(engine.model, settings.modelId);
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
    await changeSettings({ backend });
    await this.load();
  }
}
