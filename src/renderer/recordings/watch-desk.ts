import { toFailure } from '../../core/errors';
import type { Platform } from '../../platform/platform';
import type { FoundRecording, WatchState } from '../../platform/system-services';
import { exportFormats } from '../app/export-formats';
import { t } from '../locales/language';
import type { Page } from '../app/pages';
import { isPending, until, type AppStore } from '../app/store';

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
    parts.platform.onWatchChanged((watch) => this.changed(watch));
  }

  changed(watch: WatchState): void {
    const { store } = this.#parts;
    const before = store.getState().system.watch;
    store.setState(({ system }) => ({ system: { ...system, watch } }));
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
      try {
        await this.#transcribe(next);
      } catch (error) {
        this.#parts.store.setState({ problem: toFailure(error) });
      }
    }
    this.#isWorking = false;
  }

  #next(): FoundRecording | undefined {
    const { watch } = this.#parts.store.getState().system;
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
}
