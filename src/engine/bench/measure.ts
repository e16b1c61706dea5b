import * as tf from '@tensorflow/tfjs-core';
import type { BackendName } from '../../core/backend';
import { createResampler } from '../../core/audio/resampler';
import { liveChunkFrames } from '../../core/model/chunk-length';
import type { ModelFiles } from '../../core/model/files';
import { dependsOnChunk } from '../../core/model/manifest';
import { loadModel, readModel } from '../load';
import { type BenchAudio, benchAudio } from './bench-audio';
import { type Latency, type LengthLatency, measureLatency } from './latency';
import type { MeasureOptions, ProcessMemory, ReferenceResult } from './measure-options';
import { createTimedPipeline, type Stage, stages, type TimedPipeline } from './pipeline';
import { roofline, type Roofline } from './roofline';
import { type Spread, spreadOf } from './spread';

/** All times in milliseconds. */
export interface Measurement extends Latency {
  readonly backend: BackendName;
  readonly threads: 1;
  /** From the first byte read to a passed self-test. */
  readonly loadMs: number;
  /** The first two chunks of a new recogniser, when kernels may still be compiled. */
  readonly warmUpMs: number;
  /** Of the chunks that live speech is encoded in here. */
  readonly chunkAudioMs: number;
  readonly chunks: number;
  /** Processing over audio, from samples at 48 kHz to text. */
  readonly rtf: number;
  /** Processor time over audio: unlike `rtf`, much the same on a busy machine. */
  readonly rtfProcessor: number | null;
  readonly chunkMs: Spread;
  readonly stages: Readonly<Record<Stage, Spread & { /** Of the total. */ readonly share: number }>>;
  /** The latencies with this and other lengths of chunks, and what each costs. */
  readonly chunkLengths: readonly LengthLatency[];
  /** The most there was of each while recognising. */
  readonly memory: { readonly tensorBytes: number } & ({} | ProcessMemory);
  readonly roofline: Roofline;
  /** With live chunks, then with the manifest's default ones where those are others; null where nothing is compared. */
  readonly reference: ReferenceResult | null;
  readonly referenceDefault: ReferenceResult | null;
}

const mostChunks = 150;
const fewestChunks = 3;
/** Feature frames of chunks that are compared with the live ones, where they are multiples of the model's subsampling; its own choices where words depend on it. */
const comparedFrames = [9, 12, 18, 24];

/** Measures one model on one backend; nothing else should run in this process meanwhile. */
export async function measureModel(files: ModelFiles, backend: BackendName, options: MeasureOptions): Promise<Measurement> {
  const { signal } = options;
  options.onProgress?.('loading');
  const startMs = performance.now();
  const loaded = await loadModel(files, { backend, ...(signal && { signal }) });
  const loadMs = performance.now() - startMs;
  const chunkFrames = liveChunkFrames(loaded.manifest, loaded.choice);
  loaded.dispose();
  const { parts, weights } = await readModel(files);
  const { featurizer, encoder } = parts.manifest;
  const pipeline = await createTimedPipeline(backend, { parts, weights }, chunkFrames);
  const audio = benchAudio(parts.golden);
  const memory = createMemoryWatch(options);
  try {
    const chunkAudioMs = chunkFrames * featurizer.frameShiftMs;
    options.onProgress?.('chunks');
    const chunks = await measureChunks(pipeline, audio, featurizer.sampleRateHz, chunkAudioMs, memory, options);
    options.onProgress?.('latency');
    const lengthsToCompare = dependsOnChunk(encoder) ? parts.manifest.streaming.chunkFramesChoices : comparedFrames;
    const others = lengthsToCompare.filter((frames) => frames % encoder.subsampling === 0 && frames !== chunkFrames);
    const compared = others.map((frames) => ({
      chunkAudioMs: frames * featurizer.frameShiftMs,
      recognizer: pipeline.otherLength(frames),
    }));
    const live = { chunkAudioMs, recognizer: pipeline.recognizer };
    const lengths = await measureLatency([live, ...compared], audio, featurizer.sampleRateHz, () => memory.look(), options);
    for (const { recognizer } of compared) recognizer.dispose();
    const { firstPartialMs, finalMs, utterances } = lengths[0]!;
    const peakMemory = memory.most();
    options.onProgress?.('roofline');
    const ceiling = await roofline(
      pipeline.model,
      parts.manifest,
      chunkFrames,
      chunks.stages.encode.p50 + chunks.stages.readBack.p50,
    );
    const references: ReferenceResult[] = [];
    for (const frames of new Set([chunkFrames, parts.manifest.streaming.chunkFrames])) {
      if (options.compareWithReference === undefined) break;
      options.onProgress?.('reference');
      references.push(await options.compareWithReference({ ...pipeline, chunkFrames: frames }, parts, weights, options));
    }
    const [reference = null, referenceDefault = null] = references;
    const chunkLengths = lengths.toSorted((a, b) => a.chunkAudioMs - b.chunkAudioMs);
    const latency = { firstPartialMs, finalMs, utterances, chunkLengths };
    return {
      backend,
      threads: 1,
      loadMs,
      ...chunks,
      ...latency,
      memory: peakMemory,
      roofline: ceiling,
      reference,
      referenceDefault,
    };
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
  for (
    let start = 0;
    rows.length < mostChunks && (rows.length < fewestChunks || performance.now() - startMs < limitMs);
    start += count
  ) {
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
