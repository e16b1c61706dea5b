import type { BackendChoice, BackendName } from '../core/backend';
import { toFailure, type UtterError } from '../core/errors';
import { textSettings, type Settings } from '../core/settings';
import { writtenText } from '../core/transcript/text';
import type { Transcript } from '../core/transcript/types';
import type { DictationCommand, ModelEntry, Platform } from '../platform/platform';
import { applyUpdate, emptyTranscript } from '../worker/protocol';
import { exportFormats, exportName, type ExportExtension } from './export-formats';
import { LiveFeed } from './live';
import type { Microphone, OpenMicrophone } from './microphone';
import { changePage, dictationPage, settled, textEnd, withUpdate } from './pages';
import { RecordingQueue } from './recordings';
import type { JobEvents, SpeechClient, SpeechJob } from './speech-client';
import { isBusy, isListenable, selectedPage, type AppStore, type Dictation, type Trigger } from './store';
import { UserWordsDesk } from './user-words-desk';

export interface SessionParts {
  readonly platform: Platform;
  readonly speech: SpeechClient;
  readonly microphone: Microphone;
  readonly store: AppStore;
}

/** What ended a dictation from outside: its text is delivered only after `stopped`. */
type Ending = 'stopped' | 'cancelled' | 'interrupted';

/** How long the status line says something before it returns to its facts. */
const remarkMs = 4000;

/** The one place where platform, microphone, speech worker and store meet; views only call its methods. */
export class Session {
  readonly #platform: Platform;
  readonly #speech: SpeechClient;
  readonly #microphone: Microphone;
  readonly #store: AppStore;
  readonly #recordings: RecordingQueue;
  /** The user's own words. */
  readonly words: UserWordsDesk;
  readonly #levelListeners = new Set<(rmsDb: number) => void>();
  readonly #live: LiveFeed;
  /** The running dictation's way to end; null when there is none. */
  #end: ((ending: Ending) => void) | null = null;
  /** A start that was asked for while the last words of the dictation before were written. */
  #next: Trigger | null = null;
  #remarkTimer: ReturnType<typeof setTimeout> | undefined;

  constructor({ platform, speech, microphone, store }: SessionParts) {
    this.#platform = platform;
    this.#speech = speech;
    this.#microphone = microphone;
    this.#store = store;
    this.#recordings = new RecordingQueue(speech, store);
    this.words = new UserWordsDesk({ platform, speech, microphone, store });
    speech.onBackendChanged((choice) => this.#backendChanged(choice));
    this.#live = new LiveFeed(platform);
    platform.onDictationCommand((command) => this.#obey(command));
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
      await this.#readHotkeys();
    } catch (error) {
      this.#store.setState({ engine: { state: 'failed', failure: toFailure(error) } });
      return;
    }
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
    const { state } = this.#store.getState().dictation;
    const isNext = state === 'finishing' && trigger === 'hotkey' && this.#next === null;
    if (state === 'idle' || state === 'error' || isNext) {
      void this.startDictation(trigger);
    } else this.stopDictation();
  }

  /** Listens and writes until `stopDictation`, the loss of the microphone or a failure; never rejects. */
  async startDictation(trigger: Trigger): Promise<void> {
    const { dictation, engine, pages } = this.#store.getState();
    if (dictation.state === 'finishing' && trigger === 'hotkey') this.#next = trigger;
    if ((dictation.state !== 'idle' && dictation.state !== 'error') || !isListenable(engine)) return;
    this.#store.setState({ dictation: { state: 'starting', trigger }, selectedPageId: dictationPage.id, problem: null });

    const ended = new Promise<Ending>((resolve) => (this.#end = resolve));
    const { transcript: before } = pages.find(({ id }) => id === dictationPage.id) ?? dictationPage;
    const offsetMs = before.durationMs;
    let spoken: Transcript = emptyTranscript;
    let open: OpenMicrophone | null = null;
    let end: Dictation = { state: 'idle' };
    let cause: Ending | 'finished' | UtterError = 'stopped';
    this.#live.begin();
    try {
      if (!(await this.#hasModel())) {
        this.#setDictation(end);
        return;
      }
      const { settings } = this.#store.getState();
      open = await this.#microphone.open(settings.microphoneId);
      const text = { settings: textSettings(settings), preceding: textEnd(before) };
      const events: JobEvents = {
        level: (rmsDb) => this.#tellLevel(rmsDb),
        update: (update) => {
          spoken = applyUpdate(spoken, update);
          this.#changeDictationPage((page) => withUpdate(page, update, offsetMs));
          this.#live.heard(spoken);
        },
      };
      const job = this.#speech.listen(open.sampleRateHz, open.port, events, text);
      const microphone = open.label;
      this.#setDictation({ state: 'listening', trigger, microphone, sinceMs: Date.now() });
      void this.#attempt(() => this.#findMicrophones());

      cause = await Promise.race([ended, open.lost, job.ended]);
      if (isFailure(cause)) end = { state: 'error', failure: toFailure(cause) };
      this.#setDictation({ state: 'finishing', trigger });
      await this.#finish(open, job, cause === 'cancelled' ? 0 : settings.tailMs);
    } catch (error) {
      end = { state: 'error', failure: toFailure(error) };
      await open?.stop(0).catch(() => undefined);
    }
    this.#end = null;
    spoken = settled(spoken);
    this.#changeDictationPage((page) => ({ ...page, transcript: settled(page.transcript) }));
    if (end.state === 'error') this.#live.failed(end.failure);
    this.#conclude(spoken, trigger, cause, end);
    this.#setDictation(end);
    const next = this.#next;
    this.#next = null;
    if (next !== null) await this.startDictation(next);
  }

  stopDictation(): void {
    this.#next = null;
    this.#end?.('stopped');
  }

  /** Ends at once; what was recognised stays on the page and is delivered nowhere. */
  cancelDictation(): void {
    this.#next = null;
    this.#end?.('cancelled');
  }

  addRecordings(files: readonly File[]): void {
    this.#recordings.add(files);
  }

  cancelRecording(pageId: string): void {
    this.#recordings.cancel(pageId);
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
      await this.#platform.copyText(exportFormats.txt.write(selectedPage(this.#store.getState()).transcript).trimEnd());
      this.#say('Copied.');
    });
  }

  async export(extension: ExportExtension): Promise<void> {
    await this.#attempt(async () => {
      const { name, kind, transcript } = selectedPage(this.#store.getState());
      const { write, mimeType } = exportFormats[extension];
      const fileName = exportName(name, kind, extension, new Date());
      if (await this.#platform.saveFile(fileName, write(transcript), mimeType)) this.#say(`Saved as ${fileName}.`);
    });
  }

  async selectModel(modelId: string): Promise<void> {
    const { engine } = this.#store.getState();
    if (isBusy(this.#store.getState())) return;
    await this.changeSettings({ modelId });
    await this.#load();
    if (engine.state === 'ready') await this.#recover(engine.model);
  }

  /** A model that can't be loaded leaves the one before in use. */
  async #recover(before: ModelEntry): Promise<void> {
    const { engine, models } = this.#store.getState();
    if (engine.state !== 'failed' || !models.some(({ id }) => id === before.id)) return;
    const { message, remedy } = engine.failure;
    await this.changeSettings({ modelId: before.id });
    await this.#load();
    this.#store.setState({ problem: { message: `${message} ${before.name} is used on.`, remedy } });
  }

  async selectBackend(backend: BackendName | 'auto'): Promise<void> {
    if (isBusy(this.#store.getState())) return;
    await this.changeSettings({ backend });
    await this.#load();
  }

  async changeSettings(changed: Partial<Settings>): Promise<void> {
    const settings = { ...this.#store.getState().settings, ...changed };
    this.#store.setState({ settings });
    await this.#attempt(() => this.#platform.writeSettings(settings));
    await this.#attempt(() => this.#readHotkeys());
  }

  /** Asks the host again which keys it has: one may have become free, or a permission been given. */
  async refreshHotkeys(): Promise<void> {
    await this.#attempt(() => this.#readHotkeys());
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

  async #load(): Promise<void> {
    const { models, settings } = this.#store.getState();
    const model = models.find(({ id }) => id === settings.modelId) ?? models[0];
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
    if (engine.state !== 'starting') return isListenable(engine);
    return new Promise((resolve) => {
      const unsubscribe = this.#store.subscribe(({ engine: { state } }) => {
        if (state === 'starting') return;
        unsubscribe();
        resolve(state !== 'failed');
      });
    });
  }

  #obey(command: DictationCommand): void {
    if (command === 'toggle') this.toggleDictation('hotkey');
    else if (command === 'start') void this.startDictation('hotkey');
    else if (command === 'stop') this.stopDictation();
    else if (command === 'cancel') this.cancelDictation();
    else this.#end?.('interrupted');
  }

  async #readHotkeys(): Promise<void> {
    if (this.#platform.can.globalHotkey) this.#store.setState({ hotkeys: await this.#platform.hotkeyStates() });
  }

  /** Ends the audio, then waits for its last words. */
  async #finish(open: OpenMicrophone, job: SpeechJob, tailMs: number): Promise<void> {
    await open.stop(tailMs);
    job.stop();
    await job.ended;
  }

  /** What becomes of the text. A delivery takes a while; the next dictation does not wait for it. */
  #conclude(spoken: Transcript, trigger: Trigger, cause: Ending | 'finished' | UtterError, end: Dictation): void {
    const text = writtenText(spoken);
    if (cause === 'cancelled') this.#say('Cancelled. What you said is kept here and was not pasted.');
    else if (text !== '' && cause === 'interrupted') this.#say('Interrupted. Your words are kept here.');
    else if (text !== '') void this.#deliver(text, trigger);
    else if (end.state === 'idle') this.#say('No words were recognised.');
  }

  async #deliver(text: string, trigger: Trigger): Promise<void> {
    if (trigger !== 'hotkey' || !this.#platform.can.deliver) return;
    const remedy = 'Your text is kept on the dictation page: copy it from there.';
    try {
      const delivery = await this.#platform.deliver(text);
      if (delivery.state === 'pasted') this.#say('Pasted into the application you were using.');
      else if (delivery.state === 'typed') this.#say('Typed into the application you were using.');
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
    this.#live.level(rmsDb);
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

function isFailure(cause: Ending | 'finished' | UtterError): cause is UtterError {
  return typeof cause !== 'string';
}
