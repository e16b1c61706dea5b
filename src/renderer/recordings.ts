import { toFailure } from '../core/errors';
import { textSettings } from '../core/settings';
import { changePage, recordingPage, settled, withProgress, withUpdate, type RecordingProgress } from './pages';
import type { SpeechClient, SpeechJob } from './speech-client';
import { isPending, type AppStore } from './store';

/** Recordings waiting to be transcribed, one at a time; a bad one is marked and the next begins. */
export class RecordingQueue {
  readonly #speech: SpeechClient;
  readonly #store: AppStore;
  readonly #files = new Map<string, File>();
  #running: { readonly pageId: string; readonly job: SpeechJob } | null = null;
  #added = 0;

  constructor(speech: SpeechClient, store: AppStore) {
    this.#speech = speech;
    this.#store = store;
  }

  /** Adds a page for each file and shows the first of them. */
  add(files: readonly File[]): void {
    const pages = files.map((file) => {
      const page = recordingPage(`recording-${++this.#added}`, file.name);
      this.#files.set(page.id, file);
      return page;
    });
    const [first] = pages;
    if (first === undefined) return;
    this.#store.setState((state) => ({ pages: [...state.pages, ...pages], selectedPageId: first.id }));
    void this.run();
  }

  cancel(pageId: string): void {
    if (this.#running?.pageId === pageId) this.#running.job.cancel();
    else if (this.#files.delete(pageId)) this.#progress(pageId, { state: 'cancelled' });
  }

  /** Works the queue off, once an engine is there; does nothing while it is being worked off already. */
  async run(): Promise<void> {
    while (this.#running === null && this.#store.getState().engine.state === 'ready') {
      const next = this.#store.getState().pages.find((page) => page.kind === 'recording' && isPending(page));
      const file = next === undefined ? undefined : this.#files.get(next.id);
      if (next === undefined || file === undefined) return;
      await this.#transcribe(next.id, file);
    }
  }

  async #transcribe(pageId: string, file: File): Promise<void> {
    this.#files.delete(pageId);
    this.#progress(pageId, { state: 'running', doneMs: 0, totalMs: null });
    try {
      const job = this.#speech.transcribe(file, {
        update: (update) => this.#change(pageId, (page) => withUpdate(page, update, 0)),
        progress: (doneMs, totalMs) => this.#progress(pageId, { state: 'running', doneMs, totalMs }),
      }, { settings: textSettings(this.#store.getState().settings), preceding: '' });
      this.#running = { pageId, job };
      this.#progress(pageId, { state: (await job.ended) === 'finished' ? 'done' : 'cancelled' });
    } catch (error) {
      this.#progress(pageId, { state: 'failed', failure: toFailure(error) });
    } finally {
      this.#running = null;
      this.#change(pageId, (page) => ({ ...page, transcript: settled(page.transcript) }));
    }
  }

  #progress(pageId: string, progress: RecordingProgress): void {
    this.#change(pageId, (page) => withProgress(page, progress));
  }

  #change(pageId: string, change: Parameters<typeof changePage>[2]): void {
    this.#store.setState((state) => ({ pages: changePage(state.pages, pageId, change) }));
  }
}
