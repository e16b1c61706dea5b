import { UtterError } from '../../core/errors';
import { transcriptWords } from '../../core/transcript/text';
import type { Transcript } from '../../core/transcript/types';
import { editedTranscript } from '../../core/transcript/voice-edits';
import { anyEntry, Archive, type EntryFilter } from '../../history/archive';
import { Backup, type Restored } from '../../history/backup';
import { historyError, type HistoryDatabase } from '../../history/database';
import { Journal } from '../../history/journal';
import type { EntryRow, EntryVersion } from '../../history/records';
import { Trash } from '../../history/trash';
import { Versions } from '../../history/versions';
import type { FileContents, Platform } from '../../platform/platform';
import { alertIn, attempt } from '../app/attempt';
import { exportFormats, exportName, exportTitle, shownText as textOf, type ExportExtension } from '../app/export-formats';
import type { Session } from '../app/session';
import type { AppStore } from '../app/store';
import { t } from '../locales/language';
import { EditDesk, type DraftStore } from './edit-desk';
import { pageEntries, shownText, type HistoryState, type OpenedEntry } from './history-slice';
import { Recovery } from './recovery';
import { TrashDesk } from './trash-desk';

export interface HistoryParts {
  readonly database: HistoryDatabase;
  readonly platform: Platform;
  readonly session: Session;
  readonly store: AppStore;
  readonly drafts: DraftStore;
  /** Names of the Web Locks that are held: entries that someone is still writing. */
  heldLocks(): Promise<ReadonlySet<string>>;
}

/** What the history's view can do; failures are told in the alert. */
export class HistoryDesk {
  readonly #parts: HistoryParts;
  readonly #archive: Archive;
  readonly #versions: Versions;
  readonly #trash: Trash;
  readonly #recovery: Recovery;
  readonly edits: EditDesk;
  readonly trash: TrashDesk;
  /** How long entries are kept: a shorter time takes effect at the next start, so that it can be changed back. */
  #retention: { readonly entryDays: number; readonly audioDays: number } | null = null;

  constructor(parts: HistoryParts) {
    const { database, drafts, session, store } = parts;
    this.#parts = parts;
    this.#archive = new Archive(database);
    this.#versions = new Versions(database);
    this.#trash = new Trash(database);
    this.#recovery = new Recovery({ ...parts, archive: this.#archive, journal: new Journal(database), trash: this.#trash });
    const run = (action: () => Promise<void>): Promise<void> => this.#attempt(action);
    this.edits = new EditDesk({
      archive: this.#archive,
      versions: this.#versions,
      drafts,
      store,
      saved: (id) => this.#refresh(id),
      attempt: run,
    });
    this.trash = new TrashDesk({ trash: this.#trash, store, attempt: run, takenBack: (ids) => this.#takenBack(ids) });
    // Who begins to dictate or adds a recording wants to see its text.
    store.subscribe(({ dictation, pages, selectedPageId }, before) => {
      const isStarting = dictation.state === 'starting' && before.dictation.state !== 'starting';
      const isAdded = pages.length > before.pages.length && selectedPageId !== before.selectedPageId;
      if (isStarting || isAdded) this.#set({ isShown: false, removed: null });
    });
    session.onHistoryChanged(() => void this.#attempt(() => this.#changed()));
  }

  /** Looks for what a crash left behind, and deletes what is older than the settings allow. */
  async begin(): Promise<void> {
    await this.#attempt(() => this.edits.recover());
    await this.#attempt(async () => {
      await this.#recovery.find();
      await this.#trash.expire(Date.now());
      // The session may still be reading them, and the defaults are shorter than what a user may have chosen.
      const { historyDays, audioDays } = await this.#parts.platform.readSettings();
      this.#retention = { entryDays: historyDays, audioDays };
      await this.#prune();
    });
  }

  async show(isShown: boolean): Promise<void> {
    if (!isShown) await this.edits.flush();
    this.#set({ isShown, isTrashShown: false });
    if (isShown) await this.#attempt(() => this.#list());
  }

  async search(query: string): Promise<void> {
    this.#set({ query, limit: pageEntries, marked: new Set() });
    await this.#attempt(() => this.#list());
  }

  async setFilter(changed: Partial<EntryFilter>): Promise<void> {
    this.#set({ filter: { ...this.#state.filter, ...changed }, limit: pageEntries, marked: new Set() });
    await this.#attempt(() => this.#list());
  }

  async clearFilter(): Promise<void> {
    await this.setFilter(anyEntry);
  }

  async showMore(): Promise<void> {
    this.#set({ limit: this.#state.limit + pageEntries });
    await this.#attempt(() => this.#list());
  }

  async open(id: string): Promise<void> {
    await this.edits.end();
    await this.#attempt(async () => this.#set({ opened: await this.#read(id) }));
  }

  /** Looks at another text of the entry; null for the one that it has. */
  showVersion(shown: EntryVersion | null): void {
    const { opened } = this.#state;
    if (opened !== null) this.#set({ opened: { ...opened, shown, isCompared: shown !== null && opened.isCompared } });
  }

  compare(isCompared: boolean): void {
    const { opened } = this.#state;
    if (opened !== null) this.#set({ opened: { ...opened, isCompared } });
  }

  /** Makes the version that is in view the entry's text; that one stays as a version. */
  async restore(): Promise<void> {
    await this.#attempt(async () => {
      const { opened } = this.#state;
      if (opened === null || opened.shown === null) return;
      const { id } = opened.entry;
      await this.#versions.restore(id, opened.shown);
      this.showVersion(null);
      await this.#refresh(id);
    });
  }

  async pin({ id }: EntryRow, isPinned: boolean): Promise<void> {
    await this.#attempt(async () => {
      await this.#archive.pin(id, isPinned ? Date.now() : null);
      await this.#refresh(id);
    });
  }

  async close(): Promise<void> {
    await this.edits.end();
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

  setSpeed(speed: number): void {
    this.#set({ speed });
  }

  /** The sound of an entry, to be played; null when none is kept. */
  async sound(id: string): Promise<Blob | null> {
    return this.#archive.audioFile(id).catch((error: unknown) => {
      this.#tell(error);
      return null;
    });
  }

  /** An entry's text was changed by hand on its page. */
  async keepEdit(id: string, transcript: Transcript): Promise<void> {
    await this.#attempt(async () => {
      // It is not kept, or was deleted meanwhile.
      if (await this.#versions.edit(id, { transcript, text: textOf(transcript) }, null, Date.now())) await this.#refresh(id);
    });
  }

  async copy(): Promise<void> {
    await this.#attempt(async () => {
      const { opened } = this.#state;
      if (opened !== null) await this.#parts.platform.copyText(shownText(opened).text);
    });
  }

  /**
   * Recognises the sound again. The words take the place of what another model heard, which stays as a version; what a person wrote
   * gives way to nothing, and they stand beside it.
   */
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
      const text = textOf(transcript);
      await this.#versions.hear(id, { transcript, text }, modelId, Date.now());
      await this.#refresh(id);
      const shown = this.#state.opened?.versions.findLast((version) => version.kind === 'heard' && version.text === text);
      if (this.#state.opened?.entry.id === id && shown !== undefined) {
        this.showVersion(shown);
        this.compare(true);
      }
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
        files.push({ name, contents: await write(shownText(found).transcript, exportTitle(name)) });
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

  /** Saves all texts in one file. */
  async backUp(): Promise<void> {
    await this.#attempt(async () => {
      const contents = await new Backup(this.#parts.database).write();
      const name = exportName(t('history.archive'), 'dictation', 'json', new Date());
      await this.#parts.platform.saveFile(name, contents, 'application/json');
    });
  }

  /** Adds what a backup has and the history has not. @returns what that was; null where it could not be read, which is told */
  async bringIn(file: File): Promise<Restored | null> {
    let restored: Restored | null = null;
    await this.#attempt(async () => {
      restored = await new Backup(this.#parts.database).restore(await file.text(), file.name);
      if (this.#state.isShown) await this.#list();
    });
    return restored;
  }

  /** Puts entries into the trash. */
  async remove(ids: readonly string[]): Promise<void> {
    if (ids.includes(this.#state.editing?.entryId ?? '')) await this.edits.end();
    await this.#attempt(async () => {
      const removed = await this.#trash.put(ids, Date.now());
      const { opened, marked } = this.#state;
      const gone = new Set(ids);
      this.#set({
        marked: new Set([...marked].filter((id) => !gone.has(id))),
        opened: opened !== null && gone.has(opened.entry.id) ? null : opened,
      });
      this.trash.offer({ kind: 'deleted', ids: removed });
      await this.#list();
    });
  }

  /** Takes up what was cut off: one entry, or all. */
  async recover(id: string | null = null): Promise<void> {
    await this.#attempt(async () => {
      await this.#recovery.recover(id);
      await this.#changed();
    });
  }

  /** Puts an entry that was cut off into the trash. */
  async discardCutOff(id: string): Promise<void> {
    await this.#attempt(async () => {
      await this.#recovery.discard(id);
      this.trash.offer({ kind: 'discarded', ids: [id] });
      if (this.#state.isTrashShown) await this.trash.list();
    });
  }

  /** The file of an entry is of a kind that this window can't play. */
  tellUnplayable({ name }: EntryRow): void {
    this.#tell(new UtterError('audio-undecodable', t('failures.unplayable', { name }), t('failures.unplayableRemedy')));
  }

  async #takenBack(ids: readonly string[]): Promise<void> {
    await this.#recovery.find(ids);
    await this.#list();
  }

  async #changed(): Promise<void> {
    await this.#prune();
    if (this.#state.isShown) await this.#list();
  }

  async #prune(): Promise<void> {
    if (this.#retention === null) return;
    const { historyDays, audioDays } = this.#parts.store.getState().settings;
    const entryDays = longer(this.#retention.entryDays, historyDays);
    await this.#archive.prune({ entryDays, audioDays: longer(this.#retention.audioDays, audioDays) }, Date.now());
  }

  async #list(): Promise<void> {
    const { query, limit, filter } = this.#state;
    const [entries, isEmpty, apps] = await Promise.all([
      this.#archive.list(query, limit, filter),
      this.#archive.isEmpty(),
      this.#archive.apps(),
    ]);
    // An answer to what was typed before the last key comes too late.
    if (this.#state.query === query && this.#state.filter === filter) this.#set({ entries, isEmpty, apps });
    await this.trash.list();
  }

  async #refresh(id: string): Promise<void> {
    const found = await this.#read(id);
    const { opened } = this.#state;
    if (opened?.entry.id === id) {
      const { shown, isCompared } = opened;
      const stays = found?.versions.find(({ kind, text }) => kind === shown?.kind && text === shown.text) ?? null;
      this.#set({ opened: found && { ...found, shown: stays, isCompared: stays !== null && isCompared } });
    }
    await this.#list();
  }

  /** An entry with its own text in view. */
  async #read(id: string): Promise<OpenedEntry | null> {
    const found = await this.#archive.open(id);
    return found && { ...found, shown: null, isCompared: false };
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

/** Of two lifetimes in days; 0 is for good. */
function longer(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : Math.max(a, b);
}
