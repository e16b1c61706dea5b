import type { BackendChoice, BackendName } from '../../core/backend';
import { UtterError, type Failure } from '../../core/errors';
import type { UserWord, WordProblem } from '../../core/language/user-words';
import type { LiveLengths } from '../../core/model/chunk-length';
import type {
  FinalFacts,
  FinalWish,
  HearingRequest,
  LateText,
  RecordedClip,
  SoundChoice,
  SoundFacts,
  TextRequest,
  TranscriptUpdate,
  WorkerReply,
  WorkerRequest,
} from '../../worker/protocol';
import { localized, localizedError } from '../locales/failure';
import { t } from '../locales/language';

/** One dictation or recording that is being recognised. */
export interface SpeechJob {
  /** @throws UtterError when the job fails. */
  readonly ended: Promise<'finished' | 'cancelled'>;
  /** The final text, where it comes after the end; null where there is none. Never rejects. */
  readonly late: Promise<LateText | null>;
  /** Ends the input; what was heard is still recognised. */
  stop(): void;
  /** Drops the job. */
  cancel(): void;
  /** Waits for final words no longer. */
  hurry(): void;
}

export interface JobEvents {
  update?(update: TranscriptUpdate): void;
  /** dB relative to full scale. */
  level?(rmsDb: number): void;
  progress?(doneMs: number, totalMs: number | null): void;
  /** A recording has more than one audio track or channel. */
  sound?(facts: SoundFacts): void;
  /** What is wrong with a recording that could be read all the same. */
  warnings?(warnings: readonly string[]): void;
}

/** What a job may be told besides. */
export interface JobWishes {
  /** How words are written; without it they stay as recognised. */
  readonly text?: TextRequest;
  /** Who hears it; without it the live model alone. */
  readonly hearing?: HearingRequest;
}

export interface ListenWishes extends JobWishes {
  /** How much speech is recognised at a time; null: automatic. */
  readonly chunkMs?: number | null;
}

export interface TranscribeWishes extends JobWishes {
  /** What lies before is left out; times count from there. */
  readonly startMs?: number;
  /** What of the recording is heard. */
  readonly sound?: SoundChoice;
}

/** What is known of a model that was loaded. */
export interface Loaded {
  readonly choice: BackendChoice;
  /** Null where live speech is always taken in chunks of one length. */
  readonly liveLengths: LiveLengths | null;
}

/** The speech worker as promises. */
export interface SpeechClient {
  /** Null when a later load took this one's place. @throws UtterError */
  load(modelUrl: string, backend: BackendName | 'auto', onProgress: (fraction: number) => void): Promise<Loaded | null>;
  /** The user's words, also for models that are loaded later. @returns the entries that can't be recognised */
  setWords(words: readonly UserWord[]): Promise<readonly WordProblem[]>;
  /** How a word sounds in recordings of it. @throws UtterError */
  learn(word: UserWord, clips: readonly RecordedClip[]): Promise<string[][]>;
  /**
   * The models of the final pass, after the live one; at once where they are loaded already. Null gives them back.
   * @throws UtterError
   */
  loadFinal(wish: FinalWish | null, onProgress: (fraction: number) => void): Promise<FinalFacts | null>;
  listen(sampleRateHz: number, port: MessagePort, events: JobEvents, wishes?: ListenWishes): SpeechJob;
  transcribe(file: File, events: JobEvents, wishes?: TranscribeWishes): SpeechJob;
  onBackendChanged(listener: (choice: BackendChoice) => void): void;
  /** The final pass has died for good; live words are the text. */
  onFinalLost(listener: (failure: Failure) => void): void;
  /** Gives back the model and all that was used for it, until the next load; false while something is under way. */
  release(): boolean;
}

/** What the client needs of a `Worker`; `onerror` reports a worker that died. */
export interface WorkerLike {
  onmessage: ((event: MessageEvent<WorkerReply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(message: WorkerRequest, transfer?: Transferable[]): void;
  terminate(): void;
}

interface Pending {
  reply(reply: WorkerReply): void;
  fail(error: unknown): void;
}

type LoadReply = Extract<WorkerReply, { type: 'loaded' | 'cancelled' }>;

/** Talks to a worker that `spawn` starts; one that died is replaced at the next load. */
export function createSpeechClient(spawn: () => WorkerLike): SpeechClient {
  const pending = new Map<number, Pending>();
  const awaited = new Map<number, (late: LateText | null) => void>();
  let worker: WorkerLike | null = null;
  let nextId = 1;
  let words: readonly UserWord[] | null = null;
  let backendChanged: (choice: BackendChoice) => void = () => {};
  let finalLost: (failure: Failure) => void = () => {};

  function tellLate(id: number, late: LateText | null): void {
    awaited.get(id)?.(late);
    awaited.delete(id);
  }

  function connected(): WorkerLike {
    if (worker !== null) return worker;
    const started = spawn();
    worker = started;
    started.onmessage = ({ data: reply }) => {
      if (reply.type === 'backendChanged') backendChanged(reply.choice);
      else if (reply.type === 'finalLost') finalLost(localized(reply.failure));
      else if (reply.type === 'late') tellLate(reply.id, reply.text);
      else pending.get(reply.id)?.reply(reply);
    };
    started.onerror = (event) => {
      event.preventDefault();
      started.terminate();
      worker = null;
      const reason = event.message === '' ? t('failures.notStarted') : event.message;
      const error = new UtterError(
        'internal',
        t('failures.recogniserStopped', { reason }),
        t('failures.recogniserStoppedRemedy'),
      );
      for (const request of pending.values()) request.fail(error);
      for (const id of awaited.keys()) tellLate(id, null);
    };
    // It knows nothing of what the one before was told.
    if (words !== null) started.postMessage({ type: 'words', id: nextId++, words });
    return started;
  }

  function request<T>(
    message: (id: number) => WorkerRequest,
    transfer: Transferable[],
    onReply: (reply: WorkerReply, resolve: (value: T) => void) => void,
  ): { id: number; ended: Promise<T> } {
    const id = nextId++;
    const ended = new Promise<T>((resolve, reject) => {
      pending.set(id, {
        reply: (reply) => (reply.type === 'failed' ? reject(localizedError(reply.error)) : onReply(reply, resolve)),
        fail: reject,
      });
      connected().postMessage(message(id), transfer);
    }).finally(() => pending.delete(id));
    return { id, ended };
  }

  function job(message: (id: number) => WorkerRequest, transfer: Transferable[], events: JobEvents): SpeechJob {
    let setLate: (late: LateText | null) => void = () => {};
    const late = new Promise<LateText | null>((resolve) => (setLate = resolve));
    const { id, ended } = request<'finished' | 'cancelled'>(message, transfer, (reply, resolve) => {
      if (reply.type === 'finished' && reply.isLate) awaited.set(id, setLate);
      if (reply.type === 'transcript') events.update?.(reply.update);
      else if (reply.type === 'level') events.level?.(reply.rmsDb);
      else if (reply.type === 'sound') events.sound?.(reply.facts);
      else if (reply.type === 'warnings') events.warnings?.(reply.warnings);
      else if (reply.type === 'progress') events.progress?.(reply.doneMs, reply.totalMs);
      else if (reply.type === 'finished' || reply.type === 'cancelled') resolve(reply.type);
    });
    const tell = (type: 'stop' | 'cancel' | 'hurry') => () => worker?.postMessage({ type, id });
    const none = (): void => void (awaited.has(id) || setLate(null));
    ended.then(none, none);
    return { ended, late, stop: tell('stop'), cancel: tell('cancel'), hurry: tell('hurry') };
  }

  return {
    load: async (modelUrl, backend, onProgress) => {
      const { ended } = request<LoadReply>(
        (id) => ({ type: 'load', id, modelUrl, backend }),
        [],
        (reply, resolve) => {
          if (reply.type === 'loading') onProgress(reply.fraction);
          else if (reply.type === 'loaded' || reply.type === 'cancelled') resolve(reply);
        },
      );
      const reply = await ended;
      return reply.type === 'loaded' ? { choice: reply.choice, liveLengths: reply.liveLengths } : null;
    },
    setWords: (next) => {
      const { ended } = request<readonly WordProblem[]>(
        (id) => ({ type: 'words', id, words: next }),
        [],
        (reply, resolve) => {
          if (reply.type === 'wordsSet') resolve(reply.problems);
        },
      );
      words = next;
      return ended;
    },
    learn: (word, clips) =>
      request<string[][]>(
        (id) => ({ type: 'learn', id, word, clips }),
        [],
        (reply, resolve) => {
          if (reply.type === 'learned') resolve(reply.pronunciations);
        },
      ).ended,
    loadFinal: (wish, onProgress) =>
      request<FinalFacts | null>(
        (id) => ({ type: 'final', id, wish }),
        [],
        (reply, resolve) => {
          if (reply.type === 'loading') onProgress(reply.fraction);
          else if (reply.type === 'finalLoaded') resolve(reply.facts);
        },
      ).ended,
    listen: (sampleRateHz, port, events, { chunkMs = null, ...wishes } = {}) =>
      job((id) => ({ type: 'start', id, sampleRateHz, port, ...wishes, ...(chunkMs !== null && { chunkMs }) }), [port], events),
    transcribe: (file, events, { startMs = 0, ...wishes } = {}) =>
      job((id) => ({ type: 'transcribe', id, file, startMs, ...wishes }), [], events),
    onBackendChanged: (listener) => (backendChanged = listener),
    onFinalLost: (listener) => (finalLost = listener),
    release: () => {
      if (pending.size + awaited.size > 0) return false;
      worker?.terminate();
      worker = null;
      return true;
    },
  };
}
