import { type BackendChoice, isGpu } from '../backend';
import type { Manifest } from './manifest-schema';

/**
 * How many feature frames to encode at a time. The words are the same for any number; a short chunk is seen sooner, a
 * long one costs less for each second of speech.
 */

/** The most processing that a short chunk may take for a millisecond of speech, were it to take as long as a whole one. */
const mostLiveRtf = 0.5;

/**
 * For speech that is shown while it is spoken: the shortest chunk that the manifest offers and the processor has time for.
 * Where its time is not known or is long, and on a GPU, the manifest's default: each length is one more shape that a GPU
 * compiles for, which would take longer than it saves, and one that no self-test has seen there.
 */
export function liveChunkFrames({ streaming, featurizer }: Manifest, { backend, reports }: BackendChoice): number {
  const report = reports.find((each) => each.backend === backend);
  if (report?.state !== 'ok' || isGpu(backend)) return streaming.chunkFrames;
  const { msPerChunk } = report;
  const isFastEnough = (frames: number): boolean => msPerChunk <= mostLiveRtf * frames * featurizer.frameShiftMs;
  return Math.min(streaming.chunkFrames, ...streaming.chunkFramesChoices.filter(isFastEnough));
}

/** For recordings, which needn't be shown at once: the longest that the manifest offers. */
export function recordingChunkFrames({ streaming }: Manifest): number {
  return Math.max(...streaming.chunkFramesChoices);
}
