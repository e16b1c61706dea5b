import { levelDb } from '../core/audio/level';
import { isGpu } from '../core/backend';
import { checked } from '../core/checked';
import { toFailure, UtterError } from '../core/errors';
import type { UserWord } from '../core/language/user-words';
import { liveChunkFrames, liveLengths, type LiveLengths, recordingChunkFrames } from '../core/model/chunk-length';
import type { RecognizerOptions } from '../core/recognizer';
import type { Punctuator } from '../core/text/types';
import { createWriter } from '../core/text/writer';
import type { LoadOptions } from '../engine/load';
import type { AnyModel } from '../engine/load-any';
import type { AudioFile } from '../media/open';
import { MicrophoneSource } from './microphone-source';
import type { TextRequest, WorkerReply, WorkerRequest } from './protocol';
import { recognize, type AudioSource, type RecognitionEvents } from './recognition';
import { workerRequest } from './requests';

export interface SpeechServiceParts {
  load(modelUrl: string, options: LoadOptions): Promise<AnyModel>;
  openAudio(file: File): Promise<AudioFile>;
  post(reply: WorkerReply): void;
  /** What writes case and marks in a model's language; absent or null: rules do it. */
  punctuator?(modelUrl: string, languageCode: string): Promise<Punctuator | null>;
}

/** Live text is updated as fast as the eye follows, a recording's less often so that the page stays idle. */
const dictationUpdateMs = 60;
const recordingUpdateMs = 250;

/** A stopped microphone whose worklet stays silent (its device is gone) counts as ended after this long. */
const endTimeoutMs = 500;

/** How long a load waits for the user's words. */
const wordsPatienceMs = 500;

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What nobody waits for has an id that no request has. */
function requestIdOf(message: unknown): number {
  const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : null;
  return typeof id === 'number' && Number.isInteger(id) ? id : 0;
}

/** A recording needn't be shown at once, and long chunks cost a processor less; a GPU would compile for them first. */
function recordingOptions({ manifest, choice }: AnyModel): RecognizerOptions {
  if (manifest.format !== 'utter-model' || isGpu(choice.backend)) return {};
  return { chunkFrames: recordingChunkFrames(manifest) };
}

/** Speech that is shown while it is spoken, in chunks as long as the user chose; else the model knows best. */
function liveOptions({ manifest, choice }: AnyModel, chunkMs: number | undefined): RecognizerOptions {
  if (manifest.format !== 'utter-model' || chunkMs === undefined) return {};
  return { chunkFrames: liveChunkFrames(manifest, choice, chunkMs) };
}

function lengthsOf({ manifest }: AnyModel): LiveLengths | null {
  return manifest.format === 'utter-model' ? liveLengths(manifest) : null;
}

interface Job {
  readonly controller: AbortController;
  /** Ends the input: the microphone's audio after its last block; recordings end by themselves. */
  stop(): void;
}

/** A recording from `startMs` on; what lies before is decoded and dropped. */
function audioFrom(source: AudioSource, startMs: number): AudioSource {
  return {
    sampleRateHz: source.sampleRateHz,
    durationMs: source.durationMs,
    async *blocks(signal) {
      let skippedSamples = Math.round((startMs * source.sampleRateHz) / 1000);
      for await (const block of source.blocks(signal)) {
        if (skippedSamples < block.length) yield block.subarray(skippedSamples);
        skippedSamples = Math.max(0, skippedSamples - block.length);
      }
    },
  };
}

/** Answers the page's requests: holds the loaded model and the jobs that use it. */
export class SpeechService {
  readonly #parts: SpeechServiceParts;
  readonly #jobs = new Map<number, Job>();
  #model: Promise<AnyModel> | null = null;
  /** Of the loaded model's language. */
  #punctuator: Punctuator | null = null;
  #loading = new AbortController();
  #dictations = 0;
  #waiting: (() => void)[] = [];
  #words: readonly UserWord[] = [];
  /** The request for words that waits for a model to answer it. */
  #unanswered: number | null = null;

  constructor(parts: SpeechServiceParts) {
    this.#parts = parts;
  }

  /** Takes any message; what is no request is answered as one that failed. */
  handle(message: unknown): Promise<void> {
    try {
      return this.#obey(checked(workerRequest, message, 'a request to the recogniser'));
    } catch (error) {
      this.#parts.post({ type: 'failed', id: requestIdOf(message), error: toFailure(error) });
      return Promise.resolve();
    }
  }

  #obey(request: WorkerRequest): Promise<void> {
    switch (request.type) {
      case 'load':
        return this.#load(request);
      case 'start':
        return this.#dictate(request);
      case 'transcribe':
        return this.#transcribe(request);
      case 'words':
        return this.#setWords(request);
      case 'learn':
        return this.#learn(request);
      case 'stop':
        this.#jobs.get(request.id)?.stop();
        return Promise.resolve();
      case 'cancel':
        this.#jobs.get(request.id)?.controller.abort();
        return Promise.resolve();
    }
  }

  async #load({ id, modelUrl, backend }: WorkerRequest & { type: 'load' }): Promise<void> {
    const { post, load } = this.#parts;
    this.#loading.abort();
    const controller = new AbortController();
    this.#loading = controller;
    const previous = this.#model;
    const loading = (async () => {
      await previous?.then((model) => model.dispose()).catch(() => undefined);
      controller.signal.throwIfAborted();
      const model = await load(modelUrl, {
        backend,
        signal: controller.signal,
        onProgress: (fraction) => post({ type: 'loading', id, fraction }),
        onBackendChanged: (choice) => post({ type: 'backendChanged', choice }),
      });
      try {
        this.#punctuator = (await this.#parts.punctuator?.(modelUrl, model.manifest.language)) ?? null;
      } catch (error) {
        model.dispose();
        throw error;
      }
      return model;
    })();
    this.#model = loading;
    try {
      const model = await loading;
      // Some words are there at once; a list of thousands must not hold up the first dictation.
      await Promise.race([this.#tellWords(model), delay(wordsPatienceMs)]);
      if (this.#model === loading) post({ type: 'loaded', id, choice: model.choice, liveLengths: lengthsOf(model) });
      else post({ type: 'cancelled', id });
    } catch (error) {
      if (controller.signal.aborted) post({ type: 'cancelled', id });
      else post({ type: 'failed', id, error: toFailure(error) });
    }
  }

  /** Words for the next utterance of the model, and for the models that come after it. */
  async #setWords({ id, words }: WorkerRequest & { type: 'words' }): Promise<void> {
    this.#words = words;
    if (this.#unanswered !== null) this.#parts.post({ type: 'wordsSet', id: this.#unanswered, problems: [] });
    this.#unanswered = id;
    const model = await this.#model?.catch(() => null);
    // A load tells the words to its model itself.
    if (model && this.#unanswered === id) await this.#tellWords(model);
  }

  async #tellWords(model: AnyModel): Promise<void> {
    const id = this.#unanswered;
    this.#unanswered = null;
    const problems = await model.setUserWords(this.#words);
    if (id !== null) this.#parts.post({ type: 'wordsSet', id, problems });
  }

  async #learn({ id, word, clips }: WorkerRequest & { type: 'learn' }): Promise<void> {
    const { post } = this.#parts;
    try {
      if (this.#model === null) throw new UtterError('model-not-found', 'No model is loaded.', 'Choose a model first.');
      post({ type: 'learned', id, pronunciations: await (await this.#model).learnPronunciations(clips, word) });
    } catch (error) {
      post({ type: 'failed', id, error: toFailure(error) });
    }
  }

  async #dictate({ id, sampleRateHz, port, text, chunkMs }: WorkerRequest & { type: 'start' }): Promise<void> {
    const { post } = this.#parts;
    const source = new MicrophoneSource(port, sampleRateHz, (samples) =>
      post({ type: 'level', id, rmsDb: levelDb(samples) }),
    );
    this.#dictations++;
    const stop = (): void => void setTimeout(() => source.end(), endTimeoutMs);
    const chunks = (model: AnyModel): RecognizerOptions => liveOptions(model, chunkMs);
    await this.#run(id, stop, (signal) =>
      this.#recognize(id, source, text, chunks, { signal, updateIntervalMs: dictationUpdateMs }),
    );
    source.close();
    this.#dictations--;
    for (const resume of this.#waiting.splice(0)) resume();
  }

  async #transcribe({ id, file, text, startMs = 0 }: WorkerRequest & { type: 'transcribe' }): Promise<void> {
    await this.#run(
      id,
      () => {},
      async (signal) => {
        const audio = await this.#parts.openAudio(file);
        try {
          const turn = (signal: AbortSignal): Promise<void> => this.#turn(signal);
          const source = startMs === 0 ? audio : audioFrom(audio, startMs);
          const options = { signal, updateIntervalMs: recordingUpdateMs, turn, startMs };
          return await this.#recognize(id, source, text, recordingOptions, options);
        } finally {
          audio.close();
        }
      },
    );
  }

  async #recognize(
    id: number,
    source: AudioSource,
    text: TextRequest | undefined,
    chunks: (model: AnyModel) => RecognizerOptions,
    options: Parameters<typeof recognize>[3],
  ): Promise<'finished' | 'cancelled'> {
    if (this.#model === null) {
      throw new UtterError('model-not-found', 'No model is loaded.', 'Choose a model first.');
    }
    const model = await this.#model;
    const languageCode = model.manifest.language;
    const writer = text && createWriter({ ...text, languageCode, punctuator: this.#punctuator });
    const recognizer = model.createRecognizer({ context: text?.preceding ?? '', ...chunks(model) });
    const events: RecognitionEvents = {
      update: (update) => this.#parts.post({ type: 'transcript', id, update }),
      progress: (doneMs, totalMs) => this.#parts.post({ type: 'progress', id, doneMs, totalMs }),
    };
    try {
      return await recognize(source, recognizer, events, { ...options, ...(writer && { writer }) });
    } finally {
      recognizer.dispose();
    }
  }

  /** Runs a job to its one closing reply. */
  async #run(
    id: number,
    stop: () => void,
    work: (signal: AbortSignal) => Promise<'finished' | 'cancelled'>,
  ): Promise<void> {
    const { post } = this.#parts;
    const controller = new AbortController();
    this.#jobs.set(id, { controller, stop });
    try {
      post({ type: await work(controller.signal), id });
    } catch (error) {
      if (controller.signal.aborted) post({ type: 'cancelled', id });
      else post({ type: 'failed', id, error: toFailure(error) });
    } finally {
      this.#jobs.delete(id);
    }
  }

  /** Resolves when nobody dictates: live speech comes before recordings. */
  async #turn(signal: AbortSignal): Promise<void> {
    while (this.#dictations > 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }
}
