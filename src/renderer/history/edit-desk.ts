import { reworded } from '../../core/transcript/rewording';
import type { Transcript } from '../../core/transcript/types';
import type { Archive } from '../../history/archive';
import { redone, undone } from '../../history/edit-trail';
import type { Versions } from '../../history/versions';
import { shownText as textOf } from '../app/export-formats';
import type { AppStore } from '../app/store';
import { shownText, type Editing, type HistoryState } from './history-slice';

/** A text that was typed and is not known to be on the disk. */
export interface Draft {
  readonly entryId: string;
  readonly text: string;
}

/** Where drafts outlive the page that was closed before they were written: kept at once, however the page ends. One for each entry. */
export interface DraftStore {
  read(): readonly Draft[];
  keep(draft: Draft): void;
  remove(entryId: string): void;
}

export interface EditParts {
  readonly archive: Archive;
  readonly versions: Versions;
  readonly drafts: DraftStore;
  readonly store: AppStore;
  /** The entry has another text. */
  saved(entryId: string): Promise<void>;
  attempt(action: () => Promise<void>): Promise<void>;
}

/** Typing is written when it pauses for so long. */
const pauseMs = 400;
/** And at least this often while it doesn't. */
const longestMs = 3000;

/** What one sitting at an entry's text knows of it. */
interface Sitting {
  readonly entryId: string;
  /** The words with their times, from which those of every draft are taken. */
  readonly base: Transcript;
  /** What this sitting wrote last: it replaces that, and nothing else. */
  own: string | null;
  /** What is typed and not written. */
  draft: string | null;
  sinceMs: number;
}

/** Edits an entry's text by hand. It is written as it is typed; every step can be undone, at a later visit too. */
export class EditDesk {
  readonly #parts: EditParts;
  #sitting: Sitting | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writes: Promise<void> = Promise.resolve();

  constructor(parts: EditParts) {
    this.#parts = parts;
  }

  /** Writes what the last page had no time for. */
  async recover(): Promise<void> {
    const { archive, versions, drafts } = this.#parts;
    for (const { entryId, text } of drafts.read()) {
      const found = await archive.open(entryId);
      if (found !== null) {
        const transcript = reworded(found.transcript, text);
        await versions.edit(entryId, { transcript, text: textOf(transcript) }, null, Date.now());
      }
      drafts.remove(entryId);
    }
  }

  /** Begins to edit what is in view. */
  begin(): void {
    const { opened } = this.#state;
    if (opened === null) return;
    const { transcript, text } = shownText(opened);
    const { steps, done } = opened.trail;
    this.#sitting = { entryId: opened.entry.id, base: transcript, own: null, draft: null, sinceMs: 0 };
    const editing: Editing = {
      entryId: opened.entry.id,
      draft: text,
      isSaved: true,
      // The trail is that of the entry's text.
      canUndo: opened.shown === null && done > 0,
      canRedo: opened.shown === null && done < steps.length,
    };
    this.#set({ editing });
  }

  type(text: string): void {
    const sitting = this.#sitting;
    const { editing } = this.#state;
    if (sitting === null || editing === null) return;
    const nowMs = Date.now();
    if (sitting.draft === null) sitting.sinceMs = nowMs;
    sitting.draft = text;
    this.#set({ editing: { ...editing, draft: text, isSaved: false } });
    clearTimeout(this.#timer);
    const waitMs = Math.max(0, Math.min(pauseMs, sitting.sinceMs + longestMs - nowMs));
    this.#timer = setTimeout(() => void this.flush(), waitMs);
  }

  /** Resolves when all that was typed is on the disk, or its failure was told. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    const sitting = this.#sitting;
    if (sitting === null) return this.#writes;
    return this.#then(() => this.#write(sitting));
  }

  /** The page may be gone at once. */
  leavePage(): void {
    const sitting = this.#sitting;
    if (sitting === null || sitting.draft === null) return;
    this.#parts.drafts.keep({ entryId: sitting.entryId, text: sitting.draft });
    void this.flush();
  }

  /** Ends the sitting; what was typed stays. */
  async end(): Promise<void> {
    if (this.#sitting === null) return;
    const sitting = this.#sitting;
    await this.flush();
    if (this.#sitting === sitting) this.#sitting = null;
    if (this.#state.editing?.entryId === sitting.entryId) this.#set({ editing: null });
  }

  undo(): Promise<void> {
    return this.#step(undone);
  }

  redo(): Promise<void> {
    return this.#step(redone);
  }

  async #step(step: typeof undone): Promise<void> {
    const sitting = this.#sitting;
    if (sitting === null) return;
    await this.flush();
    await this.#then(async () => {
      const { archive, versions, saved } = this.#parts;
      const found = await archive.open(sitting.entryId);
      const next = found && step(found.trail, found.entry.text);
      // What was typed meanwhile is not to be undone by it.
      if (next === null || sitting.draft !== null) return;
      const { text, trail } = next;
      await versions.edit(sitting.entryId, { transcript: reworded(sitting.base, text), text }, sitting.own, Date.now(), trail);
      sitting.own = text;
      await this.#tellTrail(sitting, text);
      await saved(sitting.entryId);
    });
  }

  async #write(sitting: Sitting): Promise<void> {
    const { draft } = sitting;
    if (draft === null) return;
    const { versions, drafts, saved } = this.#parts;
    const transcript = reworded(sitting.base, draft);
    const text = textOf(transcript);
    sitting.draft = null;
    try {
      await versions.edit(sitting.entryId, { transcript, text }, sitting.own, Date.now());
    } catch (error) {
      // Kept where there may be room, and tried again at the next key.
      sitting.draft ??= draft;
      drafts.keep({ entryId: sitting.entryId, text: sitting.draft });
      throw error;
    }
    sitting.own = text;
    drafts.remove(sitting.entryId);
    await this.#tellTrail(sitting, null);
    await saved(sitting.entryId);
  }

  /** @param draft what the editor shows from now on; null leaves what is typed */
  async #tellTrail(sitting: Sitting, draft: string | null): Promise<void> {
    const found = await this.#parts.archive.open(sitting.entryId);
    const { editing } = this.#state;
    if (editing === null || editing.entryId !== sitting.entryId || found === null) return;
    const { steps, done } = found.trail;
    const isSaved = sitting.draft === null;
    this.#set({
      editing: {
        ...editing,
        draft: isSaved && draft !== null ? draft : editing.draft,
        isSaved,
        canUndo: done > 0,
        canRedo: done < steps.length,
      },
    });
  }

  /** One after the other; a failure is told and holds up none that follow. */
  #then(action: () => Promise<void>): Promise<void> {
    this.#writes = this.#writes.then(() => this.#parts.attempt(action));
    return this.#writes;
  }

  get #state(): HistoryState {
    return this.#parts.store.getState().history;
  }

  #set(changed: Partial<HistoryState>): void {
    this.#parts.store.setState(({ history }) => ({ history: { ...history, ...changed } }));
  }
}
