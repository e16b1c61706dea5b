import { UtterError } from '../core/errors';
import type { FinalHost } from '../core/final/host';
import type { BiasPhrase, FinalPass, Segmenter } from '../core/final/types';
import type { WordAligner } from '../core/final/word-aligner';
import type { UserWord } from '../core/language/user-words';
import type { Recognizer } from '../core/recognizer';
import { FinalClient, type FinalWorkerLike } from './final-client';
import { followProgress } from './final-progress';
import { urgencies } from './final-queue';
import type { HearingRequest, WorkerReply } from './protocol';
import type { TimelyRecognizer } from './recognition';

/** What the final pass is made of in the speech worker. */
export interface FinalParts {
  spawn(): FinalWorkerLike;
  /** A speech detector for one dictation or recording. */
  createSegmenter(): Promise<Segmenter>;
  createRecognizer(
    parts: {
      readonly streaming: Recognizer | null;
      readonly segmenter: Segmenter;
      readonly pass: FinalPass;
      readonly host: FinalHost;
      readonly aligner?: WordAligner;
    },
    options: {
      readonly languages: readonly string[];
      bias(): readonly BiasPhrase[];
      readonly refresh: boolean;
      onFailure(error: unknown): void;
      readonly mostPending?: number;
    },
  ): TimelyRecognizer;
  /** What the search is to lean towards. */
  bias(words: readonly UserWord[], languageCode: string, commandsOff: readonly string[]): readonly BiasPhrase[];
  readonly host: FinalHost;
}

/** One dictation or recording that is to have final words. */
export interface FinalJobRequest {
  readonly kind: 'dictation' | 'recording';
  readonly hearing: HearingRequest;
  /** Null where no live model knows the language. */
  readonly streaming: Recognizer | null;
  /** Finds words that `streaming` did not hear; models of phones have one. */
  readonly aligner?: WordAligner | null;
  readonly commandsOff: readonly string[];
  words(): readonly UserWord[];
  /** Ends the whole of it; aborted with an `UtterError` where it can't go on. */
  readonly controller: AbortController;
  /** Aborted when final words are waited for no longer. */
  readonly hurried: AbortSignal;
}

export interface FinalHearing {
  readonly recognizer: TimelyRecognizer;
  finalUntilMs(heardMs: number): number;
  /** Of the models that heard it so far. */
  modelIds(): readonly string[];
}

/** Segments of a recording that may wait to be heard: enough that the models never wait for sound. */
const mostPendingOfRecording = 2;

/** The final pass as the speech service uses it. */
export class FinalHearings {
  readonly #parts: FinalParts;
  readonly #client: FinalClient;

  constructor(parts: FinalParts, post: (reply: WorkerReply) => void) {
    this.#parts = parts;
    this.#client = new FinalClient({
      spawn: () => parts.spawn(),
      lost: (failure) => post({ type: 'finalLost', failure }),
    });
  }

  get client(): FinalClient {
    return this.#client;
  }

  /**
   * Null where live words are the text: nobody asked for more, or the models are unavailable.
   * @throws UtterError where there are no live words either
   */
  async begin(request: FinalJobRequest): Promise<FinalHearing | null> {
    const { hearing, streaming, aligner = null, kind, controller } = request;
    const { final } = hearing;
    if (final === null || !this.#client.isUsable) {
      if (streaming === null) throw nobodyHears(hearing.languages);
      return null;
    }
    const listener = { urgency: urgencies[kind], hasLiveWords: streaming !== null, signal: controller.signal };
    const segmenter = await this.#parts.createSegmenter().catch((error: unknown) => {
      // Live words go on without it.
      if (streaming === null) throw error;
      return null;
    });
    if (segmenter === null) return null;
    const client = this.#client;
    const followed = followProgress(segmenter, client.passFor(listener));
    const recognizer = this.#parts.createRecognizer(
      {
        streaming,
        segmenter: followed.segmenter,
        pass: followed.pass,
        host: hurriedHost(this.#parts.host, request.hurried),
        ...(aligner && { aligner }),
      },
      {
        languages: hearing.languages,
        bias: this.#biasOf(request),
        refresh: final.isRefreshed && kind === 'dictation',
        // Words that nothing stands in for would be gone without a sign.
        onFailure: (error) => streaming === null && controller.abort(error),
        ...(kind === 'recording' && { mostPending: mostPendingOfRecording }),
      },
    );
    return {
      recognizer,
      finalUntilMs: (heardMs) => followed.finalUntilMs(heardMs),
      modelIds: () => client.facts?.modelIds ?? [],
    };
  }

  /** The user's words as phrases, rebuilt only where they have changed. */
  #biasOf({ words, hearing, commandsOff }: FinalJobRequest): () => readonly BiasPhrase[] {
    let last: { readonly words: readonly UserWord[]; readonly phrases: readonly BiasPhrase[] } | null = null;
    return () => {
      const current = words();
      if (last?.words !== current) {
        last = { words: current, phrases: this.#parts.bias(current, hearing.languages[0] ?? 'und', commandsOff) };
      }
      return last.phrases;
    };
  }
}

/** A host whose delays end at once when someone is in a hurry. */
export function hurriedHost(host: FinalHost, hurried: AbortSignal): FinalHost {
  return {
    nowMs: () => host.nowMs(),
    createController: () => host.createController(),
    after(delayMs, work) {
      let isDone = false;
      const once = (): void => {
        if (isDone) return;
        isDone = true;
        hurried.removeEventListener('abort', once);
        callOff();
        work();
      };
      const callOff = host.after(hurried.aborted ? 0 : delayMs, once);
      hurried.addEventListener('abort', once);
      return () => {
        isDone = true;
        hurried.removeEventListener('abort', once);
        callOff();
      };
    },
  };
}

export function nobodyHears(languages: readonly string[]): UtterError {
  const names = new Intl.DisplayNames(['en'], { type: 'language' });
  return new UtterError(
    'model-not-found',
    `No loaded model knows ${languages.map((code) => names.of(code) ?? code).join(' or ')}.`,
    'Choose “Best text: both models” in the settings, or install a model for that language.',
  );
}
