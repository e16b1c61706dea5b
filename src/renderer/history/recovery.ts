import { mended, unfinishedFromMs } from '../../core/transcript/mending';
import { transcriptWords } from '../../core/transcript/text';
import { editedTranscript } from '../../core/transcript/voice-edits';
import type { Archive } from '../../history/archive';
import type { Journal } from '../../history/journal';
import { lockName, type EntryRow } from '../../history/records';
import type { Trash } from '../../history/trash';
import { shownText } from '../app/export-formats';
import { settled } from '../app/pages';
import type { Session } from '../app/session';
import type { AppStore } from '../app/store';
import type { CutOff, HistoryState } from './history-slice';

interface RecoveryParts {
  readonly archive: Archive;
  readonly journal: Journal;
  readonly trash: Trash;
  readonly session: Session;
  readonly store: AppStore;
  heldLocks(): Promise<ReadonlySet<string>>;
}

/** Less sound than this, without a word, is not worth a question. */
const leastAudioMs = 300;

/** Entries that a crash, a kill or a power loss left open. */
export class Recovery {
  readonly #parts: RecoveryParts;

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
  }

  /** Finds them, or those that were taken back from the trash, and throws away those in which nothing is. */
  async find(only: readonly string[] | null = null): Promise<void> {
    const { archive, journal } = this.#parts;
    // Open entries first: one that is begun between the two questions would look like one that nobody writes.
    const open = await archive.openEntries();
    if (open.length === 0) return;
    const held = await this.#parts.heldLocks();
    const known = this.#parts.store.getState().history.cutOff;
    const cutOff: CutOff[] = only === null ? [] : known.filter(({ entry }) => !only.includes(entry.id));
    for (const entry of open.filter(({ id }) => !held.has(lockName(id)) && only?.includes(id) !== false)) {
      const { transcript, audioMs } = await journal.readOpen(entry.id);
      const words = transcriptWords(transcript).length;
      if (words === 0 && audioMs < leastAudioMs && entry.audio.kind !== 'file') await journal.discard(entry.id);
      else cutOff.push({ entry, words, audioMs });
    }
    this.#set({ cutOff });
  }

  /**
   * Takes one up, or each: its words are shown at once, and kept even when its sound can't be recognised; the sound after its last
   * ended utterance is recognised again. A recording goes on where it was.
   */
  async recover(id: string | null): Promise<void> {
    const { store } = this.#parts;
    if (store.getState().history.isRecovering) return;
    this.#set({ isRecovering: true });
    const failures: unknown[] = [];
    try {
      for (const { entry } of store.getState().history.cutOff.filter((each) => id === null || each.entry.id === id)) {
        const recovered = entry.kind === 'recording' ? this.#recoverRecording(entry) : this.#recoverDictation(entry);
        failures.push(...(await recovered));
        this.#set({ cutOff: store.getState().history.cutOff.filter((each) => each.entry.id !== entry.id) });
      }
    } finally {
      this.#set({ isRecovering: false });
    }
    if (failures.length > 0) throw failures[0];
  }

  async discard(id: string): Promise<void> {
    const { journal, trash, store } = this.#parts;
    const { transcript } = await journal.readOpen(id);
    const recovered = editedTranscript(settled(transcript), store.getState().settings.editCommandsOff);
    await trash.putCutOff(id, shownText(recovered), recovered.durationMs, Date.now());
    this.#set({ cutOff: store.getState().history.cutOff.filter(({ entry }) => entry.id !== id) });
  }

  /** @returns why its sound could not be recognised, if so; its words are kept all the same */
  async #recoverDictation(entry: EntryRow): Promise<readonly unknown[]> {
    const { archive, journal, session, store } = this.#parts;
    const { transcript: kept } = await journal.readOpen(entry.id);
    const fromMs = unfinishedFromMs(kept);
    const sound = await archive.audioFile(entry.id, fromMs);
    let whole = settled(kept);
    const failures: unknown[] = [];
    try {
      if (sound !== null) whole = mended(kept, await session.reread(entry.id, new File([sound], entry.name), null), fromMs);
    } catch (error) {
      failures.push(error);
    }
    const recovered = editedTranscript(whole, store.getState().settings.editCommandsOff);
    session.pages.showRecovered(recovered);
    if (store.getState().settings.keepHistory) {
      await journal.finish(entry.id, { transcript: recovered, text: shownText(recovered) });
    } else {
      await journal.discard(entry.id);
    }
    return failures;
  }

  async #recoverRecording(entry: EntryRow): Promise<readonly unknown[]> {
    const { archive, journal, session } = this.#parts;
    const { transcript } = await journal.readOpen(entry.id);
    const file = await archive.audioFile(entry.id);
    if (file !== null) {
      session.recordings.recover(entry.id, new File([file], entry.name), transcript);
      return [];
    }
    // Its sound was not kept: the words are all there is.
    const recovered = settled(transcript);
    session.pages.showRecovered(recovered);
    await journal.discard(entry.id);
    return [];
  }

  #set(changed: Partial<HistoryState>): void {
    this.#parts.store.setState(({ history }) => ({ history: { ...history, ...changed } }));
  }
}
