import { stateInconsistency } from './encoder-layers';
import type { ChunkAttentionConfig } from './encoder-schema';

/** What follows from the numbers of a `chunk-attention` encoder. */

/** Frames of either convolution's kernel. */
export const convKernelFrames = 3;
/** Of the second convolution. */
export const convStride = 2;
/** Frames that are averaged into one where frames are pooled. */
export const poolFrames = 2;

/** Feature frames for each frame that a layer takes. */
export function layerSubsampling({ poolAfter }: ChunkAttentionConfig, layer: number): number {
  return poolAfter > 0 && layer >= poolAfter ? convStride * poolFrames : convStride;
}

/** The states that the manifest must list, in order. */
export function attentionStates(encoder: ChunkAttentionConfig): { name: string; shape: number[] }[] {
  const { inputDim, channels, layers, leftContextFrames } = encoder;
  const keysAndValues = Array.from({ length: layers }, (_, layer) => {
    const shape = [leftContextFrames / layerSubsampling(encoder, layer), channels];
    return ['keys', 'values'].map((name) => ({ name: `encoder.${layer}.${name}`, shape }));
  });
  return [
    { name: 'encoder.conv1', shape: [convKernelFrames - 1, inputDim] },
    { name: 'encoder.conv2', shape: [convKernelFrames - convStride, channels] },
    ...keysAndValues.flat(),
    { name: 'encoder.steps', shape: [1] },
  ];
}

/** Feature frames of the past that can still change a chunk's output: each layer sees what the one below saw of its own context. */
export function attentionReceptiveFrames({ layers, leftContextFrames }: ChunkAttentionConfig, chunkFrames: number): number {
  const contextChunks = Math.ceil(leftContextFrames / chunkFrames);
  // One more for the convolutions, whose first frames in a stream see nothing before them.
  return (layers * contextChunks + 1) * chunkFrames;
}

/** What contradicts what, or null when everything fits. */
export function attentionInconsistency(encoder: ChunkAttentionConfig): string | null {
  const { channels, heads, layers, poolAfter, subsampling, leftContextFrames } = encoder;
  if (channels % heads !== 0) return `encoder.heads: ${heads} heads do not divide ${channels} channels`;
  if (poolAfter > layers) return `encoder.poolAfter: ${poolAfter}, but there are ${layers} layers`;
  const wanted = convStride * (poolAfter > 0 ? poolFrames : 1);
  if (subsampling !== wanted) return `encoder.subsampling: ${subsampling}, but convolutions and pool give ${wanted}`;
  if (leftContextFrames % subsampling !== 0) {
    return `encoder.leftContextFrames: ${leftContextFrames} is not a multiple of encoder.subsampling ${subsampling}`;
  }
  return stateInconsistency(encoder.states, attentionStates(encoder), 'are needed');
}
