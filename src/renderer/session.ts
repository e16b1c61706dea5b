import type { BackendChoice, BackendName } from '../core/backend';
import { toFailure } from '../core/errors';
import type { Settings } from '../core/settings';
import type { Transcript } from '../core/transcript/types';
import type { ModelEntry, Platform } from '../platform/platform';
import { emptyTranscript, type HearingRequest } from '../worker/protocol';
import { DictationDesk } from './dictation-desk';
import { FinalDesk } from './final-desk';
import { hearingRequest, isLiveLanguage, withDefaultLanguage, withLanguageInstead } from './hearing';
import { shownText } from './dictation-entry';
import { exportFormats, exportName, exportTitle, type ExportExtension } from './export-formats';
import { IdleModel } from './idle-model';
import type { JournalClient } from './journal-client';
import { t } from './language';
import { LiveDesk } from './live-desk';
import type { Microphone } from './microphone';
import { MicrophoneCheck, playClip } from './microphone-check';
import { changePage, dictationPage, pageName, withUpdate } from './pages';
import { RecordingQueue } from './recordings';
import { reread } from './rereading';
import type { SpeechClient } from './speech-client';
import { isBusy, latencyOf, selectedPage, type AppStore, type Trigger } from './store';
import { SystemDesk } from './system-desk';
import { UserWordsDesk } from './user-words-desk';

export interface SessionParts {
  readonly platform: Platform;
  readonly speech: SpeechClient;
  readonly microphone: Microphone;
  readonly journal: JournalClient;
  readonly store: AppStore;
}

/** How long the status line says something before it returns to its facts. */
const remarkMs = 4000;

/** The one place where platform, microphone, speech worker and store meet; views only call its methods. */
export class Session {
  readonly #platform: Platform;
  readonly #speech: SpeechClient;
  readonly #microphone: Microphone;
  readonly #store: AppStore;
  readonly #recordings: RecordingQueue;
  readonly #dictation: DictationDesk;
  /** The user's own words. */
  readonly words: UserWordsDesk;
  readonly system: SystemDesk;
  readonly microphoneCheck: MicrophoneCheck;
  readonly #idle: IdleModel;
  readonly #final: FinalDesk;
  readonly #live: LiveDesk;
  #remarkTimer: ReturnType<typeof setTimeout> | undefined;
  #historyChanged: () => void = () => {};

  constructor({ platform, speech, microphone, journal, store }: SessionParts) {
    this.#platform = platform;
    this.#speech = speech;
    this.#microphone = microphone;
    this.#store = store;
    const kept = (): void => this.#historyChanged();
    const hearing = (language: string | null): HearingRequest => hearingRequest(store.getState(), language);
    this.#recordings = new RecordingQueue({ speech, journal, store, kept, hearing: () => hearing(null) });
    this.#dictation = new DictationDesk({
      platform,
      speech,
      microphone,
      journal,
      store,
      kept,
      hearing,
      say: (remark) => this.#say(remark),
      listening: () => void this.#attempt(() => this.#findMicrophones()),
    });
    this.#idle = new IdleModel({ store, speech, load: () => this.#load() });
    this.#final = new FinalDesk({ platform, store, speech });
    this.#live = new LiveDesk({
      store,
      speech,
      loadFinal: () => this.#final.load(),
      changeSettings: (changed) => this.changeSettings(changed),
      say: (remark) => this.#say(remark),
      ready: () => void this.#recordings.run(),
    });
    this.words = new UserWordsDesk({ platform, speech, microphone, store, wake: () => this.#idle.wake() });
    this.microphoneCheck = new MicrophoneCheck({ microphone, store, play: playClip });
    this.system = new SystemDesk({
      platform,
      store,
      add: (file) => this.#recordings.addQuietly(file),
      fetch: (url) => fetch(url),
      changeSettings: (changed) => this.changeSettings(changed),
      say: (remark) => this.#say(remark),
    });
    journal.onFailed((problem) => store.setState({ problem }));
    speech.onBackendChanged((choice) => this.#backendChanged(choice));
    platform.onDictationCommand((command, language) => this.#dictation.obey(command, language ?? null));
    microphone.onDevicesChanged(() => void this.#attempt(() => this.#findMicrophones()));
    store.subscribe(({ dictation: { state } }, previous) => {
      if (state !== previous.dictation.state) platform.dictationChanged(state);
    });
  }

  /** Reads settings and models and loads the model chosen last. Failures end up in the store. */
  async begin(): Promise<void> {
    try {
      const [settings, models] = await Promise.all([this.#platform.readSettings(), this.#platform.listModels()]);
      this.#store.setState({ settings, models: models.filter(({ role }) => role === 'live') });
      await this.#readHotkeys();
    } catch (error) {
      this.#store.setState({ engine: { state: 'failed', failure: toFailure(error) } });
      return;
    }
    // Before the guide opens: which languages can be chosen depends on the models.
    await this.#final.begin();
    await this.system.begin();
    await this.#attempt(() => this.#findMicrophones());
    await this.words.read();
    await this.#load();
  }

  /** Starts again what kept the model from being loaded. */
  async retry(): Promise<void> {
    this.#store.setState({ engine: { state: 'starting' } });
    await this.begin();
  }

  toggleDictation(trigger: Trigger): void {
    this.#dictation.toggle(trigger);
  }

  /** Never rejects. */
  startDictation(trigger: Trigger): Promise<void> {
    return this.#dictation.start(trigger);
  }

  stopDictation(): void {
    this.#dictation.stop();
  }

  /** Ends at once; what was recognised stays on the page and is delivered nowhere. */
  cancelDictation(): void {
    this.#dictation.cancel();
  }

  addRecordings(files: readonly File[]): void {
    this.#recordings.add(files);
  }

  cancelRecording(pageId: string): void {
    this.#recordings.cancel(pageId);
  }

  /** Goes on where a recording was cancelled or failed. */
  resumeRecording(pageId: string): void {
    this.#recordings.resume(pageId);
  }

  /** Takes up a recording that a crash cut off, below the words that it has. */
  recoverRecording(entryId: string, file: File, transcript: Transcript): void {
    this.#recordings.recover(entryId, file, transcript);
  }

  /** Adds a dictation that a crash cut off to the dictation page. */
  showRecovered({ segments, durationMs }: Transcript): void {
    this.#changeDictationPage((page) => {
      const { transcript } = withUpdate(page, { segments, partial: emptyTranscript.partial, durationMs }, page.transcript.durationMs);
      return { ...page, transcript };
    });
    this.#store.setState({ selectedPageId: dictationPage.id });
  }

  /**
   * Recognises sound from the history, with any installed model; the chosen one is loaded again afterwards.
   * @throws UtterError
   */
  async reread(entryId: string, file: File, modelId: string | null): Promise<Transcript> {
    await this.#idle.wake();
    const load = (id: string | null): Promise<void> => this.#load(id);
    const transcript = await reread({ store: this.#store, speech: this.#speech, load }, { entryId, file, modelId });
    void this.#recordings.run();
    return transcript;
  }

  /** Something was added to the history, or changed there. */
  onHistoryChanged(listener: () => void): void {
    this.#historyChanged = listener;
  }

  selectPage(selectedPageId: string): void {
    this.#store.setState({ selectedPageId });
  }

  /** Empties the dictation page, or takes a recording's page away. */
  clear(): void {
    const { dictation, pages, selectedPageId } = this.#store.getState();
    if (selectedPageId === dictationPage.id) {
      if (dictation.state === 'idle' || dictation.state === 'error') this.#changeDictationPage(() => dictationPage);
      return;
    }
    this.#recordings.cancel(selectedPageId);
    const index = pages.findIndex(({ id }) => id === selectedPageId);
    const remaining = pages.filter(({ id }) => id !== selectedPageId);
    const neighbour = remaining[Math.min(index, remaining.length - 1)] ?? dictationPage;
    this.#store.setState({ pages: remaining, selectedPageId: neighbour.id });
  }

  async copy(): Promise<void> {
    await this.#attempt(async () => {
      await this.#platform.copyText(shownText(selectedPage(this.#store.getState()).transcript));
      this.#say(t('remarks.copied'));
    });
  }

  async export(extension: ExportExtension): Promise<void> {
    await this.#attempt(async () => {
      const page = selectedPage(this.#store.getState());
      const { write, mimeType } = exportFormats[extension];
      const fileName = exportName(pageName(page, t), page.kind, extension, new Date());
      const contents = await write(page.transcript, exportTitle(fileName));
      if (await this.#platform.saveFile(fileName, contents, mimeType)) this.#say(t('remarks.saved', { name: fileName }));
    });
  }

  /** @param modelId null: automatic */
  async selectModel(modelId: string | null): Promise<void> {
    const { engine, settings } = this.#store.getState();
    if (isBusy(this.#store.getState())) return;
    await this.changeSettings({ modelId });
    await this.#load();
    if (engine.state === 'ready' || engine.state === 'resting') await this.#recover(engine.model, settings.modelId);
  }

  /** A model that can't be loaded leaves the one before in use, and the choice as it was. */
  async #recover(before: ModelEntry, modelId: string | null): Promise<void> {
    const { engine, models } = this.#store.getState();
    if (engine.state !== 'failed' || !models.some(({ id }) => id === before.id)) return;
    const { message, remedy } = engine.failure;
    await this.changeSettings({ modelId });
    await this.#load();
    this.#store.setState({ problem: { message: `${message} ${before.name} is used on.`, remedy } });
  }

  /**
   * What is dictated by default; a live model of that language is loaded where there is one.
   * @param isInstead whether the default before is dictated no longer
   */
  async selectLanguage(language: string, isInstead = false): Promise<void> {
    const change = isInstead ? withLanguageInstead : withDefaultLanguage;
    await this.changeSettings(change(this.#store.getState().settings, language));
    const state = this.#store.getState();
    const other = state.models.find(({ languages }) => languages.includes(language));
    if (!isLiveLanguage(state, language) && other !== undefined) await this.selectModel(other.id);
  }

  async selectBackend(backend: BackendName | 'auto'): Promise<void> {
    if (isBusy(this.#store.getState())) return;
    await this.changeSettings({ backend });
    await this.#load();
  }

  async changeSettings(changed: Partial<Settings>): Promise<void> {
    const settings = { ...this.#store.getState().settings, ...changed };
    this.#store.setState({ settings });
    if (settings.microphoneWarmMinutes === 0) await this.#microphone.coolDown();
    await this.#attempt(() => this.#platform.writeSettings(settings));
    await this.#attempt(() => this.#readHotkeys());
  }

  /** Asks the host again which keys it has: one may have become free, or a permission been given. */
  async refreshHotkeys(): Promise<void> {
    await this.#attempt(() => this.#readHotkeys());
  }

  dismissProblem(): void {
    const { dictation } = this.#store.getState();
    if (dictation.state === 'error') this.#store.setState({ dictation: { state: 'idle' } });
    this.#store.setState({ problem: null });
  }

  /** The microphone's level in dB, about 20 times a second while listening. */
  onLevel(listener: (rmsDb: number) => void): () => void {
    return this.#dictation.onLevel(listener);
  }

  async #load(modelId = this.#store.getState().settings.modelId): Promise<void> {
    if (await this.#live.load(modelId)) await this.#recordings.run();
  }

  async #readHotkeys(): Promise<void> {
    if (this.#platform.can.globalHotkey) this.#store.setState({ hotkeys: await this.#platform.hotkeyStates() });
  }

  async #findMicrophones(): Promise<void> {
    this.#store.setState({ microphones: await this.#microphone.devices() });
  }

  #backendChanged(choice: BackendChoice): void {
    this.#store.setState(({ engine, latency }) =>
      engine.state === 'ready' ? { engine: { ...engine, choice }, latency: latencyOf(latency, choice) } : {},
    );
  }

  #changeDictationPage(change: Parameters<typeof changePage>[2]): void {
    this.#store.setState(({ pages }) => ({ pages: changePage(pages, dictationPage.id, change) }));
  }

  #say(remark: string): void {
    clearTimeout(this.#remarkTimer);
    this.#store.setState({ remark });
    this.#remarkTimer = setTimeout(() => this.#store.setState({ remark: null }), remarkMs);
  }

  /** Runs an action whose failure is told to the user and changes nothing else. */
  async #attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#store.setState({ problem: toFailure(error) });
    }
  }
}
