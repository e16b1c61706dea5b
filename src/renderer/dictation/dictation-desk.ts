import { toFailure, type Failure, type UtterError } from '../../core/errors';
import { textSettings, type Settings } from '../../core/settings';
import { writtenText } from '../../core/transcript/text';
import type { Transcript } from '../../core/transcript/types';
import { editedTranscript, type EditEvent } from '../../core/transcript/voice-edits';
import type { DictationCommand, Platform } from '../../platform/platform';
import { emptyTranscript, type HearingRequest, type LateText } from '../../worker/protocol';
import { alertIn, attempt } from '../app/attempt';
import { shownText } from '../app/export-formats';
import { closeEntry, type JournalClient, type JournalEntry } from '../app/journal-client';
import type { Microphone, OpenMicrophone } from '../app/microphone';
import { foundAgain } from '../app/microphone-choice';
import { changePage, dictationPage, hasText, precedingText, type PagePart } from '../app/pages';
import type { JobEvents, SpeechClient, SpeechJob } from '../app/speech-client';
import type { MicrophoneTrouble } from '../app/reception';
import { isListenable, until, type AppStore } from '../app/store';
import { t } from '../locales/language';
import { beginEntry } from './dictation-entry';
import type { Dictation, Trigger } from './dictation-slice';
import { DictationText } from './dictation-text';
import { editRemark } from './edit-remarks';
import { LiveFeed } from './live-feed';

export interface DictationDeskParts {
  readonly platform: Platform;
  readonly speech: SpeechClient;
  readonly microphone: Microphone;
  readonly journal: JournalClient;
  readonly store: AppStore;
  /** Who hears a dictation in a language; null: in that of the settings. */
  hearing(language: string | null): HearingRequest;
  /** The status line says this for a moment. */
  say(remark: string): void;
  /** An entry was added to the history. */
  kept(): void;
  /** A dictation is about to begin: a text that is being edited by hand is saved. */
  beginning(): void;
  /** What this dictation added to the page is taken back; `base` was there before. */
  discarded(base: Transcript): void;
  /** A dictation listens: microphones have names now. */
  listening(): void;
}

/** What ended a dictation from outside: its text is delivered only after `stopped`. */
type Ending = 'stopped' | 'cancelled' | 'discarded' | 'interrupted';
type Cause = Ending | 'finished' | UtterError;

/** Who asked for a dictation, and in which language; null: in that of the settings. */
interface Start {
  readonly trigger: Trigger;
  readonly language: string | null;
}

/** Dictates: from the microphone through the speech worker onto the disk and the page, and to where the text is wanted. */
export class DictationDesk {
  readonly #parts: DictationDeskParts;
  readonly #levelListeners = new Set<(rmsDb: number) => void>();
  readonly #live: LiveFeed;
  /** The running dictation's way to end; null when there is none. */
  #end: ((ending: Ending) => void) | null = null;
  /** A start that was asked for while the last words of the dictation before were written. */
  #next: Start | null = null;
  /** Ends the wait for final words. */
  #hurry: () => void = () => {};
  /** Whether the dictation's text was edited by voice: nothing may be left of it. */
  #isEdited = false;
  #endedAtMs = -Infinity;

  constructor(parts: DictationDeskParts) {
    this.#parts = parts;
    this.#live = new LiveFeed(parts.platform);
  }

  /** @param language of the key that was pressed; null for a key that is for any */
  obey(command: DictationCommand, language: string | null = null): void {
    if (command === 'toggle') this.toggle('hotkey');
    else if (command === 'start') void this.start('hotkey', language);
    else if (command === 'stop') this.stop();
    else if (command === 'cancel') this.cancel();
    else {
      this.#end?.('interrupted');
      void this.#parts.microphone.coolDown();
    }
  }

  toggle(trigger: Trigger): void {
    const { state } = this.#parts.store.getState().dictation;
    const isNext = state === 'finishing' && trigger === 'hotkey' && this.#next === null;
    if (state === 'idle' || state === 'error' || isNext) {
      void this.start(trigger);
    } else this.stop();
  }

  stop(): void {
    this.#next = null;
    this.#end?.('stopped');
  }

  /** Ends at once; what was recognised stays on the page and is delivered nowhere. */
  cancel(): void {
    this.#next = null;
    this.#end?.('cancelled');
  }

  /** Ends at once; what was recognised leaves the page, which can be undone, and stays in the history if that is kept. */
  discard(): void {
    this.#next = null;
    this.#end?.('discarded');
  }

  /** The microphone's level in dB, about 20 times a second while listening; kept out of the store, which it would wear. */
  onLevel(listener: (rmsDb: number) => void): () => void {
    this.#levelListeners.add(listener);
    return () => this.#levelListeners.delete(listener);
  }

  /** Listens and writes until it is told to end, the loss of the microphone or a failure; never rejects. */
  async start(trigger: Trigger, language: string | null = null): Promise<void> {
    const { store, speech, journal } = this.#parts;
    const { dictation, engine } = store.getState();
    if (dictation.state === 'finishing' && trigger === 'hotkey') {
      this.#next = { trigger, language };
      this.#hurry();
    }
    if (dictation.state !== 'idle' && dictation.state !== 'error') return;
    if (engine.state === 'failed') return this.#refuse(trigger, engine.failure);
    this.#parts.beginning();
    store.setState({ dictation: { state: 'starting', trigger }, selectedPageId: dictationPage.id, problem: null, taken: null });

    const ended = new Promise<Ending>((resolve) => (this.#end = resolve));
    const base = store.getState().pages.find(({ id }) => id === dictationPage.id)?.transcript ?? emptyTranscript;
    let open: OpenMicrophone | null = null;
    let entry: JournalEntry | null = null;
    let job: SpeechJob | null = null;
    let isOver = false;
    const text = this.#newText(base, (commit) => entry?.commit(commit) ?? Promise.resolve());
    let end: Dictation = { state: 'idle' };
    let cause: Cause = 'stopped';
    this.#isEdited = false;
    this.#live.begin();
    try {
      if (!(await this.#hasModel())) {
        this.#setDictation(end);
        const { engine: known } = store.getState();
        if (known.state === 'failed') this.#refuse(trigger, known.failure);
        return;
      }
      const { settings } = store.getState();
      open = await this.#openMicrophone(settings);
      const hearing = this.#parts.hearing(language);
      entry = beginEntry(journal, open, store.getState(), hearing.isLive);
      const events: JobEvents = {
        level: (rmsDb) => this.#tellLevel(rmsDb),
        update: (update) => {
          if (!isOver) text.accept(update);
        },
      };
      const wanted = {
        settings: textSettings(settings),
        preceding: precedingText(
          base,
          trigger === 'hotkey',
          Date.now() - this.#endedAtMs,
          settings.formatText && settings.autoPunctuation,
        ),
        editCommandsOff: settings.editCommandsOff,
      };
      job = speech.listen(open.sampleRateHz, open.port, events, { text: wanted, chunkMs: settings.liveChunkMs, hearing });
      this.#setDictation({
        state: 'listening',
        trigger,
        microphone: open.label,
        trouble: null,
        sinceMs: Date.now(),
        isLive: hearing.isLive,
      });
      open.onReception((trouble, label) => this.#received(trouble, label));
      this.#parts.listening();

      cause = await Promise.race([ended, open.lost, job.ended]);
      if (isFailure(cause)) end = { state: 'error', failure: toFailure(cause) };
      this.#setDictation({ state: 'finishing', trigger, isRefining: hearing.final !== null });
      cause = (await this.#finish(open, job, hearing, cause)) ?? cause;
    } catch (error) {
      end = { state: 'error', failure: toFailure(error) };
      await open?.stop(0, 0).catch(() => undefined);
    }
    isOver = true;
    this.#end = null;
    this.#hurry = () => {};
    this.#endedAtMs = Date.now();
    const spoken = await text.finish();
    if (end.state === 'error') this.#live.failed(end.failure);
    if (entry !== null) void this.#closeEntry(entry, job, spoken, end);
    if (entry !== null) this.#addPart({ entryId: entry.id, startMs: base.durationMs });
    if (cause === 'discarded') this.#parts.discarded(base);
    this.#conclude(spoken, trigger, cause, end, entry);
    this.#setDictation(end);
    const next = this.#next;
    this.#next = null;
    if (next !== null) await this.start(next.trigger, next.language);
  }

  /** Whoever pressed a key elsewhere doesn't see the window's alert. */
  #refuse(trigger: Trigger, failure: Failure): void {
    if (trigger !== 'hotkey') return;
    // The overlay tells how what it has seen begin has ended.
    this.#setDictation({ state: 'starting', trigger });
    this.#live.begin();
    this.#live.failed(failure);
    this.#setDictation({ state: 'error', failure });
  }

  #newText(base: Transcript, commit: ConstructorParameters<typeof DictationText>[0]['commit']): DictationText {
    return new DictationText({
      base,
      commandsOff: this.#parts.store.getState().settings.editCommandsOff,
      commit,
      show: (transcript, dictation) => {
        this.#parts.store.setState(({ pages }) => ({
          pages: changePage(pages, dictationPage.id, (page) => ({ ...page, transcript })),
        }));
        this.#live.heard(dictation);
      },
      obeyed: (events) => this.#obeyed(events),
    });
  }

  /** The chosen microphone, also under a new id, or the system's own in its place, which the user is told. */
  async #openMicrophone(settings: Settings): Promise<OpenMicrophone> {
    const { microphone, store } = this.#parts;
    try {
      return await microphone.open(settings.microphoneId);
    } catch (error) {
      const failure = toFailure(error);
      if (settings.microphoneId === null || failure.code !== 'microphone-missing') throw error;
      const again = foundAgain(settings, await microphone.devices());
      const opened = again === null ? null : await microphone.open(again.microphoneId).catch(() => null);
      if (opened !== null) return opened;
      const open = await microphone.open(null).catch(() => Promise.reject(error as UtterError));
      const remedy = t('failures.otherListens', { name: open.label, remedy: failure.remedy });
      store.setState({ problem: { message: failure.message, remedy } });
      return open;
    }
  }

  /** The status line and the overlay say what is wrong for as long as it is; a stand-in is told in the alert. */
  #received(trouble: MicrophoneTrouble | null, label: string): void {
    const { store } = this.#parts;
    const { dictation } = store.getState();
    if (dictation.state !== 'listening') return;
    const before = dictation.microphone;
    this.#setDictation({ ...dictation, trouble, microphone: label });
    this.#live.notice(trouble === null ? null : t(`trouble.${trouble}`, { microphone: label }));
    if (label === before) return;
    const remedy = t('failures.otherListens', { name: label, remedy: '' }).trim();
    store.setState({ problem: { message: t('failures.microphoneLost', { name: before }), remedy } });
  }

  /** Waits until it is known whether there is a model: the hotkey may have started the application. */
  async #hasModel(): Promise<boolean> {
    const { store } = this.#parts;
    if (store.getState().engine.state === 'starting') await until(store, (state) => state.engine.state !== 'starting');
    return isListenable(store.getState().engine);
  }

  /**
   * Ends the audio, then waits for its last words.
   * @returns what ended the wait before they came, or null
   */
  async #finish(open: OpenMicrophone, job: SpeechJob, hearing: HearingRequest, cause: Cause): Promise<Ending | null> {
    const { microphoneWarmMinutes, tailMs } = this.#parts.store.getState().settings;
    let isInterrupted = false;
    const cancelled = new Promise<Ending>((resolve) => {
      this.#end = (ending) => {
        if (ending === 'cancelled' || ending === 'discarded') resolve(ending);
        else if (ending === 'interrupted') {
          isInterrupted = true;
          job.hurry();
        }
      };
    });
    // Without live words nothing else is at hand: a start that comes meanwhile is kept until the words are there.
    if (hearing.isLive) this.#hurry = () => job.hurry();
    const isDropped = cause === 'cancelled' || cause === 'discarded';
    if (isDropped || cause === 'interrupted' || this.#next !== null) this.#hurry();
    const mayStayWarm = cause !== 'interrupted';
    await open.stop(isDropped ? 0 : tailMs, mayStayWarm ? microphoneWarmMinutes * 60_000 : 0);
    job.stop();
    const ended = await Promise.race([job.ended, cancelled]);
    if (ended !== 'cancelled' && ended !== 'discarded') return isInterrupted ? 'interrupted' : null;
    job.cancel();
    job.ended.catch(() => undefined);
    return ended;
  }

  /** Without words an entry is worth keeping only if they may have been said: when recognition failed, or is late. */
  async #closeEntry(entry: JournalEntry, job: SpeechJob | null, delivered: Transcript, end: Dictation): Promise<void> {
    const { store, kept } = this.#parts;
    await attempt(async () => {
      const hadWords = hasText(delivered);
      const isWhole = hadWords || end.state === 'error';
      const spoken = isWhole ? delivered : ((await this.#late(job))?.transcript ?? delivered);
      const isKept = store.getState().settings.keepHistory && (hasText(spoken) || end.state === 'error');
      await closeEntry(entry, isKept ? spoken : null);
      if (isKept) kept();
      if (isKept && hadWords) await this.#keepLate(entry, await this.#late(job), delivered);
    }, alertIn(store));
  }

  /** The final text that came after the end, its commands obeyed; null where there is none. */
  async #late(job: SpeechJob | null): Promise<LateText | null> {
    const late = (await job?.late) ?? null;
    return (
      late && { ...late, transcript: editedTranscript(late.transcript, this.#parts.store.getState().settings.editCommandsOff) }
    );
  }

  /** What was delivered stays as it is; the final text, where it differs, is kept beside it. */
  async #keepLate(entry: JournalEntry, late: LateText | null, delivered: Transcript): Promise<void> {
    if (late === null || shownText(late.transcript) === shownText(delivered)) return;
    const { transcript, modelIds } = late;
    await entry.addVersion({ kind: 'final', transcript, text: shownText(transcript), modelIds });
    this.#parts.kept();
    this.#parts.say(t('remarks.lateText'));
  }

  /** What becomes of the text. A delivery takes a while; the next dictation does not wait for it. */
  #conclude(spoken: Transcript, trigger: Trigger, cause: Cause, end: Dictation, entry: JournalEntry | null): void {
    const { say } = this.#parts;
    const text = writtenText(spoken);
    const { can, settings } = this.#parts.store.getState();
    if (cause === 'cancelled') say(t(can.deliver ? 'remarks.cancelled' : 'remarks.cancelledHere'));
    else if (cause === 'discarded') say(t(settings.keepHistory ? 'remarks.discardedKept' : 'remarks.discarded'));
    else if (text !== '' && cause === 'interrupted') say(t('remarks.interrupted'));
    else if (text !== '') void this.#deliver(text, trigger, entry);
    else if (end.state === 'idle' && !this.#isEdited) say(t('remarks.noWords'));
  }

  #addPart(part: PagePart): void {
    this.#parts.store.setState(({ pages }) => ({
      pages: changePage(pages, dictationPage.id, (page) => ({ ...page, parts: [...page.parts, part] })),
    }));
  }

  #obeyed(events: readonly EditEvent[]): void {
    this.#isEdited = true;
    for (const event of events) this.#parts.say(editRemark(event));
    if (events.some(({ action }) => action === 'stop')) this.stop();
  }

  async #deliver(text: string, trigger: Trigger, entry: JournalEntry | null): Promise<void> {
    const { platform, store, say } = this.#parts;
    if (trigger !== 'hotkey' || !platform.can.deliver) return;
    const failed = (reason: string): void =>
      store.setState({
        problem: { message: t('failures.notDelivered', { reason }), remedy: t('failures.notDeliveredRemedy') },
      });
    try {
      const delivery = await platform.deliver(text);
      if ('app' in delivery && delivery.app !== undefined) entry?.delivered(delivery.app);
      if (delivery.state === 'pasted') say(t('remarks.pasted'));
      else if (delivery.state === 'typed') say(t('remarks.typed'));
      else if (delivery.state === 'copied') say(t('remarks.copiedBecause', { reason: delivery.reason }));
      else failed(delivery.reason);
    } catch (error) {
      failed(toFailure(error).message);
    }
  }

  #setDictation(dictation: Dictation): void {
    this.#parts.store.setState({ dictation });
  }

  #tellLevel(rmsDb: number): void {
    for (const listener of this.#levelListeners) listener(rmsDb);
    this.#live.level(rmsDb);
  }
}

function isFailure(cause: Cause): cause is UtterError {
  return typeof cause !== 'string';
}
