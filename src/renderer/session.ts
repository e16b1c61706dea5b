import type { BackendChoice, BackendName } from '../core/backend';
import { toFailure, type UtterError } from '../core/errors';
import type { Settings } from '../core/settings';
import { transcriptText } from '../core/transcript/text';
import type { Transcript } from '../core/transcript/types';
import type { EditEvent } from '../core/transcript/voice-edits';
import type { Platform } from '../platform/platform';
import { emptyTranscript } from '../worker/protocol';
import { DictationText } from './dictation-text';
import { editRemark } from './edit-remarks';
import { beginEntry, closeEntry, shownText } from './dictation-entry';
import { exportFormats, exportName, exportTitle, type ExportExtension } from './export-formats';
import type { JournalClient, JournalEntry } from './journal-client';
import type { Microphone, OpenMicrophone } from './microphone';
import { changePage, dictationPage, hasText, withUpdate } from './pages';
import { RecordingQueue } from './recordings';
import { reread } from './rereading';
import type { SpeechClient, SpeechJob } from './speech-client';
import { isBusy, isListenable, selectedPage, until, type AppStore, type Dictation, type Trigger } from './store';

export interface SessionParts {
  readonly platform: Platform;
  readonly speech: SpeechClient;
  readonly microphone: Microphone;
  readonly journal: JournalClient;
  readonly store: AppStore;
}

/** Recorded after "stop": people press the key on the last syllable. */
const tailMs = 400;

/** How long the status line says something before it returns to its facts. */
const remarkMs = 4000;

/** The one place where platform, microphone, speech worker and store meet; views only call its methods. */
export class Session {
  readonly #platform: Platform;
  readonly #speech: SpeechClient;
  readonly #microphone: Microphone;
  readonly #journal: JournalClient;
  readonly #store: AppStore;
  readonly #recordings: RecordingQueue;
  readonly #levelListeners = new Set<(rmsDb: number) => void>();
  /** The running dictation's way to end; null when there is none. */
  #stop: (() => void) | null = null;
  #remarkTimer: ReturnType<typeof setTimeout> | undefined;
  #historyChanged: () => void = () => {};

  constructor({ platform, speech, microphone, journal, store }: SessionParts) {
    this.#platform = platform;
    this.#speech = speech;
    this.#microphone = microphone;
    this.#journal = journal;
    this.#store = store;
    this.#recordings = new RecordingQueue({ speech, journal, store, kept: () => this.#historyChanged() });
    journal.onFailed((problem) => this.#store.setState({ problem }));
    speech.onBackendChanged((choice) => this.#backendChanged(choice));
    platform.onToggleDictation(() => this.toggleDictation('hotkey'));
    microphone.onDevicesChanged(() => void this.#attempt(() => this.#findMicrophones()));
    store.subscribe(({ dictation: { state } }, previous) => {
      if (state !== previous.dictation.state) platform.dictationChanged(state);
    });
  }

  /** Reads settings and models and loads the model chosen last. Failures end up in the store. */
  async begin(): Promise<void> {
    try {
      const [settings, models] = await Promise.all([this.#platform.readSettings(), this.#platform.listModels()]);
      this.#store.setState({ settings, models });
      if (this.#platform.can.globalHotkey) this.#store.setState({ hotkey: await this.#platform.hotkeyState() });
    } catch (error) {
      this.#store.setState({ engine: { state: 'failed', failure: toFailure(error) } });
      return;
    }
    await this.#attempt(() => this.#findMicrophones());
    await this.#load();
  }

  /** Starts again what kept the model from being loaded. */
  async retry(): Promise<void> {
    this.#store.setState({ engine: { state: 'starting' } });
    await this.begin();
  }

  toggleDictation(trigger: Trigger): void {
    const { state } = this.#store.getState().dictation;
    if (state === 'idle' || state === 'error') void this.startDictation(trigger);
    else this.stopDictation();
  }

  /** Listens and writes until `stopDictation`, the loss of the microphone or a failure; never rejects. */
  async startDictation(trigger: Trigger): Promise<void> {
    const { dictation, engine, pages } = this.#store.getState();
    if ((dictation.state !== 'idle' && dictation.state !== 'error') || !isListenable(engine)) return;
    this.#store.setState({ dictation: { state: 'starting', trigger }, selectedPageId: dictationPage.id, problem: null });

    const stopped = new Promise<'stopped'>((resolve) => (this.#stop = () => resolve('stopped')));
    const base = pages.find(({ id }) => id === dictationPage.id)?.transcript ?? emptyTranscript;
    let open: OpenMicrophone | null = null;
    let entry: JournalEntry | null = null;
    const text = new DictationText({
      base,
      commandsOff: this.#store.getState().settings.editCommandsOff,
      commit: (commit) => entry?.commit(commit) ?? Promise.resolve(),
      show: (transcript) => this.#changeDictationPage((page) => ({ ...page, transcript })),
      obeyed: (events) => this.#obeyed(events),
    });
    let end: Dictation = { state: 'idle' };
    try {
      if (!(await this.#hasModel())) {
        this.#setDictation(end);
        return;
      }
      open = await this.#microphone.open(this.#store.getState().settings.microphoneId);
      entry = beginEntry(this.#journal, open, this.#store.getState());
      const job = this.#speech.listen(open.sampleRateHz, open.port, {
        level: (rmsDb) => this.#tellLevel(rmsDb),
        update: (update) => text.accept(update),
      });
      const microphone = open.label;
      this.#setDictation({ state: 'listening', trigger, microphone, sinceMs: Date.now() });
      void this.#attempt(() => this.#findMicrophones());

      const cause = await Promise.race([stopped, open.lost, job.ended]);
      if (isFailure(cause)) end = { state: 'error', failure: toFailure(cause) };
      this.#setDictation({ state: 'finishing', trigger });
      await this.#finish(open, job);
    } catch (error) {
      end = { state: 'error', failure: toFailure(error) };
      await open?.stop(0, 0).catch(() => undefined);
    }
    this.#stop = null;
    const spoken = await text.finish();
    const closed = entry === null ? Promise.resolve() : this.#closeEntry(entry, spoken, end);
    if (hasText(spoken)) await this.#deliver(transcriptText(spoken), trigger);
    else if (end.state === 'idle') this.#say('No words were recognised.');
    await closed;
    this.#setDictation(end);
  }

  stopDictation(): void {
    this.#stop?.();
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
      this.#say('Copied.');
    });
  }

  async export(extension: ExportExtension): Promise<void> {
    await this.#attempt(async () => {
      const { name, kind, transcript } = selectedPage(this.#store.getState());
      const { write, mimeType } = exportFormats[extension];
      const fileName = exportName(name, kind, extension, new Date());
      const contents = await write(transcript, exportTitle(fileName));
      if (await this.#platform.saveFile(fileName, contents, mimeType)) this.#say(`Saved as ${fileName}.`);
    });
  }

  async selectModel(modelId: string): Promise<void> {
    if (isBusy(this.#store.getState())) return;
    await this.changeSettings({ modelId });
    await this.#load();
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
  }

  dismissProblem(): void {
    const { dictation } = this.#store.getState();
    if (dictation.state === 'error') this.#setDictation({ state: 'idle' });
    this.#store.setState({ problem: null });
  }

  /** The microphone's level in dB, about 20 times a second while listening; kept out of the store, which it would wear. */
  onLevel(listener: (rmsDb: number) => void): () => void {
    this.#levelListeners.add(listener);
    return () => this.#levelListeners.delete(listener);
  }

  async #load(modelId = this.#store.getState().settings.modelId): Promise<void> {
    const { models, settings } = this.#store.getState();
    const model = models.find(({ id }) => id === modelId) ?? models[0];
    if (model === undefined) {
      const failure = {
        code: 'model-not-found' as const,
        message: 'No model is installed.',
        remedy: 'Put a model folder into resources/models, or install Utter again.',
      };
      this.#store.setState({ engine: { state: 'failed', failure } });
      return;
    }
    const loading = (fraction: number): void => this.#store.setState({ engine: { state: 'loading', model, fraction } });
    loading(0);
    try {
      const choice = await this.#speech.load(model.url, settings.backend, loading);
      if (choice === null) return;
      this.#store.setState({ engine: { state: 'ready', model, choice } });
    } catch (error) {
      this.#store.setState({ engine: { state: 'failed', failure: toFailure(error) } });
      return;
    }
    await this.#recordings.run();
  }

  /** Waits until it is known whether there is a model: the hotkey may have started the application. */
  async #hasModel(): Promise<boolean> {
    const { engine } = this.#store.getState();
    if (engine.state === 'starting') await until(this.#store, (state) => state.engine.state !== 'starting');
    return isListenable(this.#store.getState().engine);
  }

  /** Ends the audio, then waits for its last words. */
  async #finish(open: OpenMicrophone, job: SpeechJob): Promise<void> {
    await open.stop(tailMs, this.#store.getState().settings.microphoneWarmMinutes * 60_000);
    job.stop();
    await job.ended;
  }

  /** Without words an entry is worth keeping only if they may have been said: when recognition failed. */
  async #closeEntry(entry: JournalEntry, spoken: Transcript, end: Dictation): Promise<void> {
    const isKept = this.#store.getState().settings.keepHistory && (hasText(spoken) || end.state === 'error');
    await closeEntry(entry, isKept ? spoken : null);
    if (isKept) this.#historyChanged();
  }

  #obeyed(events: readonly EditEvent[]): void {
    for (const event of events) this.#say(editRemark(event));
    if (events.some(({ action }) => action === 'stop')) this.stopDictation();
  }

  async #deliver(text: string, trigger: Trigger): Promise<void> {
    if (trigger !== 'hotkey' || !this.#platform.can.deliver) return;
    const remedy = 'Your text is kept on the dictation page: copy it from there.';
    try {
      const delivery = await this.#platform.deliver(text);
      if (delivery.state === 'pasted') this.#say('Pasted into the application you were using.');
      else if (delivery.state === 'copied') this.#say(`Copied. ${delivery.reason}`);
      else this.#store.setState({ problem: { message: `The text was not delivered. ${delivery.reason}`, remedy } });
    } catch (error) {
      this.#store.setState({ problem: { message: `The text was not delivered. ${toFailure(error).message}`, remedy } });
    }
  }

  async #findMicrophones(): Promise<void> {
    this.#store.setState({ microphones: await this.#microphone.devices() });
  }

  #backendChanged(choice: BackendChoice): void {
    this.#store.setState(({ engine }) => (engine.state === 'ready' ? { engine: { ...engine, choice } } : {}));
  }

  #changeDictationPage(change: Parameters<typeof changePage>[2]): void {
    this.#store.setState(({ pages }) => ({ pages: changePage(pages, dictationPage.id, change) }));
  }

  #setDictation(dictation: Dictation): void {
    this.#store.setState({ dictation });
  }

  #tellLevel(rmsDb: number): void {
    for (const listener of this.#levelListeners) listener(rmsDb);
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

function isFailure(cause: 'stopped' | 'finished' | 'cancelled' | UtterError): cause is UtterError {
  return typeof cause !== 'string';
}
