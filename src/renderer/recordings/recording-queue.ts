import { toFailure } from '../../core/errors';
import { textSettings } from '../../core/settings';
import type { Transcript } from '../../core/transcript/types';
import { newEntryId } from '../../history/records';
import { emptyTranscript, type HearingRequest, type SoundChoice } from '../../worker/protocol';
import { closeEntry, type JournalClient, type JournalEntry } from '../app/journal-client';
import {
  changePage,
  hasText,
  isPending,
  recordingPage,
  settled,
  textEnd,
  withProgress,
  withUpdate,
  type Page,
  type RecordingProgress,
} from '../app/pages';
import type { SpeechClient, SpeechJob } from '../app/speech-client';
import type { AppStore } from '../app/store';
import { t } from '../locales/language';

export interface RecordingParts {
  readonly speech: SpeechClient;
  readonly journal: JournalClient;
  readonly store: AppStore;
  /** Who hears the next one. */
  hearing(): HearingRequest;
  /** A recording was added to the history. */
  kept(): void;
}

/** What a recording needs to be transcribed, from its beginning or from where it was left. */
interface Source {
  readonly file: File;
  /** The file's, or what of it is heard besides. */
  readonly name: string;
  readonly sound: SoundChoice;
  /** Of a recording that nobody waits for the file is let go once it is done. */
  readonly isQuiet: boolean;
  readonly entryId: string;
  /** Words up to the last ended utterance; the rest is recognised again. */
  readonly done: Transcript;
  /** The text that was left on the page; another one there was written by hand. */
  readonly left: Transcript;
}

/** After a word's end its last sound may go on for this long; the pause that follows is longer. */
const resumeAfterMs = 200;

/** Recordings waiting to be transcribed, one at a time; a bad one is marked and the next begins. */
export class RecordingQueue {
  readonly #parts: RecordingParts;
  readonly #sources = new Map<string, Source>();
  readonly #waiting = new Set<string>();
  #running: { readonly pageId: string; readonly job: SpeechJob } | null = null;
  #added = 0;

  constructor(parts: RecordingParts) {
    this.#parts = parts;
  }

  /** Adds a page for each file and shows the first of them, unless somebody is dictating: what is being said stays in view. */
  add(files: readonly File[]): void {
    const { dictation, selectedPageId } = this.#parts.store.getState();
    const isDictating = dictation.state !== 'idle' && dictation.state !== 'error';
    const sources = files.map((file) => newSource(file));
    this.#addPages(sources, isDictating ? selectedPageId : undefined);
  }

  /** A recording that a crash cut off: below its words it goes on, in the same entry of the history. */
  recover(entryId: string, file: File, transcript: Transcript): void {
    const done = withoutOpenWords(transcript);
    this.#addPages([{ ...newSource(file), entryId, done, left: done }]);
  }

  /** Adds a recording that nobody waits for: what is shown stays. @returns its page */
  addQuietly(file: File): string {
    const { pages, selectedPageId } = this.#parts.store.getState();
    this.#addPages([{ ...newSource(file), isQuiet: true }], selectedPageId);
    return this.#parts.store.getState().pages[pages.length]!.id;
  }

  cancel(pageId: string): void {
    if (this.#running?.pageId === pageId) this.#running.job.cancel();
    else if (this.#waiting.delete(pageId)) this.#progress(pageId, { state: 'cancelled' });
  }

  /** Queues a recording again that was cancelled or failed; what was recognised of it is not done twice. */
  resume(pageId: string): void {
    const source = this.#sources.get(pageId);
    if (source === undefined || this.#isDone(pageId) || this.#waiting.has(pageId) || this.#running?.pageId === pageId) return;
    const { transcript } = this.#page(pageId) ?? { transcript: source.left };
    const done = transcript === source.left ? source.done : withoutOpenWords(transcript);
    this.#sources.set(pageId, { ...source, done });
    this.#waiting.add(pageId);
    this.#change(pageId, (page) => ({ ...withProgress(page, { state: 'queued' }), transcript: done }));
    void this.run();
  }

  /** Whether a page's recording can be heard again, with another track or channel. */
  canHearAgain(pageId: string): boolean {
    return this.#sources.has(pageId);
  }

  /** Hears a recording again with other tracks or channels, each on a page of its own: the text at hand stays. */
  hearAgain(pageId: string, choices: readonly SoundChoice[]): void {
    const source = this.#sources.get(pageId);
    if (source === undefined) return;
    this.#addPages(choices.map((sound) => ({ ...newSource(source.file), name: soundName(source.file.name, sound), sound })));
  }

  /** Ends all that runs or waits; what was recognised stays, and each can be resumed. */
  cancelAll(): void {
    for (const pageId of this.#waiting) this.cancel(pageId);
    if (this.#running !== null) this.cancel(this.#running.pageId);
  }

  /** Works the queue off, once an engine is there; does nothing while it is being worked off already. */
  async run(): Promise<void> {
    for (;;) {
      const { engine, reread, pages } = this.#parts.store.getState();
      if (this.#running !== null || engine.state !== 'ready' || reread !== null) return;
      const next = pages.find((page) => page.kind === 'recording' && isPending(page));
      const source = next === undefined ? undefined : this.#sources.get(next.id);
      if (next === undefined || source === undefined) return;
      await this.#transcribe(next.id, source, engine.model.id);
    }
  }

  #addPages(sources: readonly Source[], selectedPageId?: string): void {
    const pages = sources.map((source) => {
      const page: Page = {
        ...recordingPage(`recording-${++this.#added}`, source.name),
        transcript: source.done,
        parts: [{ entryId: source.entryId, startMs: 0 }],
      };
      this.#sources.set(page.id, source);
      this.#waiting.add(page.id);
      return page;
    });
    const [first] = pages;
    if (first === undefined) return;
    this.#parts.store.setState((state) => ({ pages: [...state.pages, ...pages], selectedPageId: selectedPageId ?? first.id }));
    void this.run();
  }

  async #transcribe(pageId: string, source: Source, modelId: string): Promise<void> {
    const { file, done, sound } = source;
    this.#waiting.delete(pageId);
    const lastMs = done.segments.at(-1)?.endMs;
    const startMs = lastMs === undefined ? 0 : lastMs + resumeAfterMs;
    const entry = this.#beginEntry(source, modelId);
    const beganAtMs = performance.now();
    const progress = (doneMs: number, totalMs: number | null): void => {
      const tookMs = performance.now() - beganAtMs;
      const speed = tookMs < 500 ? null : (doneMs - startMs) / tookMs;
      this.#progress(pageId, { state: 'running', doneMs, totalMs, speed });
    };
    progress(startMs, null);
    try {
      const job = this.#parts.speech.transcribe(
        file,
        {
          update: (update) => {
            this.#change(pageId, (page) => withUpdate(page, update, startMs));
            if (update.segments.length === 0) return;
            const { durationMs, segments } = this.#transcript(pageId);
            void entry.commit({ segments: segments.slice(-update.segments.length), committed: [], durationMs });
          },
          progress,
          sound: (facts) => this.#change(pageId, (page) => (page.kind === 'recording' ? { ...page, sound: facts } : page)),
          warnings: (warnings) => this.#change(pageId, (page) => (page.kind === 'recording' ? { ...page, warnings } : page)),
        },
        {
          text: { settings: textSettings(this.#parts.store.getState().settings), preceding: textEnd(done) },
          hearing: this.#parts.hearing(),
          startMs,
          ...(!isWhole(sound) && { sound }),
        },
      );
      this.#running = { pageId, job };
      this.#progress(pageId, { state: (await job.ended) === 'finished' ? 'done' : 'cancelled' });
    } catch (error) {
      this.#progress(pageId, { state: 'failed', failure: toFailure(error) });
    } finally {
      this.#running = null;
      const heard = this.#page(pageId)?.transcript;
      this.#change(pageId, (page) => ({ ...page, transcript: settled(page.transcript) }));
      // A page that was taken away may be brought back.
      if (source.isQuiet && this.#isDone(pageId)) this.#sources.delete(pageId);
      else if (heard !== undefined) {
        this.#sources.set(pageId, { ...source, done: withoutOpenWords(heard), left: this.#transcript(pageId) });
      }
      await this.#closeEntry(entry, this.#transcript(pageId), this.#warnings(pageId));
    }
  }

  #beginEntry({ file, name, sound, entryId, done }: Source, modelId: string): JournalEntry {
    const { journal, store } = this.#parts;
    const { keepHistory } = store.getState().settings;
    const entry = journal.begin(
      { id: entryId, kind: 'recording', name, startedAtMs: Date.now(), modelId },
      // The file is in the history already, and whoever hears it from there doesn't know what of it was meant.
      keepHistory && isWhole(sound) ? { kind: 'file', file } : { kind: 'none' },
    );
    if (done.segments.length > 0) void entry.commit({ ...done, committed: [] });
    return entry;
  }

  async #closeEntry(entry: JournalEntry, transcript: Transcript, warnings: readonly string[]): Promise<void> {
    const isKept = this.#parts.store.getState().settings.keepHistory && hasText(transcript);
    await closeEntry(entry, isKept ? transcript : null, warnings);
    if (isKept) this.#parts.kept();
  }

  #isDone(pageId: string): boolean {
    const page = this.#page(pageId);
    return page?.kind === 'recording' && page.progress.state === 'done';
  }

  #page(pageId: string): Page | undefined {
    return this.#parts.store.getState().pages.find(({ id }) => id === pageId);
  }

  /** Empty for a page that was taken away. */
  #transcript(pageId: string): Transcript {
    return this.#page(pageId)?.transcript ?? emptyTranscript;
  }

  /** What is wrong with the recording, and why it was not read to its end. */
  #warnings(pageId: string): readonly string[] {
    const page = this.#page(pageId);
    if (page?.kind !== 'recording') return [];
    const { warnings, progress } = page;
    return progress.state === 'failed' ? [...warnings, progress.failure.message] : warnings;
  }

  #progress(pageId: string, progress: RecordingProgress): void {
    this.#change(pageId, (page) => withProgress(page, progress));
  }

  #change(pageId: string, change: Parameters<typeof changePage>[2]): void {
    this.#parts.store.setState((state) => ({ pages: changePage(state.pages, pageId, change) }));
  }
}

function newSource(file: File): Source {
  const fresh = { sound: {}, isQuiet: false, done: emptyTranscript, left: emptyTranscript };
  return { ...fresh, file, name: file.name, entryId: newEntryId(Date.now()) };
}

function isWhole({ track, channel }: SoundChoice): boolean {
  return track === undefined && channel === undefined;
}

/** The file's name with what of it is heard, before its ending. */
function soundName(name: string, { track, channel }: SoundChoice): string {
  const [, stem = name, ending = ''] = /^(.+?)(\.[^.]*)?$/s.exec(name) ?? [];
  const what = [
    ...(track === undefined ? [] : [t('sound.track', { number: track })]),
    ...(channel === undefined ? [] : [t('sound.channel', { number: channel })]),
  ];
  return what.length === 0 ? name : `${stem} (${what.join(', ')})${ending}`;
}

function withoutOpenWords({ segments, durationMs }: Transcript): Transcript {
  return { segments, partial: emptyTranscript.partial, durationMs };
}
