import { highestRateHz, lowestRateHz } from './audio/rates';
import { createResampler } from './audio/resampler';
import type { Resampler } from './audio/resampler';
import { createLexiconSearch } from './decoder/lexicon-search';
import { createPieceBeam } from './decoder/piece-beam';
import { createPieceSearch } from './decoder/piece-search';
import { searchStart } from './decoder/types';
import type { Encoder, EncoderOutput, Joint, Predictor, Search, SearchStart } from './decoder/types';
import { defaultEndpointRules, isEndpoint } from './endpointer';
import type { EndpointRules } from './endpointer';
import { UtterError } from './errors';
import type { Language } from './language/language';
import type { PieceWords } from './language/piece-words';
import type { UserVocabulary } from './language/vocabulary';
import type { SearchConfig } from './model/manifest';
import type { Units } from './model/units';
import type { Segment, Transcript, Word } from './transcript/types';

export interface RecognizerOptions {
  /** When a segment ends; null for never (one segment). */
  readonly endpointRules?: EndpointRules | null;
  /** Feature frames encoded at a time, a multiple of the subsampling; otherwise as suits live speech. */
  readonly chunkFrames?: number;
  /** Search settings other than the manifest's; for a model of phones. */
  readonly search?: Partial<SearchConfig>;
  /** Text that stands before what will be said, such as before a cursor: its words make the next ones likelier (models of phones). */
  readonly context?: string;
  /** Is given each turn of searching to run, so that a caller can time it. */
  readonly onSearch?: (run: () => Promise<void>) => Promise<void>;
  /** Is given the encoder's output from the recording's beginning on, before it is searched; not to be changed. */
  readonly onFrames?: (output: EncoderOutput) => void;
}

/**
 * Streaming speech recognition of one recording at a time. Calls are worked off in order, so none needs to be awaited
 * before the next. The result does not depend on how the samples are cut into calls.
 */
export interface Recognizer {
  /**
   * @param samples mono, nominally in [-1, 1], any count; not to be changed before the promise settles.
   * @param sampleRateHz any; resampled inside. It may change between calls.
   * @throws UtterError `audio-invalid` for a sample that is not finite or a rate that is not an audio rate.
   */
  acceptWaveform(samples: Float32Array, sampleRateHz: number): Promise<Transcript>;
  /** Flushes; afterwards all words are in segments and the partial is empty. `reset` starts the next recording. */
  inputFinished(): Promise<Transcript>;
  /** Back to the start; what is still being processed has no effect. */
  reset(): void;
  dispose(): void;
}

/** A transducer, whose search is made here. */
export interface TransducerParts {
  readonly kind: 'transducer';
  readonly encoder: Encoder;
  readonly predictor: Predictor;
  readonly joint: Joint;
  readonly units: Units;
  /** Words of a model whose units are phones; without it, units spell the words. */
  readonly language?: Language | null;
  /** The user's words now; asked before each utterance, so that words that are new are heard in the next one. */
  readonly userWords?: () => ActiveWords;
  /** What the encoder takes. */
  readonly sampleRateHz: number;
}

/** The user's words as the model's kind of search takes them; both null where there are none. */
export interface ActiveWords {
  readonly phones: UserVocabulary | null;
  readonly pieces: PieceWords | null;
}

/** A model that brings its own search. */
export interface SearchedParts {
  readonly kind: 'searched';
  readonly encoder: Encoder;
  /** A search that begins anywhere in a recording. */
  createSearch(words: ActiveWords, start: SearchStart): Search;
  /** As in `TransducerParts`. */
  readonly userWords?: () => ActiveWords;
  /** What the encoder takes. */
  readonly sampleRateHz: number;
}

/** All that belongs to the recording being recognised. */
interface Recording {
  search: Search;
  words: ActiveWords;
  segments: readonly Segment[];
  resampler: Resampler | null;
  durationMs: number;
  frame: number;
  utteranceStartFrame: number;
  isFinished: boolean;
}

const noWords: ActiveWords = { phones: null, pieces: null };

export function createRecognizer(parts: TransducerParts | SearchedParts, options: RecognizerOptions = {}): Recognizer {
  const { encoder } = parts;
  const createSearch = parts.kind === 'searched' ? parts.createSearch : searchOf(parts, options);
  const onSearch = options.onSearch ?? ((run: () => Promise<void>) => run());
  const activeWords = parts.userWords ?? (() => noWords);
  const rules = options.endpointRules === undefined ? defaultEndpointRules : (options.endpointRules ?? []);
  let recording = startRecording();
  let lastCall: Promise<unknown> = Promise.resolve();

  function startRecording(): Recording {
    const words = activeWords();
    return {
      search: createSearch(words, { ...searchStart, context: options.context ?? '' }),
      words,
      segments: [],
      resampler: null,
      durationMs: 0,
      frame: 0,
      utteranceStartFrame: 0,
      isFinished: false,
    };
  }

  /** Runs calls one after the other, each on the recording it was made for; each caller gets its own call's failure. */
  function inOrder(work: (current: Recording) => Promise<Transcript>): Promise<Transcript> {
    const current = recording;
    const run = (): Promise<Transcript> => work(current);
    const call = lastCall.then(run, run);
    lastCall = call;
    return call;
  }

  function transcript({ segments, search: decoder, durationMs }: Recording): Transcript {
    return { segments, partial: decoder.partial(), durationMs };
  }

  /** @param durationLimitMs where words must end: the recording's end once it is known. */
  function search(current: Recording, output: EncoderOutput, durationLimitMs: number): Promise<void> {
    options.onFrames?.(output);
    return onSearch(() => searchFrames(current, output, durationLimitMs));
  }

  async function searchFrames(current: Recording, output: EncoderOutput, durationLimitMs: number): Promise<void> {
    const { frameMs } = encoder;
    for (let i = 0; i < output.frames; i++) {
      const searching = current.search.advance(output.data, i * output.dim, durationLimitMs);
      if (searching !== undefined) {
        await searching;
        if (current !== recording) return;
      }
      current.frame++;
      const { lastUnitFrame } = current.search;
      const silenceStartFrame = Math.max(current.utteranceStartFrame, lastUnitFrame + 1);
      const state = {
        trailingSilenceMs: (current.frame - silenceStartFrame) * frameMs,
        hasWords: lastUnitFrame >= 0,
        utteranceMs: (current.frame - current.utteranceStartFrame) * frameMs,
      };
      if (isEndpoint(rules, state)) endUtterance(current);
    }
  }

  function endUtterance(current: Recording): void {
    // The encoder's state stays: it only remembers sound, and resetting it would tie frames to the endpoint.
    const words = current.search.endUtterance();
    if (words.length > 0) current.segments = [...current.segments, segmentOf(words)];
    current.utteranceStartFrame = current.frame;
    const latest = activeWords();
    if (latest === current.words) return;
    current.words = latest;
    const lastWord = words.at(-1) ?? current.segments.at(-1)?.words.at(-1);
    current.search = createSearch(latest, { frame: current.frame, lastWord, context: '' });
  }

  async function accept(current: Recording, samples: Float32Array, sampleRateHz: number): Promise<Transcript> {
    if (current !== recording) return transcript(recording);
    checkSamples(samples, sampleRateHz, current.durationMs);
    if (current.isFinished) throw new Error('acceptWaveform after inputFinished: call reset first');
    let tail = new Float32Array(0);
    if (current.resampler?.fromHz !== sampleRateHz) {
      if (current.resampler !== null) tail = new Float32Array(current.resampler.finish());
      current.resampler = createResampler(sampleRateHz, parts.sampleRateHz);
    }
    const resampled = current.resampler.accept(samples);
    current.durationMs += (samples.length / sampleRateHz) * 1000;
    for (const block of [tail, resampled]) {
      if (block.length === 0) continue;
      const output = await encoder.acceptWaveform(block);
      if (current !== recording) return transcript(recording);
      await search(current, output, Infinity);
      if (current !== recording) return transcript(recording);
    }
    return transcript(current);
  }

  async function finish(current: Recording): Promise<Transcript> {
    if (current !== recording || current.isFinished) return transcript(recording);
    if (current.resampler !== null) {
      const outputs = [await encoder.acceptWaveform(current.resampler.finish()), await encoder.inputFinished()];
      if (current !== recording) return transcript(recording);
      for (const output of outputs) await search(current, output, current.durationMs);
      if (current !== recording) return transcript(recording);
    }
    endUtterance(current);
    current.isFinished = true;
    return transcript(current);
  }

  return {
    acceptWaveform: (samples, sampleRateHz) => inOrder((current) => accept(current, samples, sampleRateHz)),
    inputFinished: () => inOrder(finish),
    reset() {
      recording = startRecording();
      encoder.reset();
    },
    dispose: () => encoder.dispose(),
  };
}

function searchOf(
  { predictor, joint, units, encoder, language: own }: TransducerParts,
  options: RecognizerOptions,
): SearchedParts['createSearch'] {
  const { frameMs } = encoder;
  const language = own ? { ...own, search: { ...own.search, ...options.search } } : null;
  return ({ phones, pieces }, start) => {
    if (language) return createLexiconSearch(predictor, joint, { ...language, user: phones }, frameMs, start);
    if (pieces) return createPieceBeam(predictor, joint, units, pieces, frameMs, start);
    return createPieceSearch(predictor, joint, units, frameMs, start);
  };
}

function segmentOf(words: readonly Word[]): Segment {
  return { words, startMs: words[0]!.startMs, endMs: words[words.length - 1]!.endMs };
}

/** @throws UtterError `audio-invalid` */
export function checkSamples(samples: Float32Array, sampleRateHz: number, startMs: number): void {
  if (!Number.isInteger(sampleRateHz) || sampleRateHz < lowestRateHz || sampleRateHz > highestRateHz) {
    throw new UtterError(
      'audio-invalid',
      `The audio has a sample rate of ${sampleRateHz} Hz.`,
      'Convert the recording to an ordinary rate, such as 16 or 48 kHz.',
    );
  }
  for (let i = 0; i < samples.length; i++) {
    if (Number.isFinite(samples[i])) continue;
    const atMs = Math.round(startMs + (i / sampleRateHz) * 1000);
    throw new UtterError(
      'audio-invalid',
      `The audio has a sample that is not a number, ${atMs} ms from its start.`,
      'Export the recording again; its samples are damaged.',
    );
  }
}
