import { createResampler, type Resampler } from '../audio/resampler';
import { checkSamples, type Recognizer } from '../recognizer';
import type { Transcript } from '../transcript/types';
import type { Canceller, FinalHost } from './host';
import { createSampleStore, type SampleStore } from './sample-store';
import { createSegmentLine, type LineItem, type LineRules, type SegmentLine } from './segment-line';
import { createStreamedWords, type StreamedWords } from './streamed-words';
import {
  type BiasPhrase,
  type FinalPass,
  finalSampleRateHz,
  type FinalSegment,
  type FinalText,
  type Segmenter,
  type SpeechSegment,
  type TimelyTranscript,
} from './types';
import type { WordAligner } from './word-aligner';
import { placeWords } from './word-times';

export interface FinalRecognizerParts {
  /** What hears live; null where no model of the language can. */
  readonly streaming: Recognizer | null;
  readonly segmenter: Segmenter;
  /** Stays the caller's: it isn't disposed of. */
  readonly pass: FinalPass;
  readonly host: FinalHost;
  /**
   * Finds words that `streaming` did not hear by their sounds. Models of phones have one (`createAligner`); its `hear` is the streaming
   * recognizer's `onFrames`.
   */
  readonly aligner?: WordAligner;
}

export interface FinalRecognizerOptions {
  /** As in `HearRequest`. */
  readonly languages: readonly string[];
  /** Asked for each segment. */
  bias(): readonly BiasPhrase[];
  /** Whether the segment that is being spoken is heard every second or so. */
  readonly refresh?: boolean;
  /** What was written of a segment and why, before the transcript has it; in order. Not called for segments that the pass could not hear. */
  onFinal?(text: FinalText, segment: SpeechSegment): void;
  /** Why a segment kept its streamed words; reported once per recording. */
  onFailure?(error: unknown): void;
  /** How far the streaming search is behind the sound: its chunk and what it looks ahead. */
  readonly streamingLagMs?: number;
  /** Recordings: `acceptWaveform` waits while more segments than this are still to be heard. */
  readonly mostPending?: number;
  /** Live: where so much speech is still to be heard, the streamed words of the oldest segments have to do. */
  readonly mostBehindMs?: number;
}

/**
 * Streaming recognition whose segments are heard again, by the final pass, while speech goes on. `transcript.segments` are final; all that is
 * newer is tentative, and nothing else is committed. The result doesn't depend on how the samples are cut into calls, unless the pass is late.
 */
export interface FinalRecognizer extends Recognizer {
  /** Ends the recording; what is not final in time is filled up with the best words at hand, those that were shown. */
  finishWithin(limitMs: number): Promise<TimelyTranscript>;
  /** Tells of words that come between blocks of audio. @returns what ends it. */
  onChange(listener: (transcript: Transcript) => void): () => void;
}

const defaultMostBehindMs = 60_000;
/** Segments are looked at after each of these, counted from the recording's start. */
const stepMs = 100;
/** New speech that makes it worth hearing the open segment again, and how many times as long as that takes it must be. */
const refreshAfterMs = 1000;
const refreshShare = 2;

/** That of chunks of about a second, the longest that models here have. */
const defaultStreamingLagMs = 1300;
/** Streamed words this near to a segment belong to it. */
const reachMs = 150;
/** Of words that only the search heard: more likely right than wrong. */
const leastConfidence = 0.5;

/** All that belongs to the recording being recognised. */
interface Recording {
  readonly streamed: StreamedWords;
  readonly line: SegmentLine;
  readonly store: SampleStore;
  readonly controller: Canceller;
  /** Segments that ended since the last step. */
  readonly closed: SpeechSegment[];
  resampler: Resampler | null;
  durationMs: number;
  /** Samples until segments are looked at. */
  untilStep: number;
  hearing: LineItem | null;
  refreshing: Canceller | null;
  /** Up to where the open segment was heard, or asked to be, and how long that took. */
  refreshedToMs: number;
  refreshTookMs: number;
  hasFailed: boolean;
  /** The detector has failed. */
  isDeaf: boolean;
  isFinished: boolean;
  isDelivered: boolean;
  /** Called when a segment is final, and when the recording is given up. */
  waiting: (() => void)[];
}

export function createFinalRecognizer(parts: FinalRecognizerParts, options: FinalRecognizerOptions): FinalRecognizer {
  const { streaming, segmenter, pass, host, aligner } = parts;
  const align = aligner?.align.bind(aligner);
  const { languages, mostPending = Infinity, mostBehindMs = defaultMostBehindMs } = options;
  const lagMs = streaming === null ? null : (options.streamingLagMs ?? defaultStreamingLagMs);
  const lineRules: LineRules = { reachMs, lagMs, leastConfidence };
  const listeners = new Set<(transcript: Transcript) => void>();
  let recording = startRecording();
  let lastCall: Promise<unknown> = Promise.resolve();

  function startRecording(): Recording {
    const streamed = createStreamedWords();
    return {
      streamed,
      line: createSegmentLine(streamed, lineRules),
      store: createSampleStore(),
      controller: host.createController(),
      closed: [],
      resampler: null,
      durationMs: 0,
      untilStep: 0,
      hearing: null,
      refreshing: null,
      refreshedToMs: 0,
      refreshTookMs: 0,
      hasFailed: false,
      isDeaf: false,
      isFinished: false,
      isDelivered: false,
      waiting: [],
    };
  }

  function inOrder<T>(work: (current: Recording) => Promise<T>): Promise<T> {
    const current = recording;
    const run = (): Promise<T> => work(current);
    const call = lastCall.then(run, run);
    lastCall = call;
    return call;
  }

  const isStale = (current: Recording): boolean => current !== recording;

  function transcript({ line, durationMs, isDelivered }: Recording): Transcript {
    if (isDelivered) return { segments: line.filled(), partial: { committed: [], tentative: [] }, durationMs };
    return { segments: line.segments, partial: { committed: [], tentative: line.tentative() }, durationMs };
  }

  function notify(current: Recording): void {
    for (const wake of current.waiting.splice(0)) wake();
    if (isStale(current) || current.isDelivered) return;
    const latest = transcript(current);
    for (const listener of listeners) listener(latest);
  }

  async function accept(current: Recording, samples: Float32Array, sampleRateHz: number): Promise<Transcript> {
    if (isStale(current)) return transcript(recording);
    checkSamples(samples, sampleRateHz, current.durationMs);
    if (current.isFinished) throw new Error('acceptWaveform after inputFinished: call reset first');
    if (current.resampler?.fromHz !== sampleRateHz) {
      if (current.resampler !== null) await detect(current, current.resampler.finish());
      current.resampler = createResampler(sampleRateHz, finalSampleRateHz);
      current.untilStep = 0;
    }
    const { resampler } = current;
    const stepSamples = Math.max(1, Math.round((sampleRateHz * stepMs) / 1000));
    for (let at = 0; at < samples.length && !isStale(current);) {
      if (current.untilStep === 0) current.untilStep = stepSamples;
      const piece = samples.subarray(at, at + current.untilStep);
      at += piece.length;
      current.untilStep -= piece.length;
      current.durationMs += (piece.length / sampleRateHz) * 1000;
      const heard = await streaming?.acceptWaveform(piece, sampleRateHz);
      if (isStale(current)) break;
      if (heard !== undefined) current.streamed.update(heard);
      await detect(current, resampler.accept(piece));
      // Only here, so that nothing depends on how the samples came.
      if (current.untilStep === 0) step(current, false);
      while (isTooFarBehind(current)) await nextChange(current);
    }
    return transcript(isStale(current) ? recording : current);
  }

  async function finish(current: Recording): Promise<void> {
    if (isStale(current) || current.isFinished) return;
    const heard = await streaming?.inputFinished();
    if (isStale(current)) return;
    if (heard !== undefined) current.streamed.update(heard);
    if (current.resampler !== null) await detect(current, current.resampler.finish());
    if (isStale(current)) return;
    await detect(current, null);
    if (isStale(current)) return;
    current.isFinished = true;
    step(current, true);
  }

  /** @param samples null for the recording's end. */
  async function detect(current: Recording, samples: Float32Array | null): Promise<void> {
    if (isStale(current)) return;
    if (samples !== null) current.store.append(samples);
    if (current.isDeaf) return;
    try {
      const closed = samples === null ? await segmenter.finish() : await segmenter.accept(samples);
      if (!isStale(current)) current.closed.push(...closed);
    } catch (error) {
      if (isStale(current)) return;
      if (streaming === null) throw error;
      current.isDeaf = true;
      fail(current, error);
    }
  }

  /** Looks at what has ended and what is to be heard. */
  function step(current: Recording, isEnd: boolean): void {
    if (isStale(current)) return;
    const { line, store, isDeaf } = current;
    const closed = current.closed.splice(0).map((segment) => {
      // Resampled sound may be longer by a part of a sample.
      const endMs = Math.min(segment.endMs, current.durationMs);
      return { startMs: segment.startMs, endMs, samples: store.between(segment.startMs, endMs) };
    });
    const heldFromMs = isDeaf ? store.endMs : segmenter.heldFromMs;
    const openSinceMs = isDeaf || isEnd ? null : segmenter.openSinceMs;
    line.advance({ closed, nowMs: store.endMs, openSinceMs, heldFromMs, isEnd, isDeaf });
    store.dropBefore(heldFromMs);
    aligner?.dropBefore(Math.min(heldFromMs, line.pending[0]?.segment.startMs ?? Infinity));
    leaveBehind(current);
    void hearAll(current);
    void refresh(current);
  }

  function readyOf({ line }: Recording): readonly LineItem[] {
    return line.pending.filter(({ state }) => state === 'ready');
  }

  function nextChange(current: Recording): Promise<void> {
    return new Promise((resolve) => current.waiting.push(resolve));
  }

  function behindMs(ready: readonly LineItem[]): number {
    return ready.reduce((sum, { segment }) => sum + segment.endMs - segment.startMs, 0);
  }

  function isTooFarBehind(current: Recording): boolean {
    if (isStale(current)) return false;
    const ready = readyOf(current);
    // Without streamed words there is nothing that could do instead.
    return ready.length > mostPending || (streaming === null && ready.length > 1 && behindMs(ready) > mostBehindMs);
  }

  function leaveBehind(current: Recording): void {
    if (streaming === null || mostPending !== Infinity) return;
    const ready = readyOf(current).filter((item) => item !== current.hearing);
    while (ready.length > 0 && behindMs(ready) > mostBehindMs) {
      const item = ready.shift()!;
      current.line.finish(item, current.line.bestWords(item));
    }
  }

  /** Hears one segment after the other until none is ready. */
  async function hearAll(current: Recording): Promise<void> {
    if (current.hearing !== null) return;
    for (let item = readyOf(current)[0]; item !== undefined && !isStale(current); item = readyOf(current)[0]) {
      current.hearing = item;
      current.refreshing?.abort();
      const text = await hear(current, item);
      current.hearing = null;
      if (isStale(current)) return;
      // Of one language nobody needs to be told.
      const language = languages.length === 1 ? undefined : text?.language;
      current.line.finish(item, text?.words ?? current.line.bestWords(item), language);
      if (text !== null) options.onFinal?.(text, item.segment);
      notify(current);
    }
  }

  /** @returns null where it can't be heard. */
  async function hear(current: Recording, { segment, samples, streamed }: LineItem): Promise<FinalText | null> {
    try {
      const asked: FinalSegment = { ...segment, samples, streamed, languages, bias: options.bias() };
      const text = await pass.hear(asked, current.controller.signal);
      return { ...text, words: placeWords(text.words, streamed, segment, { hasTimes: text.hasTimes, align }) };
    } catch (error) {
      fail(current, error);
      return null;
    }
  }

  /** Hears the open segment again, if there is enough new in it and nothing better to do. */
  async function refresh(current: Recording): Promise<void> {
    const open = current.line.openSegment;
    const isBusy = current.refreshing !== null || current.hearing !== null;
    if (options.refresh !== true || open === null || isBusy || current.isFinished) return;
    const { startMs, refreshed } = open;
    const endMs = current.store.endMs;
    const newMs = endMs - Math.max(startMs, current.refreshedToMs);
    if (newMs < Math.max(refreshAfterMs, refreshShare * current.refreshTookMs)) return;
    current.refreshedToMs = endMs;
    const controller = host.createController();
    current.refreshing = controller;
    const beganMs = host.nowMs();
    try {
      const samples = current.store.between(startMs, endMs);
      const asked: FinalSegment = { startMs, endMs, samples, streamed: open.streamed(), languages, bias: options.bias() };
      const words = await pass.refresh(asked, controller.signal);
      current.refreshTookMs = host.nowMs() - beganMs;
      if (words !== null && !controller.signal.aborted && !isStale(current)) {
        refreshed.update(words, endMs);
        notify(current);
      }
    } catch (error) {
      if (!controller.signal.aborted) {
        fail(current, error);
        current.refreshTookMs = Infinity;
      }
    } finally {
      current.refreshing = null;
    }
  }

  function fail(current: Recording, error: unknown): void {
    if (isStale(current) || current.hasFailed) return;
    current.hasFailed = true;
    options.onFailure?.(error);
  }

  async function untilFinal(current: Recording): Promise<void> {
    while (!isStale(current) && current.line.pending.length > 0) await nextChange(current);
  }

  async function finishWithin(limitMs: number): Promise<TimelyTranscript> {
    let isOver = false;
    let wake = (): void => {};
    const timeOver = new Promise<void>((resolve) => (wake = resolve));
    const callOff =
      limitMs === Infinity
        ? () => {}
        : host.after(limitMs, () => {
            isOver = true;
            wake();
          });
    try {
      return await inOrder(async (current) => {
        await finish(current);
        if (!isOver) await Promise.race([untilFinal(current), timeOver]);
        if (isStale(current)) return { transcript: transcript(recording), late: null };
        current.isDelivered = true;
        const isLate = current.line.pending.length > 0;
        return { transcript: transcript(current), late: isLate ? untilFinal(current).then(() => transcript(current)) : null };
      });
    } finally {
      callOff();
    }
  }

  function giveUp(): void {
    const { controller, refreshing, waiting } = recording;
    recording = startRecording();
    controller.abort();
    refreshing?.abort();
    for (const wake of waiting.splice(0)) wake();
  }

  return {
    acceptWaveform: (samples, sampleRateHz) => inOrder((current) => accept(current, samples, sampleRateHz)),
    inputFinished: async () => (await finishWithin(Infinity)).transcript,
    finishWithin,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reset() {
      giveUp();
      streaming?.reset();
      segmenter.reset();
      aligner?.reset();
    },
    dispose() {
      giveUp();
      listeners.clear();
      streaming?.dispose();
    },
  };
}
