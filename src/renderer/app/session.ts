import { toFailure } from '../../core/errors';
import type { Settings } from '../../core/settings';
import type { Transcript } from '../../core/transcript/types';
import type { Platform } from '../../platform/platform';
import type { HearingRequest } from '../../worker/protocol';
import { DictationDesk } from '../dictation/dictation-desk';
import { MicrophoneCheck, playClip } from '../dictation/microphone-check';
import { GuideDesk } from '../guide/guide-desk';
import { reread } from '../history/rereading';
import { FinalDesk } from '../models/final-desk';
import { IdleModel } from '../models/idle-model';
import { LiveDesk } from '../models/live-desk';
import { ModelChoice } from '../models/model-choice';
import { RecordingQueue } from '../recordings/recording-queue';
import { WatchDesk } from '../recordings/watch-desk';
import { SystemDesk } from '../settings/system-desk';
import { UserWordsDesk } from '../words/user-words-desk';
import { alertIn, attempt } from './attempt';
import { hearingRequest } from './hearing';
import type { JournalClient } from './journal-client';
import type { Microphone } from './microphone';
import { updatedChoice } from './microphone-choice';
import { PageDesk } from './page-desk';
import type { SpeechClient } from './speech-client';
import type { AppStore } from './store';

export interface SessionParts {
  readonly platform: Platform;
  readonly speech: SpeechClient;
  readonly microphone: Microphone;
  readonly journal: JournalClient;
  readonly store: AppStore;
}

/** How long the status line says something before it returns to its facts. */
const remarkMs = 4000;

/** The one place where platform, microphone, speech worker and store meet: it puts the desks together, whose methods views call. */
export class Session {
  readonly #platform: Platform;
  readonly #speech: SpeechClient;
  readonly #microphone: Microphone;
  readonly #store: AppStore;
  readonly pages: PageDesk;
  readonly dictation: DictationDesk;
  readonly recordings: RecordingQueue;
  readonly choice: ModelChoice;
  /** The user's own words. */
  readonly words: UserWordsDesk;
  readonly system: SystemDesk;
  readonly guide: GuideDesk;
  /** The folder whose recordings are transcribed by themselves. */
  readonly watch: WatchDesk;
  readonly microphoneCheck: MicrophoneCheck;
  readonly #idle: IdleModel;
  readonly #final: FinalDesk;
  #remarkTimer: ReturnType<typeof setTimeout> | undefined;
  #historyChanged: () => void = () => {};

  constructor({ platform, speech, microphone, journal, store }: SessionParts) {
    this.#platform = platform;
    this.#speech = speech;
    this.#microphone = microphone;
    this.#store = store;
    const kept = (): void => this.#historyChanged();
    const hearing = (language: string | null): HearingRequest => hearingRequest(store.getState(), language);
    this.recordings = new RecordingQueue({ speech, journal, store, kept, hearing: () => hearing(null) });
    this.dictation = new DictationDesk({
      platform,
      speech,
      microphone,
      journal,
      store,
      kept,
      hearing,
      say: (remark) => this.#say(remark),
      beginning: () => this.pages.saveDraft(),
      discarded: (base) => this.pages.discard(base),
      listening: () => void this.#attempt(() => this.#findMicrophones()),
    });
    this.#idle = new IdleModel({ store, speech, load: () => this.choice.load() });
    this.#final = new FinalDesk({ platform, store, speech });
    const live = new LiveDesk({
      store,
      speech,
      loadFinal: () => this.#final.load(),
      changeSettings: (changed) => this.changeSettings(changed),
      say: (remark) => this.#say(remark),
      ready: () => void this.recordings.run(),
    });
    this.choice = new ModelChoice({
      store,
      speech,
      live,
      changeSettings: (changed) => this.changeSettings(changed),
      loaded: () => this.recordings.run(),
    });
    this.pages = new PageDesk({
      platform,
      store,
      say: (remark) => this.#say(remark),
      removed: (pageId) => this.recordings.cancel(pageId),
    });
    this.words = new UserWordsDesk({ platform, speech, microphone, store, wake: () => this.#idle.wake() });
    this.microphoneCheck = new MicrophoneCheck({ microphone, store, play: playClip });
    this.guide = new GuideDesk({ store, changeSettings: (changed) => this.changeSettings(changed) });
    this.watch = new WatchDesk({
      platform,
      store,
      add: (file) => this.recordings.addQuietly(file),
      fetch: (url) => fetch(url),
    });
    this.system = new SystemDesk({ platform, store, say: (remark) => this.#say(remark) });
    journal.onFailed((problem) => store.setState({ problem }));
    platform.onDictationCommand((command, language) => this.dictation.obey(command, language ?? null));
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
    this.guide.begin();
    await this.system.begin();
    await this.watch.begin();
    await this.#attempt(() => this.#findMicrophones());
    await this.words.read();
    await this.choice.load();
  }

  /** Starts again what kept the model from being loaded. */
  async retry(): Promise<void> {
    this.#store.setState({ engine: { state: 'starting' } });
    await this.begin();
  }

  /**
   * Recognises sound from the history, with any installed model; the chosen one is loaded again afterwards.
   * @throws UtterError
   */
  async reread(entryId: string, file: File, modelId: string | null): Promise<Transcript> {
    await this.#idle.wake();
    const load = (id: string | null): Promise<void> => this.choice.load(id);
    const transcript = await reread({ store: this.#store, speech: this.#speech, load }, { entryId, file, modelId });
    void this.recordings.run();
    return transcript;
  }

  /** Something was added to the history, or changed there. */
  onHistoryChanged(listener: () => void): void {
    this.#historyChanged = listener;
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

  async #readHotkeys(): Promise<void> {
    if (this.#platform.can.globalHotkey) this.#store.setState({ hotkeys: await this.#platform.hotkeyStates() });
  }

  async #findMicrophones(): Promise<void> {
    const microphones = await this.#microphone.devices();
    this.#store.setState({ microphones });
    const choice = updatedChoice(this.#store.getState().settings, microphones);
    if (choice !== null) await this.changeSettings(choice);
  }

  #say(remark: string): void {
    clearTimeout(this.#remarkTimer);
    this.#store.setState({ remark });
    this.#remarkTimer = setTimeout(() => this.#store.setState({ remark: null }), remarkMs);
  }

  #attempt(action: () => Promise<void>): Promise<void> {
    return attempt(action, alertIn(this.#store));
  }
}
