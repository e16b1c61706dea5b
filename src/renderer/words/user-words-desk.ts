import { UtterError } from '../../core/errors';
import { checkedWord, mostUserWords, parseWordLines, withWords, type UserWord } from '../../core/language/user-words';
import type { Platform } from '../../platform/platform';
import type { RecordedClip } from '../../worker/protocol';
import { alertIn, attempt, failureText } from '../app/attempt';
import type { Microphone } from '../app/microphone';
import { joined, tapSound } from '../app/sound-tap';
import type { SpeechClient } from '../app/speech-client';
import { isBusy, type AppStore } from '../app/store';
import { t } from '../locales/language';

export interface DeskParts {
  readonly platform: Platform;
  readonly speech: SpeechClient;
  readonly microphone: Microphone;
  readonly store: AppStore;
  /** Loads a model that rests. */
  wake(): Promise<void>;
}

/** What was done, or why not, to be read out beside the words. */
export type Outcome = { readonly ok: true; readonly message: string } | { readonly ok: false; readonly message: string };

/** A recording that is being made. */
export interface ClipRecording {
  /** Ends it; it ends by itself after `longestClipMs`. */
  stop(): void;
  /** @throws UtterError */
  readonly clip: Promise<RecordedClip>;
}

export const longestClipMs = 4000;
/** Recorded after "stop", so that the word is whole. */
const tailMs = 200;

/** The user's words: stored by the host, shown by the store, recognised by the speech worker from the next utterance on. */
export class UserWordsDesk {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Reads the stored words and tells the speech worker. A list that can't be read is a problem to be told, no more. */
  async read(): Promise<void> {
    const { platform, store } = this.#parts;
    await attempt(async () => this.#apply(await platform.readUserWords()), alertIn(store));
  }

  async add(word: UserWord): Promise<Outcome> {
    const checked = checkedWord(word);
    if (typeof checked === 'string') return { ok: false, message: t('words.notAdded', { word: word.written, reason: checked }) };
    const isNew = !this.#parts.store.getState().userWords.some(({ written }) => written === checked.written);
    return this.#change(
      (words) => withWords(words, [checked]),
      t(isNew ? 'words.added' : 'words.changed', { word: checked.written }),
    );
  }

  async remove(written: string): Promise<Outcome> {
    return this.#change((words) => words.filter((word) => word.written !== written), t('words.removed', { word: written }));
  }

  async setBoost(written: string, boost: number): Promise<Outcome> {
    return this.#change((words) => words.map((word) => (word.written === written ? { ...word, boost } : word)), '');
  }

  /** Adds the words of a text file; lines that can't be used are told. */
  async importFile(file: File): Promise<Outcome> {
    const { words, problems } = parseWordLines(await file.text());
    const told: string[] = problems
      .slice(0, 3)
      .map(({ line, text, problem }) => t('words.badLine', { number: line, text, reason: problem }));
    if (problems.length > 3) told.push(t('words.moreLines', { count: problems.length - 3 }));
    const left = problems.length === 0 ? '' : ` ${t('words.notUsed', { lines: told.join('; ') })}`;
    if (words.length === 0) return { ok: false, message: `${t('words.nothingIn', { file: file.name })}${left}` };
    const added = t('words.imported', { count: words.length, file: file.name });
    const outcome = await this.#change((before) => withWords(before, words), `${added}${left}`);
    return problems.length === 0 ? outcome : { ...outcome, ok: false };
  }

  /** How a word sounds in recordings of it. */
  async learn(word: UserWord, clips: readonly RecordedClip[]): Promise<string[][]> {
    await this.#parts.wake();
    return this.#parts.speech.learn(word, clips);
  }

  /** Records one word. @throws UtterError */
  async record(): Promise<ClipRecording> {
    const { microphone, store } = this.#parts;
    if (isBusy(store.getState())) {
      throw new UtterError('microphone-missing', t('failures.microphoneInUse'), t('failures.microphoneInUseRemedy'));
    }
    const open = await microphone.open(store.getState().settings.microphoneId);
    const blocks: Float32Array<ArrayBuffer>[] = [];
    let stop!: () => void;
    const stopped = new Promise<void>((resolve) => (stop = resolve));
    tapSound(open, (samples) => blocks.push(samples));
    const timer = setTimeout(stop, longestClipMs);
    const finish = async (): Promise<RecordedClip> => {
      const lost = await Promise.race([stopped, open.lost]);
      clearTimeout(timer);
      await open.stop(lost === undefined ? tailMs : 0, store.getState().settings.microphoneWarmMinutes * 60_000);
      open.port.close();
      if (lost !== undefined) throw lost;
      return { samples: joined(blocks), sampleRateHz: open.sampleRateHz };
    };
    return { stop, clip: finish() };
  }

  /** Changes what is stored now, which the command line may have changed meanwhile. */
  async #change(change: (words: readonly UserWord[]) => UserWord[], message: string): Promise<Outcome> {
    const { platform } = this.#parts;
    try {
      const words = change(await platform.readUserWords());
      if (words.length > mostUserWords) return { ok: false, message: t('words.tooMany', { most: mostUserWords }) };
      await platform.writeUserWords(words);
      this.#apply(words);
      return { ok: true, message };
    } catch (error) {
      return { ok: false, message: failureText(error) };
    }
  }

  #apply(userWords: readonly UserWord[]): void {
    const { speech, store } = this.#parts;
    store.setState({ userWords });
    // The worker answers when a model is there; nothing waits for it.
    void attempt(async () => store.setState({ wordProblems: await speech.setWords(userWords) }), alertIn(store));
  }
}
