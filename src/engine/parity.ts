import type { BackendName } from '../core/backend';
import { createGreedySearch } from '../core/decoder/greedy';
import type { Joint, Predictor } from '../core/decoder/types';
import { joinedFloats } from '../core/joined-floats';
import { percentile } from '../core/metrics';
import type { Manifest } from '../core/model/manifest';
import type { Units } from '../core/model/units';
import { unitsToText } from '../core/model/units';
import type { AcousticModel } from './acoustic-model';
import { createFraming } from './framing';
import type { Golden } from './golden';
import { createStreamingEncoder } from './streaming-encoder';

/** How far a backend deviates from what training computed, and how fast it is. */
export interface Parity {
  readonly backend: BackendName;
  /** Largest difference of a log-mel feature. */
  readonly featuresMaxAbs: number;
  /** Largest difference of an encoder output, relative to the largest output. */
  readonly encoderRelative: number;
  readonly units: readonly number[];
  readonly text: string;
  /** Median time of a chunk, featurizer to read-back. */
  readonly msPerChunk: number;
  /** `msPerChunk` for each millisecond of audio. */
  readonly rtf: number;
  /** What is wrong, or null when the backend may be used. */
  readonly problem: string | null;
}

export const featuresTolerance = 1e-3;
export const encoderTolerance = 1e-2;

export interface ParityParts {
  readonly manifest: Manifest;
  readonly golden: Golden;
  readonly units: Units;
  readonly predictor: Predictor;
  readonly joint: Joint;
}

/** The first chunks of a backend compile its shaders; they say nothing of its speed. */
const warmUpChunks = 2;

/**
 * Recognises the golden recording on one backend and compares every stage with training.
 * @param maxRtf gives up on a backend that stays slower than this.
 */
export async function checkParity(model: AcousticModel, parts: ParityParts, maxRtf = Infinity): Promise<Parity> {
  const { manifest, golden } = parts;
  const { output, msPerChunk } = await goldenEncoderOutput(model, parts, maxRtf);
  const features = await goldenFeatures(model, parts);
  const featuresMaxAbs = maxDifference(features, golden.features.data);
  const scale = golden.encoder.data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-6);
  const encoderRelative = maxDifference(output, golden.encoder.data) / scale;

  const search = createGreedySearch(parts.predictor, parts.joint, parts.units.blankId);
  const units: number[] = [];
  for (let offset = 0; offset < output.length; offset += manifest.encoder.outputDim) {
    units.push(...search.advance(output, offset).map((unit) => unit.id));
  }
  const result = {
    backend: model.backend,
    featuresMaxAbs,
    encoderRelative,
    units,
    text: unitsToText(units, parts.units),
    msPerChunk,
    rtf: msPerChunk / chunkMs(manifest),
  };
  return { ...result, problem: problemOf(result, golden) };
}

/** Duration of the manifest's default chunk. */
export function chunkMs({ streaming, featurizer }: Manifest): number {
  return streaming.chunkFrames * featurizer.frameShiftMs;
}

function problemOf(result: Omit<Parity, 'problem'>, golden: Golden): string | null {
  if (!(result.featuresMaxAbs <= featuresTolerance)) {
    return `its features differ by ${result.featuresMaxAbs.toPrecision(2)} from training's`;
  }
  if (!(result.encoderRelative <= encoderTolerance)) {
    return `its encoder output differs by ${(result.encoderRelative * 100).toPrecision(2)} % from training's`;
  }
  if (result.units.join() !== golden.units.join()) return 'it recognises other units than training did';
  return null;
}

/** Largest difference, infinite when the sizes differ. */
function maxDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Infinity;
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}

async function goldenFeatures(model: AcousticModel, { manifest, golden }: ParityParts): Promise<Float32Array> {
  const framing = createFraming(manifest.featurizer);
  framing.accept(golden.samples);
  framing.finish();
  const { bins } = manifest.featurizer;
  const features = new Float32Array(framing.availableFrames * bins);
  let offset = 0;
  const stream = model.startFeatures();
  try {
    while (framing.availableFrames > 0) {
      const chunk = await stream.next(framing.take(manifest.streaming.chunkFrames));
      const present = chunk.subarray(0, features.length - offset);
      features.set(present, offset);
      offset += present.length;
    }
  } finally {
    stream.dispose();
  }
  return features;
}

async function goldenEncoderOutput(
  model: AcousticModel,
  { manifest, golden }: ParityParts,
  maxRtf: number,
): Promise<{ output: Float32Array; msPerChunk: number }> {
  const times: number[] = [];
  const timed: AcousticModel = {
    ...model,
    start(position) {
      const stream = model.start(position);
      return {
        ...stream,
        async encode(frames) {
          const startMs = performance.now();
          const output = await stream.encode(frames);
          times.push(performance.now() - startMs);
          const steady = times.slice(warmUpChunks);
          if (steady.length === 2 && Math.min(...steady) > maxRtf * chunkMs(manifest)) {
            throw new Error(`too slow: ${Math.round(Math.min(...steady))} ms for ${chunkMs(manifest)} ms of speech`);
          }
          return output;
        },
      };
    },
  };
  const source = { current: () => timed, replace: (_: unknown, cause: unknown) => Promise.reject(cause) };
  const encoder = createStreamingEncoder(manifest, source);
  try {
    const head = await encoder.acceptWaveform(golden.samples);
    const tail = await encoder.inputFinished();
    const output = joinedFloats([head.data, tail.data]);
    const steady = times.length > warmUpChunks ? times.slice(warmUpChunks) : times;
    return { output, msPerChunk: percentile(steady, 0.5) };
  } finally {
    encoder.dispose();
  }
}
