import type { Recognizer } from '../../core/recognizer';
import { transcriptText } from '../../core/transcript/text';
import type { BenchAudio } from './bench-audio';
import type { MeasureOptions } from './measure-options';
import { type Spread, spreadOf } from './spread';

/** How long a speaker waits, with one length of chunk. All times in milliseconds. */
export interface Latency {
  /** From where speech begins: the audio heard until the first word is shown, and the processing of its last piece. */
  readonly firstPartialMs: Spread | null;
  /** From the end of the audio to the final text. */
  readonly finalMs: Spread;
  readonly utterances: number;
}

/** The same utterances in chunks of one length: what a shorter delay costs. */
export interface LengthLatency extends Latency {
  readonly chunkAudioMs: number;
  /** Processing over audio at the model's rate, and processor time over it; flushes and their chunks included. */
  readonly rtf: number;
  readonly rtfProcessor: number | null;
  /** Whether every utterance got the words that it got with the live length. */
  readonly sameWords: boolean;
}

export interface LengthParts {
  readonly chunkAudioMs: number;
  readonly recognizer: Recognizer;
}

const mostUtterances = 24;
/** A block of the capture worklet: 2048 samples at 48 kHz. */
const pieceMs = 2048 / 48;

interface Row {
  readonly firstPartials: number[];
  readonly finals: number[];
  readonly texts: string[];
  busyMs: number;
  processorMs: number;
  audioMs: number;
}

/**
 * Each utterance through every recogniser, turn by turn, so that a busy machine slows all alike.
 * @param lengths the live one first.
 */
export async function measureLatency(
  lengths: readonly LengthParts[],
  audio: BenchAudio,
  sampleRateHz: number,
  onUtterance: () => void,
  { limitMs, signal, host }: MeasureOptions,
): Promise<LengthLatency[]> {
  const rows = lengths.map((): Row => ({ firstPartials: [], finals: [], texts: [], busyMs: 0, processorMs: 0, audioMs: 0 }));
  const startMs = performance.now();
  for (let i = 0; i < mostUtterances && (i < 2 || performance.now() - startMs < limitMs); i++) {
    for (const [index, { recognizer }] of lengths.entries()) {
      signal?.throwIfAborted();
      const processorBefore = host.processorMs() ?? Number.NaN;
      await say(recognizer, audio.utterance(i), sampleRateHz, rows[index]!, signal);
      rows[index]!.processorMs += (host.processorMs() ?? Number.NaN) - processorBefore;
      onUtterance();
    }
  }
  return rows.map(({ firstPartials, finals, texts, busyMs, processorMs, audioMs }, index) => ({
    chunkAudioMs: lengths[index]!.chunkAudioMs,
    firstPartialMs: firstPartials.length > 0 ? spreadOf(firstPartials) : null,
    finalMs: spreadOf(finals),
    utterances: finals.length,
    rtf: busyMs / audioMs,
    rtfProcessor: Number.isNaN(processorMs) ? null : processorMs / audioMs,
    sameWords: texts.every((text, i) => text === rows[0]!.texts[i]),
  }));
}

async function say(
  recognizer: Recognizer,
  { samples, onsetMs }: ReturnType<BenchAudio['utterance']>,
  sampleRateHz: number,
  row: Row,
  signal: AbortSignal | undefined,
): Promise<void> {
  const piece = Math.round((pieceMs / 1000) * sampleRateHz);
  recognizer.reset();
  let isShown = false;
  for (let start = 0; start < samples.length; start += piece) {
    signal?.throwIfAborted();
    const block = samples.subarray(start, start + piece);
    const beginMs = performance.now();
    const transcript = await recognizer.acceptWaveform(block, sampleRateHz);
    const tookMs = performance.now() - beginMs;
    row.busyMs += tookMs;
    if (isShown || transcriptText(transcript) === '') continue;
    isShown = true;
    const heardMs = ((start + block.length) / sampleRateHz) * 1000;
    row.firstPartials.push(heardMs - onsetMs + tookMs);
  }
  const endMs = performance.now();
  const transcript = await recognizer.inputFinished();
  const finalMs = performance.now() - endMs;
  row.finals.push(finalMs);
  row.texts.push(transcriptText(transcript));
  row.busyMs += finalMs;
  row.audioMs += (samples.length / sampleRateHz) * 1000;
}
