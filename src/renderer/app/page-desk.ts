import { reworded } from '../../core/transcript/rewording';
import type { Transcript } from '../../core/transcript/types';
import type { FileContents, Platform } from '../../platform/platform';
import { emptyTranscript } from '../../worker/protocol';
import { t } from '../locales/language';
import { alertIn, attempt } from './attempt';
import { exportFormats, exportName, exportTitle, shownText, type ExportExtension } from './export-formats';
import {
  broughtBack,
  changePage,
  dictationPage,
  hasText,
  isPending,
  pageName,
  partTranscripts,
  withUpdate,
  type Page,
  type Taken,
} from './pages';
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
  #edited: (entryId: string, transcript: Transcript) => void = () => {};

  constructor(parts: PageDeskParts) {
    this.#parts = parts;
  }

  /** A text that the history has was changed on its page. */
  onEdited(listener: (entryId: string, transcript: Transcript) => void): void {
    this.#edited = listener;
  }

  select(selectedPageId: string): void {
    this.#parts.store.setState({ selectedPageId });
  }

  /** Opens the text for editing by hand; what is written is kept here until it is saved, whatever is looked at meanwhile. */
  edit(text: string): void {
    const { store } = this.#parts;
    this.saveDraft();
    store.setState({ draft: { pageId: store.getState().selectedPageId, text } });
  }

  changeDraft(text: string): void {
    this.#parts.store.setState(({ draft }) => ({ draft: draft && { ...draft, text } }));
  }

  dropDraft(): void {
    this.#parts.store.setState({ draft: null });
  }

  /** Words that stay keep their times. The history has the text as it is then, and it can be undone. */
  saveDraft(): void {
    const { store } = this.#parts;
    const { draft, pages } = store.getState();
    if (draft === null) return;
    store.setState({ draft: null });
    const page = pages.find(({ id }) => id === draft.pageId);
    if (page === undefined || shownText(page.transcript) === draft.text.trimEnd()) return;
    const edited = { ...page, transcript: reworded(page.transcript, draft.text) };
    store.setState({
      pages: changePage(pages, page.id, () => edited),
      taken: { what: 'edit', pages: [page], order: pages.map(({ id }) => id), selectedPageId: page.id },
    });
    this.#keep(page, edited);
  }

  /** Takes back what a dictation added to the page. It stays in the history if that is kept, and it can be undone. */
  discard(base: Transcript): void {
    this.#take('discard', (pages) =>
      changePage(pages, dictationPage.id, (page) => ({
        ...page,
        transcript: base,
        parts: page.parts.filter(({ startMs }) => startMs < base.durationMs),
      })),
    );
  }

  /** Empties the dictation page, or takes a recording's page away; it can be undone. */
  clear(): void {
    this.#clear(new Set([this.#parts.store.getState().selectedPageId]));
  }

  /** Takes away the pages of recordings on which nothing is left to do; it can be undone. */
  clearEnded(): void {
    const { pages } = this.#parts.store.getState();
    this.#clear(new Set(pages.filter((page) => page.kind === 'recording' && !isPending(page)).map(({ id }) => id)));
  }

  undo(): void {
    const { store } = this.#parts;
    const { taken, pages } = store.getState();
    if (taken === null) return;
    const back = broughtBack(taken, pages);
    store.setState({ pages: back, selectedPageId: taken.selectedPageId, taken: null });
    if (taken.what !== 'edit') return;
    for (const before of taken.pages) {
      const edited = pages.find(({ id }) => id === before.id);
      if (edited !== undefined) this.#keep(edited, before);
    }
  }

  async copy(): Promise<void> {
    this.saveDraft();
    const { platform, store, say } = this.#parts;
    await this.#attempt(async () => {
      await platform.copyText(shownText(selectedPage(store.getState()).transcript));
      say(t('remarks.copied'));
    });
  }

  async export(extension: ExportExtension): Promise<void> {
    this.saveDraft();
    const { platform, store, say } = this.#parts;
    await this.#attempt(async () => {
      const page = selectedPage(store.getState());
      const { write, mimeType } = exportFormats[extension];
      const fileName = exportName(pageName(page, t), page.kind, extension, new Date());
      const contents = await write(page.transcript, exportTitle(fileName));
      if (await platform.saveFile(fileName, contents, mimeType)) say(t('remarks.saved', { name: fileName }));
    });
  }

  /** Saves the texts of all recordings that have one, as an archive of files. */
  async exportAll(extension: ExportExtension): Promise<void> {
    this.saveDraft();
    const { platform, store, say } = this.#parts;
    await this.#attempt(async () => {
      const { write } = exportFormats[extension];
      const now = new Date();
      const files: { readonly name: string; readonly contents: FileContents }[] = [];
      for (const page of store.getState().pages) {
        if (page.kind !== 'recording' || !hasText(page.transcript)) continue;
        const name = exportName(page.name, page.kind, extension, now);
        files.push({ name, contents: await write(page.transcript, exportTitle(name)) });
      }
      const archive = exportName(t('rail.archive'), 'dictation', 'zip', now);
      const { toZip } = await import('../../core/transcript/archive-file');
      if (await platform.saveFile(archive, toZip(files, now), 'application/zip')) say(t('remarks.saved', { name: archive }));
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

  #clear(ids: ReadonlySet<string>): void {
    const { store, removed } = this.#parts;
    const { dictation } = store.getState();
    const isDictating = dictation.state !== 'idle' && dictation.state !== 'error';
    if (ids.size === 0 || (ids.has(dictationPage.id) && isDictating)) return;
    this.saveDraft();
    this.#take('clear', (pages) =>
      pages.flatMap((page) => (!ids.has(page.id) ? [page] : page.kind === 'dictation' ? [dictationPage] : [])),
    );
    for (const id of ids) if (id !== dictationPage.id) removed(id);
  }

  #take(what: Taken['what'], change: (pages: readonly Page[]) => readonly Page[]): void {
    this.#parts.store.setState(({ pages: before, selectedPageId }) => {
      const pages = change(before);
      const isThere = pages.some(({ id }) => id === selectedPageId);
      const index = before.findIndex(({ id }) => id === selectedPageId);
      const neighbour = before.slice(index).find((page) => pages.includes(page)) ?? pages.at(-1) ?? dictationPage;
      return {
        pages,
        selectedPageId: isThere ? selectedPageId : neighbour.id,
        taken: {
          what,
          pages: before.filter((page) => !pages.includes(page)),
          order: before.map(({ id }) => id),
          selectedPageId,
        },
      };
    });
  }

  /** The history has the text as it was written by hand, too. */
  #keep(before: Page, after: Page): void {
    const texts = new Map(partTranscripts(before).map(({ entryId, transcript }) => [entryId, shownText(transcript)]));
    for (const { entryId, transcript } of partTranscripts(after)) {
      if (texts.get(entryId) !== shownText(transcript)) this.#edited(entryId, transcript);
    }
  }

  #changeDictationPage(change: Parameters<typeof changePage>[2]): void {
    this.#parts.store.setState(({ pages }) => ({ pages: changePage(pages, dictationPage.id, change) }));
  }

  #attempt(action: () => Promise<void>): Promise<void> {
    return attempt(action, alertIn(this.#parts.store));
  }
}
