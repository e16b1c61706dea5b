import type { EncoderConfig, EncoderLayer, Manifest } from './manifest-schema';

/** What follows from an encoder's layers: how far it looks back and ahead, and what the manifest must say of it. */

/** Frames a layer keeps from one chunk to the next; 0 for a layer that doesn't look back. */
export function layerStateFrames(layer: EncoderLayer): number {
  switch (layer.kind) {
    case 'projection':
      return 0;
    case 'mean':
    case 'pool':
      return layer.kernel - 1;
    case 'conv':
    case 'block':
      return (layer.kernel - 1) * layer.dilation + 1 - layer.stride;
  }
}

/** Channels of those frames: the layer's input, but a pool keeps its bottleneck. */
export function layerStateChannels(layer: EncoderLayer): number {
  return layer.kind === 'pool' ? layer.bottleneck : layer.in;
}

function layerStride(layer: EncoderLayer): number {
  return layer.kind === 'conv' ? layer.stride : 1;
}

/** Feature frames of the past that can still change an output frame: the sum of the layers' states. */
export function receptiveFrames(encoder: EncoderConfig): number {
  let frames = 0;
  let featureFramesPerFrame = 1;
  for (const layer of encoder.layers) {
    frames += layerStateFrames(layer) * featureFramesPerFrame;
    featureFramesPerFrame *= layerStride(layer);
  }
  return frames;
}

/** Feature frames by which the output is behind the newest input: those that blocks centred on an older tap wait for. */
export function lookaheadFrames(encoder: EncoderConfig): number {
  let frames = 0;
  let featureFramesPerFrame = 1;
  for (const layer of encoder.layers) {
    if (layer.kind === 'block') frames += layer.ahead * layer.dilation * featureFramesPerFrame;
    featureFramesPerFrame *= layerStride(layer);
  }
  return frames;
}

/** What contradicts what in the encoder and its streaming, or null when everything fits. */
export function encoderInconsistency({ encoder, streaming }: Manifest): string | null {
  const layers = layerInconsistency(encoder);
  if (layers !== null) return layers;
  const lookahead = lookaheadFrames(encoder);
  if (streaming.lookaheadFrames !== lookahead) {
    return `streaming.lookaheadFrames: ${streaming.lookaheadFrames}, but the layers look ahead ${lookahead}`;
  }
  if (streaming.flushFrames < lookahead) {
    return `streaming.flushFrames: ${streaming.flushFrames} are not enough for a look-ahead of ${lookahead}`;
  }
  const multiples = {
    chunkFrames: [streaming.chunkFrames, ...streaming.chunkFramesChoices],
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

function layerInconsistency(encoder: EncoderConfig): string | null {
  let dim = encoder.inputDim;
  let stride = 1;
  const states: { name: string; shape: [number, number] }[] = [];
  for (const [index, layer] of encoder.layers.entries()) {
    const field = `encoder.layers[${index}]`;
    if (layer.in !== dim) return `${field}.in: ${layer.in}, but ${dim} channels come in`;
    if (layer.kind === 'conv' && layer.stride > 1 && layer.dilation > 1) {
      return `${field}.dilation: ${layer.dilation} does not go with stride ${layer.stride}`;
    }
    if ((layer.kind === 'block' || layer.kind === 'pool') && layer.in !== layer.out) {
      return `${field}.out: a ${layer.kind} keeps its ${layer.in} channels`;
    }
    if (layer.kind === 'block' && layer.ahead >= layer.kernel) {
      return `${field}.ahead: ${layer.ahead}, but there are ${layer.kernel} taps`;
    }
    if (layer.kind === 'mean' && layer.out !== 2 * layer.in) {
      return `${field}.out: ${layer.out}, but frame and mean have ${2 * layer.in} channels`;
    }
    const stateFrames = layerStateFrames(layer);
    if (stateFrames < 0) return `${field}.stride: ${layer.kind} layer skips input`;
    if (stateFrames > 0) states.push({ name: `encoder.${index}`, shape: [stateFrames, layerStateChannels(layer)] });
    stride *= layerStride(layer);
    dim = layer.out;
  }
  if (dim !== encoder.outputDim) return `encoder.outputDim: ${encoder.outputDim}, but the last layer gives ${dim}`;
  if (stride !== encoder.subsampling) {
    return `encoder.subsampling: ${encoder.subsampling}, but the layers' strides give ${stride}`;
  }
  if (states.length !== encoder.states.length) {
    return `encoder.states: ${encoder.states.length} states, but ${states.length} layers look back`;
  }
  for (const [index, expected] of states.entries()) {
    const described = ({ name, shape }: (typeof states)[number]): string => `${name} (${shape.join(', ')})`;
    const actual = described(encoder.states[index]!);
    if (actual !== described(expected)) {
      return `encoder.states[${index}]: ${actual}, but the layers need ${described(expected)}`;
    }
  }
  return null;
}
