import type { TimelyTranscript } from '../core/final/types';
import type { Recognizer } from '../core/recognizer';
import type { TranscriptWriter } from '../core/text/transcript-writer';
import type { Transcript } from '../core/transcript/types';
import { nextTask } from '../engine/next-task';
import { emptyTranscript, updateSince, type TranscriptUpdate } from './protocol';

/** Mono audio in blocks of any length: the microphone or a recording. */
export interface AudioSource {
  readonly sampleRateHz: number;
  /** Null where nobody knows beforehand. */
  readonly durationMs: number | null;
  blocks(signal?: AbortSignal): AsyncIterable<Float32Array>;
}

/** A recognizer whose words become final later than they are heard. */
export interface TimelyRecognizer extends Recognizer {
  finishWithin(limitMs: number): Promise<TimelyTranscript>;
  /** Tells of words that come between blocks of audio. @returns what ends it. */
  onChange(listener: (transcript: Transcript) => void): () => void;
}

export interface RecognitionEvents {
  update(update: TranscriptUpdate): void;
  progress(doneMs: number, totalMs: number | null): void;
}

export interface RecognitionOptions {
  readonly signal: AbortSignal;
  /** Shortest time between two updates that tell of words, and between two of which the second tells of none. */
  readonly updateIntervalMs: number;
  /** Awaited before each block: recordings wait here while someone dictates. */
  readonly turn?: (signal: AbortSignal) => Promise<void>;
  /** Where in the recording `source` begins: progress counts from there. */
  readonly startMs?: number;
  readonly nowMs?: () => number;
  /** Writes the words as text; without it they stay as recognised. */
  readonly writer?: TranscriptWriter;
  /** How long the end waits for final words; otherwise until the last one is there. */
  readonly waitMs?: number;
  /** How much of the sound that was heard has its final words; otherwise all of it. */
  readonly finalUntilMs?: (heardMs: number) => number;
}

export interface RecognitionEnd {
  readonly outcome: 'finished' | 'cancelled';
  /** The final transcript, as recognised, where not all of it came in time. */
  readonly late: Promise<Transcript> | null;
}

const cancelled: RecognitionEnd = { outcome: 'cancelled', late: null };

/**
 * The one way of audio into text, for microphone and recordings alike: feeds every block of `source` to `recognizer`
 * and reports what is new. The last update holds the complete text. Ends early, without a last update, when aborted.
 */
export async function recognize(
  source: AudioSource,
  recognizer: Recognizer | TimelyRecognizer,
  events: RecognitionEvents,
  options: RecognitionOptions,
): Promise<RecognitionEnd> {
  const { signal, turn, startMs = 0, waitMs = Infinity, finalUntilMs = (heardMs) => heardMs } = options;
  const timely = 'finishWithin' in recognizer ? recognizer : null;
  const sender = new UpdateSender(events, options);
  let heardSamples = 0;
  const progress = (isEnd: boolean): void => {
    const heardMs = (heardSamples / source.sampleRateHz) * 1000;
    events.progress(startMs + (isEnd ? heardMs : finalUntilMs(heardMs)), source.durationMs);
  };
  const stopListening = timely?.onChange((latest) => {
    if (!signal.aborted && sender.offer(latest)) progress(false);
  });
  try {
    let trouble: unknown = null;
    for await (const block of untilTrouble(source.blocks(signal), (error) => (trouble = error))) {
      // Decoding and recognition may both go on without ever returning to the event loop, where "cancel" waits.
      await nextTask();
      await turn?.(signal);
      if (signal.aborted) return cancelled;
      const latest = await recognizer.acceptWaveform(block, source.sampleRateHz);
      if (signal.aborted) return cancelled;
      heardSamples += block.length;
      if (sender.offer(latest)) progress(false);
    }
    if (signal.aborted) return cancelled;
    const end = await Promise.race([finished(recognizer, timely, waitMs), aborted(signal)]);
    if (end === null || signal.aborted) return cancelled;
    sender.send(end.transcript, true);
    progress(true);
    // What could be heard before it is kept, to the last word.
    if (trouble !== null) throw trouble;
    return { outcome: 'finished', late: end.late };
  } finally {
    stopListening?.();
  }
}

/** The blocks before a source fails, as a recording does that is cut off. */
async function* untilTrouble(
  blocks: AsyncIterable<Float32Array>,
  onTrouble: (error: unknown) => void,
): AsyncGenerator<Float32Array> {
  const iterator = blocks[Symbol.asyncIterator]();
  const next = (): Promise<IteratorResult<Float32Array>> =>
    iterator.next().catch((error: unknown) => {
      onTrouble(error);
      return { done: true, value: undefined };
    });
  try {
    for (let each = await next(); each.done !== true; each = await next()) yield each.value;
  } finally {
    await iterator.return?.();
  }
}

async function finished(recognizer: Recognizer, timely: TimelyRecognizer | null, waitMs: number): Promise<TimelyTranscript> {
  if (timely !== null) return timely.finishWithin(waitMs);
  return { transcript: await recognizer.inputFinished(), late: null };
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}

/** Sends what is new, no oftener than asked. */
class UpdateSender {
  readonly #events: RecognitionEvents;
  readonly #options: RecognitionOptions;
  readonly #nowMs: () => number;
  #heardSegments = 0;
  #sentSegments = 0;
  #sentAtMs = Number.NEGATIVE_INFINITY;
  #sentWordsAtMs = Number.NEGATIVE_INFINITY;
  #sentWords = wordsOf(emptyTranscript);

  constructor(events: RecognitionEvents, options: RecognitionOptions) {
    this.#events = events;
    this.#options = options;
    this.#nowMs = options.nowMs ?? (() => performance.now());
  }

  /** @returns whether it was time to send it */
  offer(heard: Transcript): boolean {
    // A block's own transcript may be older than one that came between.
    if (heard.segments.length < this.#heardSegments) return false;
    const timeMs = this.#nowMs();
    const words = wordsOf(heard);
    const isSame = words === this.#sentWords;
    // Words that are new don't wait for an update that told of none.
    if (timeMs - (isSame ? this.#sentAtMs : this.#sentWordsAtMs) < this.#options.updateIntervalMs) return false;
    this.#sentAtMs = timeMs;
    if (!isSame) this.#sentWordsAtMs = timeMs;
    this.#sentWords = words;
    this.send(heard, false);
    return true;
  }

  send(heard: Transcript, isEnd: boolean): void {
    this.#heardSegments = heard.segments.length;
    const transcript = this.#options.writer?.write(heard, isEnd) ?? heard;
    this.#events.update(updateSince(this.#sentSegments, transcript));
    this.#sentSegments = transcript.segments.length;
  }
}

/** Differs where the words do. */
function wordsOf({ segments, partial }: Transcript): string {
  return `${segments.length} ${partial.committed.length} ${partial.tentative.map(({ text }) => text).join(' ')}`;
}
