import { attentionInconsistency, attentionReceptiveFrames } from './attention-layers';
import { layerInconsistency, layersLookaheadFrames, layersReceptiveFrames } from './encoder-layers';
import type { EncoderConfig } from './encoder-schema';
import type { Manifest } from './manifest-schema';

/** What follows from an encoder, whatever its architecture. */

/** Whether the output depends on how many feature frames are encoded at a time. */
export function dependsOnChunk({ architecture }: EncoderConfig): boolean {
  switch (architecture) {
    case 'causal-conv':
      return false;
    case 'chunk-attention':
      return true;
  }
}

/** Feature frames of the past that can still change an output frame, where `chunkFrames` are encoded at a time. */
export function receptiveFrames(encoder: EncoderConfig, chunkFrames: number): number {
  switch (encoder.architecture) {
    case 'causal-conv':
      return layersReceptiveFrames(encoder);
    case 'chunk-attention':
      return attentionReceptiveFrames(encoder, chunkFrames);
  }
}

/** Feature frames by which the output is behind the newest input. */
export function lookaheadFrames(encoder: EncoderConfig): number {
  return encoder.architecture === 'causal-conv' ? layersLookaheadFrames(encoder) : 0;
}

/** What contradicts what in the encoder and its streaming, or null when everything fits. */
export function encoderInconsistency({ encoder, streaming }: Manifest): string | null {
  const layers = encoder.architecture === 'causal-conv' ? layerInconsistency(encoder) : attentionInconsistency(encoder);
  if (layers !== null) return layers;
  const lookahead = lookaheadFrames(encoder);
  if (streaming.lookaheadFrames !== lookahead) {
    return `streaming.lookaheadFrames: ${streaming.lookaheadFrames}, but the layers look ahead ${lookahead}`;
  }
  if (streaming.flushFrames < lookahead) {
    return `streaming.flushFrames: ${streaming.flushFrames} are not enough for a look-ahead of ${lookahead}`;
  }
  const multiples = {
    chunkFrames: [streaming.chunkFrames],
    chunkFramesChoices: streaming.chunkFramesChoices,
    lookaheadFrames: [streaming.lookaheadFrames],
  };
  for (const [field, values] of Object.entries(multiples)) {
    for (const frames of values) {
      if (frames % encoder.subsampling !== 0) {
        return `streaming.${field}: ${frames} is not a multiple of encoder.subsampling ${encoder.subsampling}`;
      }
    }
  }
  return null;
}
