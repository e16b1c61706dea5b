import { UtterError } from '../../core/errors';
import { reworded } from '../../core/transcript/rewording';
import { transcriptWords } from '../../core/transcript/text';
import type { Transcript } from '../../core/transcript/types';
import { editedTranscript } from '../../core/transcript/voice-edits';
import { Archive } from '../../history/archive';
import { historyError, type HistoryDatabase } from '../../history/database';
import { Journal } from '../../history/journal';
import type { FileContents, Platform } from '../../platform/platform';
import { alertIn, attempt } from '../app/attempt';
import { exportFormats, exportName, exportTitle, shownText, type ExportExtension } from '../app/export-formats';
import type { Session } from '../app/session';
import type { AppStore } from '../app/store';
import { t } from '../locales/language';
import { pageEntries, shownVersion, type HistoryState, type OpenedEntry } from './history-slice';
import { Recovery } from './recovery';

export interface HistoryParts {
  readonly database: HistoryDatabase;
  readonly platform: Platform;
  readonly session: Session;
  readonly store: AppStore;
  /** Names of the Web Locks that are held: entries that someone is still writing. */
  heldLocks(): Promise<ReadonlySet<string>>;
}

/** What the history's view can do; failures are told in the alert. */
export class HistoryDesk {
  readonly #parts: HistoryParts;
  readonly #archive: Archive;
  readonly #recovery: Recovery;

  constructor(parts: HistoryParts) {
    this.#parts = parts;
    this.#archive = new Archive(parts.database);
    this.#recovery = new Recovery({ ...parts, archive: this.#archive, journal: new Journal(parts.database) });
    // Who begins to dictate or adds a recording wants to see its text.
    parts.store.subscribe(({ dictation, pages, selectedPageId }, before) => {
      const isStarting = dictation.state === 'starting' && before.dictation.state !== 'starting';
      const isAdded = pages.length > before.pages.length && selectedPageId !== before.selectedPageId;
      if (isStarting || isAdded) this.#set({ isShown: false });
    });
    parts.session.onHistoryChanged(() => void this.#attempt(() => this.#changed()));
  }

  /** Looks for what a crash left behind, and deletes what is older than the settings allow. */
  async begin(): Promise<void> {
    await this.#attempt(async () => {
      await this.#recovery.find();
      await this.#prune();
    });
  }

  async show(isShown: boolean): Promise<void> {
    this.#set({ isShown });
    if (isShown) await this.#attempt(() => this.#list());
  }

  async search(query: string): Promise<void> {
    this.#set({ query, limit: pageEntries, marked: new Set() });
    await this.#attempt(() => this.#list());
  }

  async showMore(): Promise<void> {
    this.#set({ limit: this.#state.limit + pageEntries });
    await this.#attempt(() => this.#list());
  }

  async open(id: string): Promise<void> {
    await this.#attempt(async () => this.#set({ opened: await this.#read(id) }));
  }

  /** Looks at the final text of an entry that was delivered without it, or at what was delivered. */
  showFinal(isFinalShown: boolean): void {
    const { opened } = this.#state;
    if (opened !== null) this.#set({ opened: { ...opened, isFinalShown } });
  }

  close(): void {
    this.#set({ opened: null });
  }

  mark(id: string, isMarked: boolean): void {
    const marked = new Set(this.#state.marked);
    if (isMarked) marked.add(id);
    else marked.delete(id);
    this.#set({ marked });
  }

  markAll(isMarked: boolean): void {
    const { entries } = this.#state;
    this.#set({ marked: new Set(isMarked ? entries.map(({ id }) => id) : []) });
  }

  /** The sound of an entry, to be played; null when none is kept. */
  async sound(id: string): Promise<Blob | null> {
    return this.#archive.audioFile(id).catch((error: unknown) => {
      this.#tell(error);
      return null;
    });
  }

  async edit(id: string, text: string): Promise<void> {
    await this.#attempt(async () => {
      const { opened } = this.#state;
      if (opened?.entry.id !== id) return;
      const transcript = reworded(shownVersion(opened).transcript, text);
      await this.#archive.replaceText(id, transcript, shownText(transcript), { isEdited: true });
      await this.#refresh(id);
    });
  }

  /** An entry's text was changed by hand on its page. */
  async keepEdit(id: string, transcript: Transcript): Promise<void> {
    await this.#attempt(async () => {
      // It is not kept, or was deleted meanwhile.
      if ((await this.#archive.open(id)) === null) return;
      await this.#archive.replaceText(id, transcript, shownText(transcript), { isEdited: true });
      await this.#refresh(id);
    });
  }

  async copy(): Promise<void> {
    await this.#attempt(async () => {
      const { opened } = this.#state;
      if (opened !== null) await this.#parts.platform.copyText(shownVersion(opened).text);
    });
  }

  /** Recognises the sound again; the words take the place of those before, edits included. */
  async reread(id: string, modelId: string): Promise<void> {
    await this.#attempt(async () => {
      const { opened } = this.#state;
      const sound = await this.#archive.audioFile(id);
      if (sound === null || opened?.entry.id !== id) return;
      const heard = await this.#parts.session.reread(id, new File([sound], opened.entry.name), modelId);
      const { settings } = this.#parts.store.getState();
      const transcript = opened.entry.kind === 'dictation' ? editedTranscript(heard, settings.editCommandsOff) : heard;
      if (transcriptWords(transcript).length === 0) {
        throw new UtterError('audio-empty', t('failures.noWords', { name: opened.entry.name }), t('failures.noWordsRemedy'));
      }
      await this.#archive.replaceText(id, transcript, shownText(transcript), { isEdited: false, modelId });
      await this.#refresh(id);
    });
  }

  /** Saves entries: one as a file, more as an archive of files. */
  async export(ids: readonly string[], extension: ExportExtension): Promise<void> {
    await this.#attempt(async () => {
      const { mimeType, write } = exportFormats[extension];
      const files: { readonly name: string; readonly contents: FileContents }[] = [];
      for (const id of ids) {
        const { opened } = this.#state;
        const found = opened?.entry.id === id ? opened : await this.#read(id);
        if (found === null) continue;
        const { kind, startedAtMs } = found.entry;
        const shown = kind === 'dictation' ? t('page.dictation') : found.entry.name;
        const name = exportName(shown, kind, extension, new Date(startedAtMs));
        files.push({ name, contents: await write(shownVersion(found).transcript, exportTitle(name)) });
      }
      const [first] = files;
      if (first === undefined) return;
      const now = new Date();
      const one = files.length === 1;
      await this.#parts.platform.saveFile(
        one ? first.name : exportName(t('history.archive'), 'dictation', 'zip', now),
        one ? first.contents : (await import('../../core/transcript/archive-file')).toZip(files, now),
        one ? mimeType : 'application/zip',
      );
    });
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.#attempt(async () => {
      await this.#archive.remove(ids);
      const { opened, marked } = this.#state;
      const gone = new Set(ids);
      this.#set({
        marked: new Set([...marked].filter((id) => !gone.has(id))),
        opened: opened !== null && gone.has(opened.entry.id) ? null : opened,
      });
      await this.#list();
    });
  }

  /** After a change of the settings. */
  async applyRetention(): Promise<void> {
    await this.#attempt(() => this.#changed());
  }

  /** Takes up everything that was cut off. */
  async recover(): Promise<void> {
    await this.#attempt(async () => {
      await this.#recovery.recover();
      await this.#changed();
    });
  }

  async discardCutOff(): Promise<void> {
    await this.#attempt(() => this.#recovery.discard());
  }

  async #changed(): Promise<void> {
    await this.#prune();
    if (this.#state.isShown) await this.#list();
  }

  async #prune(): Promise<void> {
    const { historyDays, audioDays } = this.#parts.store.getState().settings;
    await this.#archive.prune({ entryDays: historyDays, audioDays }, Date.now());
  }

  async #list(): Promise<void> {
    const { query, limit } = this.#state;
    const entries = await this.#archive.list(query, limit);
    // An answer to what was typed before the last key comes too late.
    if (this.#state.query === query) this.#set({ entries });
  }

  async #refresh(id: string): Promise<void> {
    const opened = await this.#read(id);
    if (this.#state.opened?.entry.id === id) this.#set({ opened });
    await this.#list();
  }

  /** An entry as it was delivered. */
  async #read(id: string): Promise<OpenedEntry | null> {
    const found = await this.#archive.open(id);
    return found && { ...found, isFinalShown: false };
  }

  get #state(): HistoryState {
    return this.#parts.store.getState().history;
  }

  #set(changed: Partial<HistoryState>): void {
    this.#parts.store.setState(({ history }) => ({ history: { ...history, ...changed } }));
  }

  #tell(error: unknown): void {
    alertIn(this.#parts.store)(error instanceof UtterError ? error : historyError(error));
  }

  #attempt(action: () => Promise<void>): Promise<void> {
    return attempt(action, (error) => this.#tell(error));
  }
}
