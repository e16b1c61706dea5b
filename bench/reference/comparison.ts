import { errorText } from '../../src/core/errors';
import { percentile } from '../../src/core/metrics';
import type { Safetensors } from '../../src/core/model/safetensors';
import { createFraming } from '../../src/engine/framing';
import type { ModelParts } from '../../src/engine/model-parts';
import type { MeasureOptions, ReferenceResult } from '../../src/engine/bench/measure-options';
import type { TimedPipeline } from '../../src/engine/bench/pipeline';
import { createReferenceEncoder, type ReferenceEncoder } from './reference';

const name = 'ONNX Runtime, WebAssembly, one thread';
const warmUpChunks = 5;
/** Of what is timed; fewer would be chance on a busy machine. */
const fewestChunks = 30;
const mostChunks = 300;
/** More would mean that another computation was timed. */
const tolerance = 1e-3;

/** Takes turns with the reference, so that a busy machine slows both. */
export async function compareWithReference(
  pipeline: TimedPipeline,
  parts: ModelParts,
  weights: Safetensors,
  options: MeasureOptions,
): Promise<ReferenceResult> {
  let reference: ReferenceEncoder;
  try {
    reference = await createReferenceEncoder(parts.manifest, weights, pipeline.chunkFrames);
  } catch (error) {
    return { state: 'unavailable', name, reason: errorText(error) };
  }
  try {
    return await compare(pipeline, reference, parts, options);
  } finally {
    await reference.release();
  }
}

async function compare(
  { model, take, chunkFrames }: TimedPipeline,
  reference: ReferenceEncoder,
  { manifest, golden }: ModelParts,
  { limitMs, signal }: MeasureOptions,
): Promise<ReferenceResult> {
  const chunks = chunksOf(manifest, golden.samples, chunkFrames);
  const stream = model.start();
  const featureStream = model.startFeatures();
  const [referenceTimes, ownTimes]: [number[], number[]] = [[], []];
  let largest = 0;
  let difference = 0;
  const startMs = performance.now();
  try {
    for (let i = 0; i < mostChunks && (i < warmUpChunks + fewestChunks || performance.now() - startMs < limitMs); i++) {
      signal?.throwIfAborted();
      const frames = chunks[i % chunks.length]!;
      const features = await featureStream.next(frames);
      const runReference = async (): Promise<Float32Array> => {
        const beginMs = performance.now();
        const output = await reference.encode(features);
        if (i >= warmUpChunks) referenceTimes.push(performance.now() - beginMs);
        return output;
      };
      const runOwn = async (): Promise<Float32Array> => {
        take();
        const output = await stream.encode(frames);
        const { ms } = take();
        if (i >= warmUpChunks) ownTimes.push(ms.encode + ms.readBack);
        return output;
      };
      // Whoever is first finds the caches as the other left them.
      const first = i % 2 === 0 ? await runReference() : await runOwn();
      const second = i % 2 === 0 ? await runOwn() : await runReference();
      for (const [j, value] of first.entries()) {
        largest = Math.max(largest, Math.abs(value));
        difference = Math.max(difference, Math.abs(value - second[j]!));
      }
    }
  } finally {
    stream.dispose();
    featureStream.dispose();
  }
  const relative = difference / largest;
  if (!(relative <= tolerance)) return { state: 'unavailable', name, reason: `its output differs by ${relative.toPrecision(2)}` };
  const [referenceMs, ownMs] = [percentile(referenceTimes, 0.5), percentile(ownTimes, 0.5)];
  const timesAsFastAtBest = percentile(referenceTimes, 0.1) / percentile(ownTimes, 0.1);
  return {
    state: 'measured',
    name,
    referenceMs,
    ownMs,
    timesAsFast: referenceMs / ownMs,
    timesAsFastAtBest,
    chunks: ownTimes.length,
    difference: relative,
  };
}

function chunksOf({ featurizer }: ModelParts['manifest'], samples: Float32Array, chunkFrames: number): readonly Float32Array[] {
  const framing = createFraming(featurizer);
  framing.accept(samples);
  const chunks: Float32Array[] = [];
  while (framing.availableFrames >= chunkFrames) chunks.push(framing.take(chunkFrames));
  return chunks;
}
