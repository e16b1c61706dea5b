import type { EncoderConfig, EncoderLayer } from './manifest-schema';
import { layerStateChannels, layerStateFrames } from './encoder-layers';

/** What one chunk asks of the hardware at least, in single precision: the two axes of a roofline. */
export interface EncoderWork {
  /** Additions and multiplications of the layers' products; activations and biases are not counted. */
  readonly flops: number;
  /** Weights, each read once. */
  readonly weightBytes: number;
  /** What each layer reads (with the state before it) and writes, each once, and the states kept for the next chunk. */
  readonly activationBytes: number;
}

const floatBytes = 4;

/** @param chunkFrames feature frames, a multiple of the subsampling. */
export function encoderWork({ layers }: EncoderConfig, chunkFrames: number): EncoderWork {
  let frames = chunkFrames;
  let flops = 0;
  let weights = 0;
  let activations = 0;
  for (const layer of layers) {
    const outputs = layer.kind === 'conv' ? frames / layer.stride : frames;
    const stateFrames = layerStateFrames(layer);
    flops += 2 * outputs * multiplicationsPerFrame(layer);
    weights += weightCount(layer);
    activations += frames * layer.in + outputs * layer.out + 2 * stateFrames * layerStateChannels(layer);
    if (layer.kind === 'block' || layer.kind === 'pool') activations += 2 * outputs * layer.bottleneck;
    frames = outputs;
  }
  return { flops, weightBytes: weights * floatBytes, activationBytes: activations * floatBytes };
}

/** Multiplications of one output frame. */
function multiplicationsPerFrame(layer: EncoderLayer): number {
  switch (layer.kind) {
    case 'conv':
      return layer.kernel * layer.in * layer.out;
    case 'block':
      return layer.kernel * layer.in * layer.bottleneck + layer.bottleneck * layer.out;
    case 'projection':
      return layer.in * layer.out;
    // A running sum needs one addition; no backend's pooling does, but that is what a roofline is to show.
    case 'pool':
      return layer.in * layer.bottleneck + layer.bottleneck * layer.out;
    case 'mean':
      return 0;
  }
}

function weightCount(layer: EncoderLayer): number {
  if (layer.kind === 'mean') return 0;
  const biases = layer.kind === 'pool' ? layer.bottleneck + layer.out : layer.out;
  return multiplicationsPerFrame(layer) + biases;
}
