import type { Transcript } from '../../core/transcript/types';
import type { Platform } from '../../platform/platform';
import { emptyTranscript } from '../../worker/protocol';
import { t } from '../locales/language';
import { alertIn, attempt } from './attempt';
import { exportFormats, exportName, exportTitle, shownText, type ExportExtension } from './export-formats';
import { changePage, dictationPage, pageName, withUpdate } from './pages';
import { selectedPage, type AppStore } from './store';

export interface PageDeskParts {
  readonly platform: Platform;
  readonly store: AppStore;
  /** The status line says this for a moment. */
  say(remark: string): void;
  /** A recording's page is taken away. */
  removed(pageId: string): void;
}

/** What can be done with the texts at hand. */
export class PageDesk {
  readonly #parts: PageDeskParts;

  constructor(parts: PageDeskParts) {
    this.#parts = parts;
  }

  select(selectedPageId: string): void {
    this.#parts.store.setState({ selectedPageId });
  }

  /** Empties the dictation page, or takes a recording's page away. */
  clear(): void {
    const { store, removed } = this.#parts;
    const { dictation, pages, selectedPageId } = store.getState();
    if (selectedPageId === dictationPage.id) {
      if (dictation.state === 'idle' || dictation.state === 'error') this.#changeDictationPage(() => dictationPage);
      return;
    }
    removed(selectedPageId);
    const index = pages.findIndex(({ id }) => id === selectedPageId);
    const remaining = pages.filter(({ id }) => id !== selectedPageId);
    const neighbour = remaining[Math.min(index, remaining.length - 1)] ?? dictationPage;
    store.setState({ pages: remaining, selectedPageId: neighbour.id });
  }

  async copy(): Promise<void> {
    const { platform, store, say } = this.#parts;
    await this.#attempt(async () => {
      await platform.copyText(shownText(selectedPage(store.getState()).transcript));
      say(t('remarks.copied'));
    });
  }

  async export(extension: ExportExtension): Promise<void> {
    const { platform, store, say } = this.#parts;
    await this.#attempt(async () => {
      const page = selectedPage(store.getState());
      const { write, mimeType } = exportFormats[extension];
      const fileName = exportName(pageName(page, t), page.kind, extension, new Date());
      const contents = await write(page.transcript, exportTitle(fileName));
      if (await platform.saveFile(fileName, contents, mimeType)) say(t('remarks.saved', { name: fileName }));
    });
  }

  /** Adds a dictation that a crash cut off to the dictation page. */
  showRecovered({ segments, durationMs }: Transcript): void {
    this.#changeDictationPage((page) => {
      const { transcript } = withUpdate(
        page,
        { segments, partial: emptyTranscript.partial, durationMs },
        page.transcript.durationMs,
      );
      return { ...page, transcript };
    });
    this.select(dictationPage.id);
  }

  #changeDictationPage(change: Parameters<typeof changePage>[2]): void {
    this.#parts.store.setState(({ pages }) => ({ pages: changePage(pages, dictationPage.id, change) }));
  }

  #attempt(action: () => Promise<void>): Promise<void> {
    return attempt(action, alertIn(this.#parts.store));
  }
}
