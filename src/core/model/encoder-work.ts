import { convKernelFrames, convStride, layerSubsampling } from './attention-layers';
import { layerStateChannels, layerStateFrames } from './encoder-layers';
import type { CausalConvConfig, ChunkAttentionConfig, EncoderConfig, EncoderLayer } from './encoder-schema';

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
export function encoderWork(encoder: EncoderConfig, chunkFrames: number): EncoderWork {
  const { products, weights, activations } = (() => {
    switch (encoder.architecture) {
      case 'causal-conv':
        return layersWork(encoder, chunkFrames);
      case 'chunk-attention':
        return attentionWork(encoder, chunkFrames);
    }
  })();
  return { flops: 2 * products, weightBytes: weights * floatBytes, activationBytes: activations * floatBytes };
}

/** The same as numbers: multiplications, and values of weights and of activations. */
interface CountedWork {
  readonly products: number;
  readonly weights: number;
  readonly activations: number;
}

function layersWork({ layers }: CausalConvConfig, chunkFrames: number): CountedWork {
  let frames = chunkFrames;
  let products = 0;
  let weights = 0;
  let activations = 0;
  for (const layer of layers) {
    const outputs = layer.kind === 'conv' ? frames / layer.stride : frames;
    const stateFrames = layerStateFrames(layer);
    products += outputs * multiplicationsPerFrame(layer);
    weights += weightCount(layer);
    activations += frames * layer.in + outputs * layer.out + 2 * stateFrames * layerStateChannels(layer);
    if (layer.kind === 'block' || layer.kind === 'pool') activations += 2 * outputs * layer.bottleneck;
    frames = outputs;
  }
  return { products, weights, activations };
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

/** What a chunk asks for once the left context is filled: its products, weights, and the frames and states that cross memory. */
function attentionWork(encoder: ChunkAttentionConfig, chunkFrames: number): CountedWork {
  const { inputDim, channels, feedForward, layers, bottleneck, outputDim, leftContextFrames } = encoder;
  let [products, weights, activations] = [0, 0, 0];
  /** `rows` frames of `from` values each become frames of `to`. */
  const product = (rows: number, from: number, to: number, biases = to): void => {
    products += rows * from * to;
    weights += from * to + biases;
    activations += rows * (from + to);
  };
  product(chunkFrames, convKernelFrames * inputDim, channels);
  product(chunkFrames / convStride, convKernelFrames * channels, channels);
  for (let layer = 0; layer < layers; layer++) {
    const subsampling = layerSubsampling(encoder, layer);
    const rows = chunkFrames / subsampling;
    const contextRows = leftContextFrames / subsampling;
    product(rows, channels, 3 * channels);
    // Keys and values, each with every query; read once, and the new ones written.
    products += 2 * rows * (contextRows + rows) * channels;
    activations += 2 * (contextRows + 2 * rows) * channels;
    product(rows, channels, channels);
    product(rows, channels, feedForward);
    product(rows, feedForward, channels);
  }
  const rows = chunkFrames / encoder.subsampling;
  if (bottleneck > 0) product(rows, channels, bottleneck, 0);
  product(rows, bottleneck > 0 ? bottleneck : channels, outputDim);
  return { products, weights, activations };
}
