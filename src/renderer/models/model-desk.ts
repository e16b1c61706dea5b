import { automaticModel } from '../../core/model/automatic-model';
import type { ImportedModel, InstalledModel, ModelHost } from '../../platform/model-host';
import type { Platform } from '../../platform/platform';
import { attempt, failureText } from '../app/attempt';
import { isBusy, type AppStore } from '../app/store';
import { t } from '../locales/language';
import { usedSpeed } from './engine-facts';
import { secondsText } from './final-facts';
import { sizeText } from './model-facts';
import type { Trial } from './model-trial';
import type { Download, ModelManager } from './models-slice';

export interface ModelDeskParts {
  readonly platform: Pick<Platform, 'listModels'>;
  readonly host: ModelHost;
  readonly store: AppStore;
  /** Loads another model, null the automatic one; the one before stays where that fails. */
  selectModel(id: string | null): Promise<void>;
  /** @throws UtterError */
  tryModel(url: string, onProgress: (fraction: number) => void): Promise<Trial>;
}

/** The models of this machine and those to be had: what the model manager's buttons do. */
export class ModelDesk {
  readonly #parts: ModelDeskParts;

  constructor(parts: ModelDeskParts) {
    this.#parts = parts;
    parts.host.onDownloadProgress(({ id, ...download }) => {
      if (id in this.#state.downloads) this.#setDownload(id, download);
    });
  }

  /** Reads again what there is. */
  async refresh(): Promise<void> {
    const { host, platform, store } = this.#parts;
    try {
      const contents = await host.readModelStore();
      this.#set({ contents });
      store.setState({ models: (await platform.listModels()).filter(({ role }) => role === 'live') });
    } catch (error) {
      this.#tellFailure(error);
    }
  }

  async download(id: string): Promise<void> {
    const entry = this.#state.contents?.available.find((one) => one.id === id);
    if (entry === undefined || id in this.#state.downloads) return;
    this.#setDownload(id, { doneBytes: entry.partialBytes, totalBytes: entry.bytes });
    this.#tell(t('models.downloading', { name: entry.name }));
    try {
      const outcome = await this.#parts.host.downloadModel(id);
      this.#tell(t(outcome === 'installed' ? 'models.installed' : 'models.downloadCancelled', { name: entry.name }));
    } catch (error) {
      this.#tellFailure(error);
    }
    const { [id]: _, ...downloads } = this.#state.downloads;
    this.#set({ downloads });
    await this.refresh();
  }

  async cancelDownload(id: string): Promise<void> {
    await this.#attempt(() => this.#parts.host.cancelDownload(id));
  }

  /** Takes a model in, tries it, and says what it is and how fast; one that does not run does not stay. */
  async importFiles(files: readonly File[]): Promise<void> {
    if (files.length === 0 || !this.#begin(t('models.reading'))) return;
    const { host } = this.#parts;
    let imported: ImportedModel | null = null;
    try {
      imported = await host.importModel(files);
      const { id, folder, what } = imported;
      await this.refresh();
      const model = this.#state.contents?.installed.find((one) => one.folder === folder);
      if (model === undefined) throw new Error(`${id} was stored, but is not there`);
      // The speed of a model of the final pass is measured where that is loaded.
      const speed = model.role === 'live' ? await this.#measured(model) : '';
      this.#tell(t('models.imported', { name: model.name, what, size: sizeText(model.bytes), speed }).trim());
    } catch (error) {
      this.#tellFailure(error);
      if (imported !== null) await host.removeModel(imported.folder).catch(() => undefined);
    }
    this.#set({ isWorking: false });
    await this.refresh();
  }

  /** Checks an installed model's files and measures how fast it runs here. */
  async tryOut(model: InstalledModel): Promise<void> {
    if (!this.#begin(t('models.trying', { name: model.name }))) return;
    try {
      this.#tell(t('models.tried', { name: model.name, speed: await this.#measured(model) }));
    } catch (error) {
      this.#tellFailure(error);
    }
    this.#set({ isWorking: false });
  }

  async use({ id, name }: InstalledModel): Promise<void> {
    const { store, selectModel } = this.#parts;
    if (isBusy(store.getState())) return this.#tell(t('failures.microphoneInUseRemedy'), true);
    this.#tell(t('models.loading', { name }));
    await selectModel(id);
    const { engine, problem } = store.getState();
    if (engine.state === 'ready' && engine.model.id === id) this.#tell(t('models.usedNow', { name }));
    else this.#tell(problem?.message ?? t('models.notLoaded', { name }), true);
  }

  /** Removes a model of the user's; if it is in use, another is loaded first. */
  async remove(folder: string): Promise<void> {
    const { host, store, selectModel } = this.#parts;
    const installed = this.#state.contents?.installed ?? [];
    const model = installed.find((one) => one.folder === folder);
    const { engine } = store.getState();
    if (model !== undefined && 'model' in engine && engine.model.id === model.id) {
      const others = installed.filter(({ id, role }) => id !== model.id && role === 'live');
      const other = others.find(({ origin }) => origin === 'shipped') ?? others[0];
      if (isBusy(store.getState())) return this.#tell(t('failures.microphoneInUseRemedy'), true);
      if (other === undefined) return this.#tell(t('models.onlyOne', { name: model.name }), true);
      const automatic = automaticModel(store.getState().models, store.getState().settings.automaticModel);
      // Nobody chose another: that is left to Utter, unless it would take the one that goes.
      await selectModel(automatic === undefined || automatic.id === model.id ? other.id : null);
    }
    await this.#attempt(async () => {
      await host.removeModel(folder);
      this.#tell(t('models.removed', { name: model?.name ?? folder }));
    });
    await this.refresh();
  }

  async #measured(model: InstalledModel): Promise<string> {
    const show = (fraction: number): void =>
      this.#tell(t('models.tryingPercent', { name: model.name, percent: Math.round(fraction * 100) }));
    const { choice, loadMs } = await this.#parts.tryModel(model.url, show);
    const speed = usedSpeed(choice);
    const facts = { seconds: secondsText(loadMs), backend: t(`backends.${choice.backend}`) };
    return `${t('models.runs', facts)}${speed === null ? '' : ` ${t(`verdicts.${speed}`)}`}`;
  }

  /** Whether there is nothing else to wait for. */
  #begin(message: string): boolean {
    if (this.#state.isWorking) return false;
    if (isBusy(this.#parts.store.getState())) {
      this.#tell(t('models.busy'), true);
      return false;
    }
    this.#set({ isWorking: true });
    this.#tell(message);
    return true;
  }

  #attempt(action: () => Promise<void>): Promise<void> {
    return attempt(action, (error) => this.#tellFailure(error));
  }

  get #state(): ModelManager {
    return this.#parts.store.getState().modelManager;
  }

  #set(changed: Partial<ModelManager>): void {
    this.#parts.store.setState(({ modelManager }) => ({ modelManager: { ...modelManager, ...changed } }));
  }

  #setDownload(id: string, download: Download): void {
    this.#set({ downloads: { ...this.#state.downloads, [id]: download } });
  }

  #tell(message: string, isProblem = false): void {
    this.#set({ message, isProblem });
  }

  #tellFailure(error: unknown): void {
    this.#tell(failureText(error), true);
  }
}
