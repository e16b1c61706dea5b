import type { BackendName } from '../../core/backend';
import { createRecognizer } from '../../core/recognizer';
import type { Recognizer } from '../../core/recognizer';
import { type AcousticModel, createAcousticModel, type StageTimer } from '../acoustic-model';
import type { readModel } from '../load';
import type { ModelParts } from '../model-parts';
import { createStreamingEncoder } from '../streaming-encoder';

/** What a chunk's time divides into; `other` is cutting frames, checking samples and joining results. */
export const stages = ['resample', 'featurize', 'encode', 'readBack', 'search', 'other'] as const;
export type Stage = (typeof stages)[number];

/** A recogniser as the app builds it, of which each stage is timed. */
export interface TimedPipeline {
  readonly model: AcousticModel;
  readonly recognizer: Recognizer;
  /** Feature frames that it encodes at a time. */
  readonly chunkFrames: number;
  /** One that encodes so many frames at a time; the caller disposes it. */
  otherLength(chunkFrames: number): Recognizer;
  /** Time of each stage since the last call, and how many chunks were encoded. */
  take(): { readonly chunks: number; readonly ms: Record<Exclude<Stage, 'resample' | 'other'>, number> };
  dispose(): void;
}

export async function createTimedPipeline(
  backend: BackendName,
  { parts, weights }: Awaited<ReturnType<typeof readModel>>,
  chunkFrames: number = parts.manifest.streaming.chunkFrames,
): Promise<TimedPipeline> {
  let ms = { featurize: 0, encode: 0, readBack: 0, search: 0 };
  let chunks = 0;
  const onStage: StageTimer = (stage, tookMs) => {
    ms[stage] += tookMs;
    if (stage === 'readBack') chunks++;
  };
  const model = await createAcousticModel(backend, parts.manifest, weights, onStage);
  const recognizer = recognizerOf(model, parts, chunkFrames, async (run) => {
    const startMs = performance.now();
    await run();
    ms.search += performance.now() - startMs;
  });
  return {
    model,
    recognizer,
    chunkFrames,
    otherLength: (frames) => recognizerOf(model, parts, frames),
    take() {
      const taken = { chunks, ms };
      ms = { featurize: 0, encode: 0, readBack: 0, search: 0 };
      chunks = 0;
      return taken;
    },
    dispose() {
      recognizer.dispose();
      model.dispose();
    },
  };
}

function recognizerOf(
  model: AcousticModel,
  parts: ModelParts,
  chunkFrames: number,
  onSearch?: (run: () => Promise<void>) => Promise<void>,
): Recognizer {
  // A device that is lost ends the measurement.
  const source = { current: () => model, replace: (_: unknown, cause: unknown) => Promise.reject(cause) };
  const encoder = createStreamingEncoder(parts.manifest, source, chunkFrames);
  return createRecognizer(
    { kind: 'transducer', encoder, ...parts, sampleRateHz: parts.manifest.featurizer.sampleRateHz },
    onSearch && { onSearch },
  );
}
