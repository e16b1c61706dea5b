import type { Failure } from '../../core/errors';
import type { Transcript } from '../../core/transcript/types';
import type { Commit, FinishedEntry, JournalReply, JournalRequest, NewEntry } from '../../history/journal-protocol';
import type { EntryVersion } from '../../history/records';
import { localized } from '../locales/failure';
import { t } from '../locales/language';
import { shownText } from './export-formats';

/** One dictation or recording that is being written to the history. */
export interface JournalEntry {
  readonly id: string;
  /** Resolves when the words are on the disk, or when it is known that they never will be. */
  commit(commit: Commit): Promise<void>;
  /** Closes the entry; with null nothing of it is kept. Resolves as `commit` does. */
  close(finished: FinishedEntry | null): Promise<void>;
  /** Adds a text to the entry once it is closed; nothing happens where it was not kept. Resolves as `commit` does. */
  addVersion(version: EntryVersion): Promise<void>;
  /** Says which application the text went to; nothing happens where the entry was not kept. */
  delivered(app: string): void;
}

/** Closes an entry with its transcript, the text that is shown of it and what is wrong with its recording; null keeps nothing. */
export function closeEntry(entry: JournalEntry, transcript: Transcript | null, warnings: readonly string[] = []): Promise<void> {
  const told = warnings.length > 0 ? { warnings } : {};
  return entry.close(transcript === null ? null : { transcript, text: shownText(transcript), ...told });
}

/** The journal worker as promises. */
export interface JournalClient {
  begin(entry: NewEntry, audio: (JournalRequest & { type: 'begin' })['audio']): JournalEntry;
  /** Words go on being recognised; the user must know that they aren't kept. */
  onFailed(listener: (failure: Failure) => void): void;
}

/** What the client needs of a `Worker`. */
export interface JournalWorkerLike {
  onmessage: ((event: MessageEvent<JournalReply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(message: JournalRequest, transfer?: Transferable[]): void;
  terminate(): void;
}

interface Writing {
  /** Resolve functions of commits that are on their way, by sequence. */
  readonly commits: Map<number, () => void>;
  closed: () => void;
  hasFailed: boolean;
}

/** Talks to a worker that `spawn` starts at the first entry; one that died is replaced at the next. */
export function createJournalClient(spawn: () => JournalWorkerLike): JournalClient {
  const open = new Map<string, Writing>();
  /** Resolve functions of versions that are on their way, by entry. */
  const versions = new Map<string, () => void>();
  let worker: JournalWorkerLike | null = null;
  let failed: (failure: Failure) => void = () => {};

  function giveUp(writing: Writing): void {
    writing.hasFailed = true;
    for (const resolve of writing.commits.values()) resolve();
    writing.commits.clear();
    writing.closed();
  }

  function versionEnded(entryId: string): void {
    versions.get(entryId)?.();
    versions.delete(entryId);
  }

  function onReply(reply: JournalReply): void {
    const writing = open.get(reply.entryId);
    if (writing === undefined) {
      // Closed: a version was to be added.
      if (reply.type === 'failed' && versions.has(reply.entryId)) failed(localized(reply.failure));
      versionEnded(reply.entryId);
      return;
    }
    if (reply.type === 'committed') {
      writing.commits.get(reply.sequence)?.();
      writing.commits.delete(reply.sequence);
    } else if (reply.type === 'finished') {
      writing.closed();
    } else if (reply.type === 'failed') {
      giveUp(writing);
      failed(localized(reply.failure));
    }
  }

  function connected(): JournalWorkerLike {
    if (worker !== null) return worker;
    const started = spawn();
    worker = started;
    started.onmessage = ({ data }) => onReply(data);
    started.onerror = (event) => {
      event.preventDefault();
      started.terminate();
      worker = null;
      for (const writing of open.values()) giveUp(writing);
      for (const entryId of versions.keys()) versionEnded(entryId);
      failed({
        code: 'history-unavailable',
        message: t('failures.journalStopped', { reason: event.message === '' ? t('failures.notStarted') : event.message }),
        remedy: t('failures.journalStoppedRemedy'),
      });
    };
    return started;
  }

  return {
    onFailed: (listener) => (failed = listener),
    begin(entry, audio) {
      const { id } = entry;
      const writing: Writing = { commits: new Map(), closed: () => {}, hasFailed: false };
      open.set(id, writing);
      connected().postMessage({ type: 'begin', entry, audio }, audio.kind === 'samples' ? [audio.port] : []);
      let sequence = 0;
      return {
        id,
        commit: (commit) =>
          new Promise((resolve) => {
            if (writing.hasFailed) return resolve();
            writing.commits.set(sequence, resolve);
            connected().postMessage({ type: 'commit', entryId: id, sequence: sequence++, commit });
          }),
        close: (finished) =>
          new Promise<void>((resolve) => {
            if (writing.hasFailed) return resolve();
            writing.closed = resolve;
            connected().postMessage({ type: 'finish', entryId: id, finished });
          }).finally(() => open.delete(id)),
        addVersion: (version) =>
          new Promise<void>((resolve) => {
            versions.set(id, resolve);
            connected().postMessage({ type: 'version', entryId: id, version });
          }),
        delivered: (app) => connected().postMessage({ type: 'delivered', entryId: id, app }),
      };
    },
  };
}
