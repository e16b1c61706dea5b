import { type BackendChoice, isGpu } from '../backend';
import { dependsOnChunk } from './encoder-facts';
import type { Manifest } from './manifest-schema';

/**
 * How many feature frames to encode at a time. A short chunk is seen sooner, a long one costs less for each second of speech.
 * The words are the same for any number where the encoder sees nothing of a chunk beyond each frame; where it does
 * (`dependsOnChunk`), a long chunk is also heard better, and all speech is encoded as the default says unless another length is chosen.
 */

/**
 * The most processing, in milliseconds, for a millisecond of speech: of a chunk of the default length, and of a short one were
 * it to take as long. The rest is for the search, the final pass and all else that runs on the machine.
 */
const mostLiveRtf = 0.5;

/** The chunks that a model can take live speech in, in milliseconds of speech. */
export interface LiveLengths {
  /** Shortest first. */
  readonly offeredMs: readonly number[];
  /** Of the self-test, and where the speed is not known. */
  readonly defaultMs: number;
  /** Whether only the default gives the words that the model was measured with. */
  readonly isDefaultBest: boolean;
}

/** The lengths that a manifest offers; null where there is nothing to choose. */
export function liveLengths(manifest: Manifest): LiveLengths | null {
  const lengths = lengthsOf(manifest);
  return lengths.offeredMs.length > 1 ? lengths : null;
}

function lengthsOf({ streaming, encoder, featurizer: { frameShiftMs } }: Manifest): LiveLengths {
  const offered = [...new Set(streaming.chunkFramesChoices)].toSorted((one, other) => one - other);
  return {
    offeredMs: offered.map((frames) => frames * frameShiftMs),
    defaultMs: streaming.chunkFrames * frameShiftMs,
    isDefaultBest: dependsOnChunk(encoder),
  };
}

/**
 * The length, in milliseconds, for speech that is shown while it is spoken: the shortest that is offered and that the
 * processor has time for. Where its time is not known or is long, and on a GPU, the default: each length is one more shape
 * that a GPU compiles for, which would take longer than it saves, and one that no self-test has seen there. The default too
 * where the words depend on the length.
 */
export function automaticLiveMs(
  { offeredMs, defaultMs, isDefaultBest }: LiveLengths,
  { backend, reports }: BackendChoice,
): number {
  const report = reports.find((each) => each.backend === backend);
  if (isDefaultBest || report?.state !== 'ok' || isGpu(backend)) return defaultMs;
  return Math.min(defaultMs, ...offeredMs.filter((ms) => report.msPerChunk <= mostLiveRtf * ms));
}

/** Whether the backend in use has time for live speech, as far as its self-test tells: for chunks of the default length. */
export function canKeepUp({ backend, reports }: BackendChoice): boolean {
  const report = reports.find((each) => each.backend === backend);
  return report?.state !== 'ok' || report.rtf <= mostLiveRtf;
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

/** For recordings, which needn't be shown at once: the longest that the manifest offers, unless the words depend on it. */
export function recordingChunkFrames({ streaming, encoder }: Manifest): number {
  if (dependsOnChunk(encoder)) return streaming.chunkFrames;
  return Math.max(...streaming.chunkFramesChoices);
}
