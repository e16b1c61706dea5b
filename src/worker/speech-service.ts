import type { EncoderOutput } from '../core/decoder/types';
import { levelDb } from '../core/audio/level';
import { checked } from '../core/checked';
import { toFailure, UtterError } from '../core/errors';
import { languageCodes } from '../core/language/language-codes';
import type { UserWord } from '../core/language/user-words';
import { liveLengths, type LiveLengths } from '../core/model/chunk-length';
import type { RecognizerOptions } from '../core/recognizer';
import { textLanguage } from '../core/text/languages';
import type { TranscriptWriter } from '../core/text/transcript-writer';
import type { Punctuator } from '../core/text/types';
import { createWriter } from '../core/text/writer';
import type { Transcript } from '../core/transcript/types';
import type { LoadOptions } from '../engine/load';
import type { AnyModel } from '../engine/load-any';
import { nextTask } from '../engine/next-task';
import type { AudioFile } from '../media/open';
import { liveOptions, recordingOptions } from './chunk-options';
import { FinalHearings, nobodyHears, type FinalHearing, type FinalJobRequest, type FinalParts } from './final-hearing';
import { MicrophoneSource } from './microphone-source';
import type { HearingRequest, SoundChoice, TextRequest, WorkerReply, WorkerRequest } from './protocol';
import { recognize, type AudioSource, type RecognitionEvents, type RecognitionOptions } from './recognition';
import { workerRequest } from './requests';

export interface SpeechServiceParts {
  load(modelUrl: string, options: LoadOptions): Promise<AnyModel>;
  openAudio(file: File, sound?: SoundChoice): Promise<AudioFile>;
  post(reply: WorkerReply): void;
  /** What writes case and marks in a model's language; absent or null: rules do it. */
  punctuator?(modelUrl: string, languageCode: string): Promise<Punctuator | null>;
  /** What the final pass is made of; absent: live words are the text. */
  readonly final?: FinalParts;
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

/** The code of a model's first language. */
function codeOf(tags: string): string {
  return languageCodes(tags)[0] ?? 'und';
}

function lengthsOf({ manifest }: AnyModel): LiveLengths | null {
  return manifest.format === 'utter-model' ? liveLengths(manifest) : null;
}

interface Job {
  /** Aborted with an `UtterError` where the job can't go on, otherwise by "cancel". */
  readonly controller: AbortController;
  /** Ends the wait for final words. */
  readonly hurry: AbortController;
  /** Ends the input: the microphone's audio after its last block; recordings end by themselves. */
  stop(): void;
}

type ClosingReply = Extract<WorkerReply, { type: 'finished' | 'cancelled' | 'failed' }>;

interface RecognitionRequest {
  readonly id: number;
  readonly job: Job;
  readonly kind: 'dictation' | 'recording';
  readonly source: AudioSource;
  readonly text?: TextRequest;
  readonly hearing?: HearingRequest;
  chunks(model: AnyModel): RecognizerOptions;
  readonly options: Pick<RecognitionOptions, 'updateIntervalMs' | 'turn' | 'startMs'>;
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
  readonly #final: FinalHearings | null;
  #model: Promise<AnyModel> | null = null;
  /** By language; the first is that of the live model. */
  #punctuators = new Map<string, Punctuator | null>();
  /** Where a language's punctuator is found from. */
  #modelUrl: string | null = null;
  #loading = new AbortController();
  #dictations = 0;
  #waiting: (() => void)[] = [];
  #words: readonly UserWord[] = [];
  /** The request for words that waits for a model to answer it. */
  #unanswered: number | null = null;

  constructor(parts: SpeechServiceParts) {
    this.#parts = parts;
    this.#final = parts.final === undefined ? null : new FinalHearings(parts.final, (reply) => parts.post(reply));
  }

  /** Takes any message; an invalid request is answered as one that failed. */
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
      case 'final':
        return this.#loadFinal(request);
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
      case 'hurry':
        this.#jobs.get(request.id)?.hurry.abort();
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
        this.#modelUrl = modelUrl;
        const punctuator = (await this.#parts.punctuator?.(modelUrl, model.manifest.language)) ?? null;
        this.#punctuators = new Map([[codeOf(model.manifest.language), punctuator]]);
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

  async #loadFinal({ id, wish }: WorkerRequest & { type: 'final' }): Promise<void> {
    const { post } = this.#parts;
    const client = this.#final?.client;
    try {
      if (wish === null || client === undefined) client?.unload();
      this.#modelUrl ??= wish?.models.small ?? wish?.models.large ?? null;
      const progress = (fraction: number): void => post({ type: 'loading', id, fraction });
      // Live words come first.
      const facts = wish === null ? null : await client?.load(wish, progress, this.#model ?? undefined);
      post({ type: 'finalLoaded', id, facts: facts ?? null });
    } catch (error) {
      post({ type: 'failed', id, error: toFailure(error) });
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

  async #dictate({ id, sampleRateHz, port, ...wanted }: WorkerRequest & { type: 'start' }): Promise<void> {
    const { post } = this.#parts;
    const source = new MicrophoneSource(port, sampleRateHz, (samples) => post({ type: 'level', id, rmsDb: levelDb(samples) }));
    this.#dictations++;
    const stop = (): void => void setTimeout(() => source.end(), endTimeoutMs);
    const chunks = (model: AnyModel): RecognizerOptions => liveOptions(model, wanted.chunkMs);
    await this.#run(id, stop, (job) =>
      this.#recognize({
        ...wanted,
        id,
        job,
        source,
        chunks,
        kind: 'dictation',
        options: { updateIntervalMs: dictationUpdateMs },
      }),
    );
    source.close();
    this.#dictations--;
    for (const resume of this.#waiting.splice(0)) resume();
  }

  async #transcribe({ id, file, startMs = 0, sound, ...wanted }: WorkerRequest & { type: 'transcribe' }): Promise<void> {
    await this.#run(
      id,
      () => {},
      async (job) => {
        const audio = await this.#parts.openAudio(file, sound);
        try {
          const { tracks, channels } = audio;
          if (tracks + channels > 2) this.#parts.post({ type: 'sound', id, facts: { tracks, channels } });
          const source = startMs === 0 ? audio : audioFrom(audio, startMs);
          const options = { updateIntervalMs: recordingUpdateMs, turn: (signal: AbortSignal) => this.#turn(signal), startMs };
          return await this.#recognize({ ...wanted, id, job, source, chunks: recordingOptions, kind: 'recording', options });
        } finally {
          if (audio.warnings.length > 0) this.#parts.post({ type: 'warnings', id, warnings: audio.warnings });
          audio.close();
        }
      },
    );
  }

  /** Recognises to the end. @returns the job's closing reply */
  async #recognize(wanted: RecognitionRequest): Promise<ClosingReply> {
    const { id, job, text, hearing = null, kind } = wanted;
    const { signal } = job.controller;
    const model = hearing?.isLive === false ? null : await this.#liveModel();
    const languageCode = hearing?.languages[0] ?? codeOf(model?.manifest.language ?? 'und');
    // Of several languages one may have rules though the first has none.
    const ruled = [languageCode, ...(hearing?.languages ?? [])].find((code) => textLanguage(code) !== null);
    const punctuator = text === undefined || ruled === undefined ? null : await this.#punctuator(ruled);
    const newWriter = (): TranscriptWriter | null =>
      text === undefined ? null : createWriter({ ...text, languageCode, punctuator });
    const aligner = (hearing?.final && model?.createAligner?.()) || null;
    let isAligned = aligner !== null;
    const onFrames = (output: EncoderOutput): void => {
      if (isAligned) aligner?.hear(output);
    };
    const streaming =
      model && model.createRecognizer({ context: text?.preceding ?? '', ...wanted.chunks(model), ...(aligner && { onFrames }) });
    let recognizer: { dispose(): void } | null = streaming;
    try {
      const request = {
        kind,
        streaming,
        aligner,
        commandsOff: text?.settings.commandsOff ?? [],
        controller: job.controller,
        hurried: job.hurry.signal,
      };
      const final = hearing && (await this.#beginFinal({ ...request, hearing, words: () => this.#words }));
      recognizer = final?.recognizer ?? recognizer;
      // What nobody asks for is not kept.
      isAligned &&= final !== null;
      const events: RecognitionEvents = {
        update: (update) => this.#parts.post({ type: 'transcript', id, update }),
        progress: (doneMs, totalMs) => this.#parts.post({ type: 'progress', id, doneMs, totalMs }),
      };
      const writer = newWriter();
      const options: RecognitionOptions = {
        ...wanted.options,
        signal,
        ...(writer && { writer }),
        ...(final && { finalUntilMs: (heardMs) => final.finalUntilMs(heardMs) }),
        // Where there are no live words nothing else is at hand.
        ...(hearing?.final && hearing.isLive && kind === 'dictation' && { waitMs: hearing.final.waitMs }),
      };
      const { outcome, late } = await recognize(wanted.source, final?.recognizer ?? streaming!, events, options);
      if (outcome === 'cancelled') return { type: 'cancelled', id };
      if (late !== null && final) {
        this.#tellLate(id, late, newWriter(), final);
        recognizer = null;
      }
      return { type: 'finished', id, isLate: late !== null };
    } finally {
      recognizer?.dispose();
    }
  }

  #liveModel(): Promise<AnyModel> {
    if (this.#model !== null) return this.#model;
    throw new UtterError('model-not-found', 'No model is loaded.', 'Choose a model first.');
  }

  /** Rules write case and marks if there is no punctuator. */
  async #punctuator(languageCode: string): Promise<Punctuator | null> {
    const url = this.#modelUrl;
    if (!this.#punctuators.has(languageCode) && url !== null) {
      const punctuator = (await this.#parts.punctuator?.(url, languageCode).catch(() => null)) ?? null;
      this.#punctuators.set(languageCode, punctuator);
    }
    return this.#punctuators.get(languageCode) ?? null;
  }

  /** @throws UtterError where nobody hears the language */
  async #beginFinal(request: FinalJobRequest): Promise<FinalHearing | null> {
    if (this.#final !== null) return this.#final.begin(request);
    if (request.streaming === null) throw nobodyHears(request.hearing.languages);
    return null;
  }

  /** What comes after the end is told whole, and never fails: then there is none. */
  #tellLate(
    id: number,
    late: Promise<Transcript>,
    writer: TranscriptWriter | null,
    { recognizer, modelIds }: FinalHearing,
  ): void {
    // The closing reply comes first.
    nextTask()
      .then(() => late)
      .then((transcript) => ({ transcript: writer?.write(transcript, true) ?? transcript, modelIds: modelIds() }))
      .catch(() => null)
      .then((text) => this.#parts.post({ type: 'late', id, text }))
      .finally(() => recognizer.dispose())
      .catch(() => undefined);
  }

  /** Runs a job to its one closing reply. */
  async #run(id: number, stop: () => void, work: (job: Job) => Promise<ClosingReply>): Promise<void> {
    const { post } = this.#parts;
    const job: Job = { controller: new AbortController(), hurry: new AbortController(), stop };
    const { signal } = job.controller;
    this.#jobs.set(id, job);
    const failed = (error: unknown): ClosingReply => ({ type: 'failed', id, error: toFailure(error) });
    const closing = await work(job).catch((error: unknown): ClosingReply =>
      signal.aborted ? { type: 'cancelled', id } : failed(error),
    );
    this.#jobs.delete(id);
    post(closing.type === 'cancelled' && signal.reason instanceof UtterError ? failed(signal.reason) : closing);
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
