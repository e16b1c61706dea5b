import { joinedFloats } from '../core/joined-floats';
import { dependsOnChunk, receptiveFrames } from '../core/model/manifest';
import type { Manifest } from '../core/model/manifest';
import type { Encoder, EncoderOutput } from '../core/decoder/types';
import { type AcousticModel, type AcousticStream, type StreamPosition, utteranceStart } from './acoustic-model';
import { frameShiftSamples } from './filterbank';
import { createFraming } from './framing';

/** Gives the acoustic model to use, and another one when that fails. */
export interface AcousticModelSource {
  current(): AcousticModel;
  /** The model to continue with; rejects when there is none. */
  replace(failed: AcousticModel, cause: unknown): Promise<AcousticModel>;
}

/**
 * Framing, chunking and the change of backend around an acoustic model. When a device is lost, the chunks that the
 * encoder can still remember are encoded again on the next backend, so its state there is exactly the lost one.
 */
export function createStreamingEncoder(
  manifest: Manifest,
  source: AcousticModelSource,
  chunkFrames: number = manifest.streaming.chunkFrames,
): Encoder {
  const { encoder, featurizer, streaming } = manifest;
  if (!Number.isInteger(chunkFrames) || chunkFrames <= 0 || chunkFrames % encoder.subsampling !== 0) {
    throw new RangeError(`chunkFrames: ${chunkFrames} is not a multiple of ${encoder.subsampling}`);
  }
  const shift = frameShiftSamples(featurizer);
  const framing = createFraming(featurizer);
  /** Output frames at the start of an utterance that lie before it, because the output is behind the input. */
  const earlyFrames = streaming.lookaheadFrames / encoder.subsampling;
  const hearsWholeChunks = dependsOnChunk(encoder);
  /** Longer chunks than are offered for streaming are whole recordings, or nearly so: the last of them ends where the recording does. */
  const isFilledUp = chunkFrames <= Math.max(streaming.chunkFrames, ...streaming.chunkFramesChoices);
  /** Of a chunk at the end. */
  const fewestFrames = hearsWholeChunks && isFilledUp ? 1 : encoder.subsampling;
  const rememberedChunks = Math.ceil(receptiveFrames(encoder, chunkFrames) / chunkFrames);
  /** The chunks the encoder can still remember, oldest first, and where the utterance stood before each. */
  let past: { readonly frames: Float32Array; readonly from: StreamPosition }[] = [];
  let model = source.current();
  let stream: AcousticStream = model.start();
  let utterance = 0;
  /** How many of the early frames are still to come. */
  let pendingEarlyFrames = earlyFrames;

  function remember(frames: Float32Array, from: StreamPosition): void {
    past.push({ frames, from });
    if (past.length > rememberedChunks) past.shift();
  }

  /** One chunk, on whichever backend works. */
  async function encodeChunk(frames: Float32Array): Promise<Float32Array> {
    const current = utterance;
    for (;;) {
      try {
        const from = stream.position();
        const output = await stream.encode(frames);
        if (current === utterance) remember(frames, from);
        return output;
      } catch (error) {
        if (current !== utterance) return new Float32Array(0);
        await moveOn(error);
      }
    }
  }

  /** Starts on the next backend with the state the lost one had. */
  async function moveOn(cause: unknown): Promise<void> {
    const current = utterance;
    const failed = model;
    model = await source.replace(failed, cause);
    if (current !== utterance) return;
    stream.dispose();
    stream = model.start(past[0]?.from ?? utteranceStart);
    try {
      for (const { frames } of past) await stream.encode(frames);
    } catch (error) {
      if (current === utterance) await moveOn(error);
    }
  }

  async function encodeAvailable(isLast: boolean): Promise<EncoderOutput> {
    const current = utterance;
    const parts: Float32Array[] = [];
    while (framing.availableFrames >= (isLast ? fewestFrames : chunkFrames)) {
      const there = Math.min(framing.availableFrames, chunkFrames);
      // Always a whole chunk, so that a GPU compiles for one shape only. What fills it up is silence, as after the end.
      const frames = hearsWholeChunks && !isFilledUp ? there - (there % encoder.subsampling) : chunkFrames;
      // Where a frame hears its whole chunk, that silence is part of the recording.
      const present = hearsWholeChunks ? frames : there;
      const output = await encodeChunk(framing.take(frames));
      if (current !== utterance) return { frames: 0, dim: encoder.outputDim, data: new Float32Array(0) };
      const outputFrames = Math.floor(present / encoder.subsampling);
      const early = Math.min(pendingEarlyFrames, outputFrames);
      pendingEarlyFrames -= early;
      parts.push(output.subarray(early * encoder.outputDim, outputFrames * encoder.outputDim));
    }
    return outputOf(parts, encoder.outputDim);
  }

  return {
    outputDim: encoder.outputDim,
    frameMs: encoder.subsampling * featurizer.frameShiftMs,
    chunkSamples: chunkFrames * shift,
    acceptWaveform(samples) {
      framing.accept(samples);
      return encodeAvailable(false);
    },
    inputFinished() {
      framing.accept(new Float32Array(streaming.flushFrames * shift));
      framing.finish();
      return encodeAvailable(true);
    },
    reset() {
      utterance++;
      framing.reset();
      past = [];
      pendingEarlyFrames = earlyFrames;
      stream.dispose();
      model = source.current();
      stream = model.start();
    },
    dispose() {
      utterance++;
      stream.dispose();
    },
  };
}

function outputOf(parts: readonly Float32Array[], dim: number): EncoderOutput {
  const data = joinedFloats(parts);
  return { frames: data.length / dim, dim, data };
}
