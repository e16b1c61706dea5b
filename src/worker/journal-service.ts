import { createResampler, type Resampler } from '../core/audio/resampler';
import { checked } from '../core/checked';
import { toFailure, UtterError } from '../core/errors';
import { historyError } from '../history/database';
import type { Journal } from '../history/journal';
import type { JournalReply, JournalRequest } from '../history/journal-protocol';
import { lockName, storedRateHz } from '../history/records';
import { writeInt16 } from '../history/samples';
import { captureMessage, journalRequest } from './requests';

export interface JournalServiceParts {
  readonly journal: Journal;
  post(reply: JournalReply): void;
  /** Holds a name until the returned function is called or the process ends. */
  lock(name: string): Promise<() => void>;
}

/** Sound is written when this much is there: what a crash can take, beside the time of one write. */
const writtenSamples = (storedRateHz * 250) / 1000;

/** A finished dictation whose worklet stays silent (its device is gone) counts as ended after this long. */
const endTimeoutMs = 500;

interface OpenEntry {
  /** The writes so far, in their order; rejects with the first failure, after which nothing is written. */
  writes: Promise<void>;
  readonly unlock: Promise<() => void>;
  readonly audio: AudioInput | null;
}

/**
 * Writes entries as they come. It has a thread of its own: the recogniser computes for hundreds of milliseconds while a
 * model loads, and the page may be busy, but sound must be on the disk within a second.
 */
export class JournalService {
  readonly #parts: JournalServiceParts;
  readonly #open = new Map<string, OpenEntry>();

  constructor(parts: JournalServiceParts) {
    this.#parts = parts;
  }

  /** Takes any message; an invalid request fails the entry that it names. */
  handle(message: unknown): void {
    try {
      this.#obey(checked(journalRequest, message, 'a request to the journal'));
    } catch (error) {
      this.#parts.post({ type: 'failed', entryId: entryIdOf(message), failure: toFailure(error) });
    }
  }

  #obey(request: JournalRequest): void {
    switch (request.type) {
      case 'begin':
        return this.#begin(request);
      case 'commit': {
        const { entryId, sequence, commit } = request;
        return this.#write(entryId, async () => {
          await this.#parts.journal.appendText(entryId, sequence, commit);
          this.#parts.post({ type: 'committed', entryId, sequence });
        });
      }
      case 'version':
        return void this.#addVersion(request);
      case 'delivered':
        return void this.#delivered(request);
      case 'finish':
        return void this.#finish(request);
    }
  }

  #begin({ entry, audio }: JournalRequest & { type: 'begin' }): void {
    const { id } = entry;
    if (this.#open.has(id))
      throw new UtterError('internal', `The entry ${id} is open already.`, 'Restart Utter; report it if it recurs.');
    const input =
      audio.kind === 'samples'
        ? new AudioInput(audio.port, audio.sampleRateHz, {
            filled: () => this.#write(id, () => this.#appendAudio(id)),
            broken: (error) => this.#write(id, () => Promise.reject(error)),
          })
        : null;
    this.#open.set(id, { writes: Promise.resolve(), unlock: this.#parts.lock(lockName(id)), audio: input });
    this.#write(id, () => this.#parts.journal.begin(entry, audio.kind === 'file' ? audio.file : null));
  }

  async #appendAudio(entryId: string): Promise<void> {
    // A slow disk finds more sound waiting, and writes it in fewer, larger pieces.
    const piece = this.#open.get(entryId)?.audio?.take() ?? null;
    if (piece === null) return;
    await this.#parts.journal.appendAudio(entryId, piece.startSample, piece.samples);
  }

  async #finish({ entryId, finished }: JournalRequest & { type: 'finish' }): Promise<void> {
    const entry = this.#open.get(entryId);
    if (entry === undefined) return;
    await entry.audio?.ended(endTimeoutMs);
    this.#write(entryId, async () => {
      await this.#appendAudio(entryId);
      if (finished === null) await this.#parts.journal.discard(entryId);
      else await this.#parts.journal.finish(entryId, finished);
      this.#parts.post({ type: 'finished', entryId });
    });
    await entry.writes.catch(() => undefined);
    this.#open.delete(entryId);
    (await entry.unlock)();
  }

  /** The entry is closed: nothing of it is being written. */
  async #addVersion({ entryId, version }: JournalRequest & { type: 'version' }): Promise<void> {
    try {
      await this.#parts.journal.addVersion(entryId, version);
      this.#parts.post({ type: 'versionAdded', entryId });
    } catch (error) {
      this.#parts.post({ type: 'failed', entryId, failure: toFailure(historyError(error)) });
    }
  }

  /** While the entry is open as well as later: this changes nothing else of it. */
  async #delivered({ entryId, app }: JournalRequest & { type: 'delivered' }): Promise<void> {
    try {
      await this.#parts.journal.delivered(entryId, app);
    } catch (error) {
      this.#parts.post({ type: 'failed', entryId, failure: toFailure(historyError(error)) });
    }
  }

  #write(entryId: string, write: () => Promise<void>): void {
    const entry = this.#open.get(entryId);
    if (entry === undefined) return;
    const hadFailed = entry.writes;
    entry.writes = hadFailed.then(write);
    entry.writes.catch(async (error: unknown) => {
      // Told once: by the write that failed, not by those that then were left out.
      if (
        (await hadFailed.then(
          () => false,
          () => true,
        )) === true
      )
        return;
      this.#parts.post({ type: 'failed', entryId, failure: toFailure(historyError(error)) });
    });
  }
}

/** The entry that a message is about; empty where it names none. */
function entryIdOf(message: unknown): string {
  const { entryId, entry } = (message ?? {}) as { entryId?: unknown; entry?: { id?: unknown } | null };
  const id = entryId ?? entry?.id;
  return typeof id === 'string' ? id : '';
}

interface AudioInputEvents {
  /** There is enough for a write. */
  filled(): void;
  broken(error: UtterError): void;
}

/** A microphone's sound on its way to the disk, at `storedRateHz`. */
class AudioInput {
  readonly #resampler: Resampler | null;
  readonly #port: MessagePort;
  readonly #events: AudioInputEvents;
  #pieces: Float32Array[] = [];
  #waitingSamples = 0;
  #takenSamples = 0;
  #hasEnded = false;
  #wake: () => void = () => {};

  constructor(port: MessagePort, sampleRateHz: number, events: AudioInputEvents) {
    this.#port = port;
    this.#events = events;
    // Sound that comes as it is kept is not copied on its way.
    this.#resampler = sampleRateHz === storedRateHz ? null : createResampler(sampleRateHz, storedRateHz);
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      try {
        const message = captureMessage(data);
        if (message.type === 'block') this.#push(this.#resampler?.accept(message.samples) ?? message.samples);
        else this.#end();
      } catch (error) {
        events.broken(error instanceof UtterError ? error : historyError(error));
      }
    };
  }

  /** Resolves when the worklet has sent its last block, or after `timeoutMs`. */
  async ended(timeoutMs: number): Promise<void> {
    if (!this.#hasEnded) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#end();
    }
    this.#port.close();
  }

  /** What came since the last time, and where it begins; null when nothing did. */
  take(): { readonly startSample: number; readonly samples: Int16Array<ArrayBuffer> } | null {
    if (this.#waitingSamples === 0) return null;
    const samples = new Int16Array(this.#waitingSamples);
    let offset = 0;
    for (const piece of this.#pieces) {
      writeInt16(piece, samples, offset);
      offset += piece.length;
    }
    const startSample = this.#takenSamples;
    this.#takenSamples += samples.length;
    this.#pieces = [];
    this.#waitingSamples = 0;
    return { startSample, samples };
  }

  #push(samples: Float32Array): void {
    if (samples.length === 0) return;
    const before = this.#waitingSamples;
    this.#pieces.push(samples);
    this.#waitingSamples += samples.length;
    if (before < writtenSamples && this.#waitingSamples >= writtenSamples) this.#events.filled();
  }

  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    if (this.#resampler !== null) this.#push(this.#resampler.finish());
    this.#wake();
  }
}
