import { type BackendChoice, isGpu } from '../backend';
import type { Manifest } from './manifest-schema';

/**
 * How many feature frames to encode at a time. The words are the same for any number; a short chunk is seen sooner, a
 * long one costs less for each second of speech.
 */

/** The most processing that a short chunk may take for a millisecond of speech, were it to take as long as a whole one. */
const mostLiveRtf = 0.5;

/** The chunks that a model can take live speech in, in milliseconds of speech. */
export interface LiveLengths {
  /** Shortest first. */
  readonly offeredMs: readonly number[];
  /** Of the self-test, and where the speed is not known. */
  readonly defaultMs: number;
}

/** The lengths that a manifest offers; null where there is nothing to choose. */
export function liveLengths(manifest: Manifest): LiveLengths | null {
  const lengths = lengthsOf(manifest);
  return lengths.offeredMs.length > 1 ? lengths : null;
}

function lengthsOf({ streaming, featurizer: { frameShiftMs } }: Manifest): LiveLengths {
  const offered = [...new Set(streaming.chunkFramesChoices)].toSorted((one, other) => one - other);
  return { offeredMs: offered.map((frames) => frames * frameShiftMs), defaultMs: streaming.chunkFrames * frameShiftMs };
}

/**
 * The length, in milliseconds, for speech that is shown while it is spoken: the shortest that is offered and that the
 * processor has time for. Where its time is not known or is long, and on a GPU, the default: each length is one more shape
 * that a GPU compiles for, which would take longer than it saves, and one that no self-test has seen there.
 */
export function automaticLiveMs({ offeredMs, defaultMs }: LiveLengths, { backend, reports }: BackendChoice): number {
  const report = reports.find((each) => each.backend === backend);
  if (report?.state !== 'ok' || isGpu(backend)) return defaultMs;
  return Math.min(defaultMs, ...offeredMs.filter((ms) => report.msPerChunk <= mostLiveRtf * ms));
}

/** The chosen length if it is offered; null, for the automatic one, if not. */
export function offeredLiveMs({ offeredMs }: LiveLengths, chosenMs: number | null): number | null {
  return chosenMs !== null && offeredMs.includes(chosenMs) ? chosenMs : null;
}

/** The frames of a live chunk: as chosen, in milliseconds, if the manifest offers that, else automatic. */
export function liveChunkFrames(manifest: Manifest, choice: BackendChoice, chosenMs: number | null = null): number {
  const lengths = lengthsOf(manifest);
  const ms = offeredLiveMs(lengths, chosenMs) ?? automaticLiveMs(lengths, choice);
  return Math.round(ms / manifest.featurizer.frameShiftMs);
}

/** For recordings, which needn't be shown at once: the longest that the manifest offers. */
export function recordingChunkFrames({ streaming }: Manifest): number {
  return Math.max(...streaming.chunkFramesChoices);
}
