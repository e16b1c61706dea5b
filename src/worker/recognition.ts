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
}

/**
 * The one way of audio into text, for microphone and recordings alike: feeds every block of `source` to `recognizer`
 * and reports what is new. The last update holds the complete text. Ends early, without a last update, when aborted.
 */
export async function recognize(
  source: AudioSource,
  recognizer: Recognizer,
  events: RecognitionEvents,
  options: RecognitionOptions,
): Promise<'finished' | 'cancelled'> {
  const { signal, updateIntervalMs, turn, startMs = 0, nowMs = () => performance.now(), writer } = options;
  let sentSegments = 0;
  let sentAtMs = Number.NEGATIVE_INFINITY;
  let sentWordsAtMs = Number.NEGATIVE_INFINITY;
  let sentWords = wordsOf(emptyTranscript);
  let heardSamples = 0;

  const send = (heard: Transcript, isEnd: boolean): void => {
    const transcript = writer?.write(heard, isEnd) ?? heard;
    events.update(updateSince(sentSegments, transcript));
    sentSegments = transcript.segments.length;
  };

  for await (const block of source.blocks(signal)) {
    // Decoding and recognition may both go on without ever returning to the event loop, where "cancel" waits.
    await nextTask();
    await turn?.(signal);
    if (signal.aborted) return 'cancelled';
    const transcript = await recognizer.acceptWaveform(block, source.sampleRateHz);
    if (signal.aborted) return 'cancelled';
    heardSamples += block.length;
    const timeMs = nowMs();
    const words = wordsOf(transcript);
    // Words that are new don't wait for an update that told of none.
    if (timeMs - (words === sentWords ? sentAtMs : sentWordsAtMs) < updateIntervalMs) continue;
    sentAtMs = timeMs;
    if (words !== sentWords) sentWordsAtMs = timeMs;
    sentWords = words;
    send(transcript, false);
    events.progress(startMs + (heardSamples / source.sampleRateHz) * 1000, source.durationMs);
  }
  if (signal.aborted) return 'cancelled';
  const transcript = await recognizer.inputFinished();
  if (signal.aborted) return 'cancelled';
  send(transcript, true);
  events.progress(startMs + (heardSamples / source.sampleRateHz) * 1000, source.durationMs);
  return 'finished';
}

/** Differs where the words do. */
function wordsOf({ segments, partial }: Transcript): string {
  return `${segments.length} ${partial.committed.length} ${partial.tentative.map(({ text }) => text).join(' ')}`;
}
