import type { Platform } from '../../platform/platform';
import type { FoundRecording, WatchState } from '../../platform/system-services';
import { alertIn, attempt } from '../app/attempt';
import { exportFormats } from '../app/export-formats';
import { isPending, type Page } from '../app/pages';
import { until, type AppStore } from '../app/store';
import { t } from '../locales/language';

export interface WatchDeskParts {
  readonly platform: Platform;
  readonly store: AppStore;
  /** Queues a recording without showing it. @returns its page */
  add(file: File): string;
  fetch(url: string): Promise<Response>;
}

/** Transcribes what the host finds in the watched folder, one after the other, in the same queue as everything else. */
export class WatchDesk {
  readonly #parts: WatchDeskParts;
  /** Recordings that were begun; the host offers them until it is told of their end. */
  readonly #begun = new Set<string>();
  #isWorking = false;

  constructor(parts: WatchDeskParts) {
    this.#parts = parts;
    parts.platform.onWatchChanged((watch) => this.#changed(watch));
  }

  /** After the settings were read. */
  async begin(): Promise<void> {
    const { platform, store } = this.#parts;
    if (!store.getState().can.watchFolder) return;
    await this.#attempt(async () => this.#changed(await platform.watchState()));
  }

  async choose(): Promise<void> {
    await this.#attempt(() => this.#parts.platform.chooseWatchFolder());
  }

  async stop(): Promise<void> {
    await this.#attempt(() => this.#parts.platform.stopWatching());
  }

  #changed(watch: WatchState): void {
    const { store } = this.#parts;
    const before = store.getState().watch;
    store.setState({ watch });
    if (watch.state === 'failed' && before.state !== 'failed') {
      const message = t('failures.folderNotWatched', { folder: watch.folder, reason: watch.reason });
      store.setState({ problem: { message, remedy: t('failures.folderNotWatchedRemedy') } });
    }
    void this.#work();
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      this.#begun.add(next.id);
      const found = next;
      await this.#attempt(() => this.#transcribe(found));
    }
    this.#isWorking = false;
  }

  #next(): FoundRecording | undefined {
    const { watch } = this.#parts.store.getState();
    return watch.state === 'watching' ? watch.found.find(({ id }) => !this.#begun.has(id)) : undefined;
  }

  async #transcribe({ id, name, url }: FoundRecording): Promise<void> {
    const { platform, store, add } = this.#parts;
    const response = await this.#parts.fetch(url);
    // It was moved away meanwhile.
    if (!response.ok) return;
    const pageId = add(new File([await response.blob()], name));
    const page = (): Page | undefined => store.getState().pages.find((each) => each.id === pageId);
    await until(store, () => {
      const now = page();
      return now?.kind !== 'recording' || !isPending(now);
    });
    const ended = page();
    const progress = ended?.kind === 'recording' ? ended.progress : null;
    if (ended !== undefined && progress?.state === 'done') {
      await platform.finishRecording(id, String(exportFormats.txt.write(ended.transcript)));
      return;
    }
    if (progress?.state === 'failed') store.setState({ problem: progress.failure });
    // What failed for another reason than the file itself is offered again at the next start.
    const isTheFiles = progress?.state !== 'failed' || progress.failure.code.startsWith('audio-');
    if (isTheFiles) await platform.finishRecording(id, null);
  }

  #attempt(action: () => Promise<void>): Promise<void> {
    return attempt(action, alertIn(this.#parts.store));
  }
}
