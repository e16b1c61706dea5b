import type { Trash } from '../../history/trash';
import type { AppStore } from '../app/store';
import type { HistoryState, Removed } from './history-slice';

export interface TrashParts {
  readonly trash: Trash;
  readonly store: AppStore;
  /** Entries are in the history again, or among those that were cut off. */
  takenBack(ids: readonly string[]): Promise<void>;
  attempt(action: () => Promise<void>): Promise<void>;
}

/** What was deleted: it can be taken back for thirty days, and is deleted for good only here. */
export class TrashDesk {
  readonly #parts: TrashParts;

  constructor(parts: TrashParts) {
    this.#parts = parts;
  }

  async show(isTrashShown: boolean): Promise<void> {
    this.#set({ isTrashShown });
    await this.#attempt(() => this.list());
  }

  async list(): Promise<void> {
    this.#set({ trash: await this.#parts.trash.list() });
  }

  /** Offers to take back at once what was put there. */
  offer(removed: Removed): void {
    if (removed.ids.length > 0) this.#set({ removed });
  }

  forgetOffer(): void {
    this.#set({ removed: null });
  }

  async undo(): Promise<void> {
    const { removed } = this.#state;
    if (removed === null) return;
    this.#set({ removed: null });
    await this.takeBack(removed.ids);
  }

  async takeBack(ids: readonly string[]): Promise<void> {
    await this.#attempt(async () => {
      await this.#parts.trash.takeBack(ids);
      await this.list();
      await this.#parts.takenBack(ids);
    });
  }

  async removeForGood(ids: readonly string[]): Promise<void> {
    await this.#attempt(async () => {
      await this.#parts.trash.remove(ids);
      const { removed } = this.#state;
      if (removed?.ids.some((id) => ids.includes(id)) === true) this.#set({ removed: null });
      await this.list();
    });
  }

  #attempt(action: () => Promise<void>): Promise<void> {
    return this.#parts.attempt(action);
  }

  get #state(): HistoryState {
    return this.#parts.store.getState().history;
  }

  #set(changed: Partial<HistoryState>): void {
    this.#parts.store.setState(({ history }) => ({ history: { ...history, ...changed } }));
  }
}
