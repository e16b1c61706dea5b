import * as tf from '@tensorflow/tfjs-core';
import type { BackendName } from '../../core/backend';
import { createResampler } from '../../core/audio/resampler';
import { percentile } from '../../core/metrics';
import type { ModelFiles } from '../../core/model/files';
import { transcriptText } from '../../core/transcript/text';
import { loadModel, readModel } from '../load';
import { chunkMs } from '../parity';
import { type BenchAudio, benchAudio } from './bench-audio';
import { compareWithReference, type ReferenceResult } from './comparison';
import { createTimedPipeline, type Stage, stages, type TimedPipeline } from './pipeline';
import { roofline, type Roofline } from './roofline';

export interface Spread {
  readonly p50: number;
  readonly p95: number;
}

/** Memory of the host's process. */
export interface ProcessMemory {
  readonly heapBytes: number;
  readonly rssBytes: number;
}

/** What the engine can't ask of every host; null where it doesn't tell. */
export interface HostMeter {
  memory(): ProcessMemory | null;
  /** Processor time that this process has taken so far, on all its threads. */
  processorMs(): number | null;
}

export interface MeasureOptions {
  /** Each of the measurements goes on until it has enough, or this long. */
  readonly limitMs: number;
  readonly signal?: AbortSignal;
  readonly host: HostMeter;
  onProgress?(what: string): void;
}

/** All times in milliseconds. */
export interface Measurement {
  readonly backend: BackendName;
  readonly threads: 1;
  /** From the first byte read to a passed self-test. */
  readonly loadMs: number;
  /** The first two chunks of a new recogniser, when kernels may still be compiled. */
  readonly warmUpMs: number;
  readonly chunkAudioMs: number;
  readonly chunks: number;
  /** Processing over audio, from samples at 48 kHz to text. */
  readonly rtf: number;
  /** Processor time over audio: unlike `rtf`, much the same on a busy machine. */
  readonly rtfProcessor: number | null;
  readonly chunkMs: Spread;
  readonly stages: Readonly<Record<Stage, Spread & { /** Of the total. */ readonly share: number }>>;
  /** From where speech begins: the audio heard until the first word is shown, and the processing of its last piece. */
  readonly firstPartialMs: Spread | null;
  /** From the end of the audio to the final text. */
  readonly finalMs: Spread;
  readonly utterances: number;
  /** The most there was of each while recognising. */
  readonly memory: { readonly tensorBytes: number } & ({} | ProcessMemory);
  readonly roofline: Roofline;
  readonly reference: ReferenceResult;
}

const mostChunks = 150;
const fewestChunks = 3;
const mostUtterances = 24;
/** Of a microphone's pieces. */
const pieceMs = 100;

/** Measures one model on one backend; nothing else should run in this process meanwhile. */
export async function measureModel(files: ModelFiles, backend: BackendName, options: MeasureOptions): Promise<Measurement> {
  const { signal } = options;
  options.onProgress?.('loading');
  const startMs = performance.now();
  const loaded = await loadModel(files, { backend, ...(signal && { signal }) });
  const loadMs = performance.now() - startMs;
  loaded.dispose();
  const { parts, weights } = await readModel(files);
  const pipeline = await createTimedPipeline(backend, { parts, weights });
  const audio = benchAudio(parts.golden);
  const memory = createMemoryWatch(options);
  try {
    options.onProgress?.('chunks');
    const chunks = await measureChunks(pipeline, audio, parts.manifest.featurizer.sampleRateHz, chunkMs(parts.manifest), memory, options);
    options.onProgress?.('latency');
    const latency = await measureLatency(pipeline, audio, parts.manifest.featurizer.sampleRateHz, memory, options);
    const peakMemory = memory.most();
    options.onProgress?.('roofline');
    const ceiling = await roofline(pipeline.model, parts.manifest, chunks.stages.encode.p50 + chunks.stages.readBack.p50);
    options.onProgress?.('reference');
    const reference = await compareWithReference(pipeline, parts, weights, options);
    return { backend, threads: 1, loadMs, ...chunks, ...latency, memory: peakMemory, roofline: ceiling, reference };
  } finally {
    pipeline.dispose();
  }
}

function createMemoryWatch({ host: meter }: MeasureOptions) {
  let tensorBytes = 0;
  let host: ProcessMemory | null = null;
  return {
    look(): void {
      tensorBytes = Math.max(tensorBytes, tf.memory().numBytes);
      const now = meter.memory();
      if (now === null) return;
      host = {
        heapBytes: Math.max(host?.heapBytes ?? 0, now.heapBytes),
        rssBytes: Math.max(host?.rssBytes ?? 0, now.rssBytes),
      };
    },
    most: (): Measurement['memory'] => ({ tensorBytes, ...host }),
  };
}

type MemoryWatch = ReturnType<typeof createMemoryWatch>;

async function measureChunks(
  { recognizer, take }: TimedPipeline,
  audio: BenchAudio,
  sampleRateHz: number,
  chunkAudioMs: number,
  memory: MemoryWatch,
  { limitMs, signal, host }: MeasureOptions,
): Promise<Pick<Measurement, 'warmUpMs' | 'chunkAudioMs' | 'chunks' | 'rtf' | 'rtfProcessor' | 'chunkMs' | 'stages'>> {
  const resampler = createResampler(audio.microphoneHz, sampleRateHz);
  const count = Math.round((chunkAudioMs / 1000) * audio.microphoneHz);
  const rows: Record<Stage | 'total', number>[] = [];
  let warmUpMs = 0;
  let warmChunks = 0;
  let processorStartMs: number | null = null;
  const startMs = performance.now();
  for (let start = 0; rows.length < mostChunks && (rows.length < fewestChunks || performance.now() - startMs < limitMs); start += count) {
    signal?.throwIfAborted();
    const block = audio.microphone(start, count);
    const beginMs = performance.now();
    const samples = resampler.accept(block);
    const resampledMs = performance.now();
    await recognizer.acceptWaveform(samples, sampleRateHz);
    const total = performance.now() - beginMs;
    const { chunks, ms } = take();
    memory.look();
    if (chunks === 0 || warmChunks < 2) {
      warmUpMs += total;
      warmChunks += chunks;
      processorStartMs = host.processorMs();
      continue;
    }
    const resample = resampledMs - beginMs;
    rows.push({ total, resample, ...ms, other: total - resample - ms.featurize - ms.encode - ms.readBack - ms.search });
  }
  const processorEndMs = host.processorMs();
  const audioMs = rows.length * chunkAudioMs;
  const sum = (of: Stage | 'total'): number => rows.reduce((all, row) => all + row[of], 0);
  const spread = (of: Stage | 'total'): Spread => spreadOf(rows.map((row) => row[of]));
  const timed = stages.map((stage) => [stage, { ...spread(stage), share: sum(stage) / sum('total') }] as const);
  return {
    warmUpMs,
    chunkAudioMs,
    chunks: rows.length,
    rtf: sum('total') / audioMs,
    rtfProcessor: processorStartMs === null || processorEndMs === null ? null : (processorEndMs - processorStartMs) / audioMs,
    chunkMs: spread('total'),
    stages: Object.fromEntries(timed) as Measurement['stages'],
  };
}

async function measureLatency(
  { recognizer }: TimedPipeline,
  audio: BenchAudio,
  sampleRateHz: number,
  memory: MemoryWatch,
  { limitMs, signal }: MeasureOptions,
): Promise<Pick<Measurement, 'firstPartialMs' | 'finalMs' | 'utterances'>> {
  const firstPartials: number[] = [];
  const finals: number[] = [];
  const piece = Math.round((pieceMs / 1000) * sampleRateHz);
  const startMs = performance.now();
  while (finals.length < mostUtterances && (finals.length < 2 || performance.now() - startMs < limitMs)) {
    const { samples, onsetMs } = audio.utterance(finals.length);
    recognizer.reset();
    let isShown = false;
    for (let start = 0; start < samples.length; start += piece) {
      signal?.throwIfAborted();
      const block = samples.subarray(start, start + piece);
      const beginMs = performance.now();
      const transcript = await recognizer.acceptWaveform(block, sampleRateHz);
      const tookMs = performance.now() - beginMs;
      const heardMs = ((start + block.length) / sampleRateHz) * 1000;
      if (!isShown && transcriptText(transcript) !== '') {
        isShown = true;
        firstPartials.push(heardMs - onsetMs + tookMs);
      }
    }
    const endMs = performance.now();
    await recognizer.inputFinished();
    finals.push(performance.now() - endMs);
    memory.look();
  }
  return {
    firstPartialMs: firstPartials.length > 0 ? spreadOf(firstPartials) : null,
    finalMs: spreadOf(finals),
    utterances: finals.length,
  };
}

export function spreadOf(values: readonly number[]): Spread {
  return { p50: percentile(values, 0.5), p95: percentile(values, 0.95) };
}
