import type { CausalConvConfig, EncoderLayer } from './encoder-schema';

/** What follows from the layers of a `causal-conv` encoder: how far it looks back and ahead, and what the manifest must say of it. */

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
export function layersReceptiveFrames(encoder: CausalConvConfig): number {
  let frames = 0;
  let featureFramesPerFrame = 1;
  for (const layer of encoder.layers) {
    frames += layerStateFrames(layer) * featureFramesPerFrame;
    featureFramesPerFrame *= layerStride(layer);
  }
  return frames;
}

/** Feature frames by which the output is behind the newest input: those that blocks centred on an older tap wait for. */
export function layersLookaheadFrames(encoder: CausalConvConfig): number {
  let frames = 0;
  let featureFramesPerFrame = 1;
  for (const layer of encoder.layers) {
    if (layer.kind === 'block') frames += layer.ahead * layer.dilation * featureFramesPerFrame;
    featureFramesPerFrame *= layerStride(layer);
  }
  return frames;
}

/** What contradicts what in the layers and states, or null when everything fits. */
export function layerInconsistency(encoder: CausalConvConfig): string | null {
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
  return stateInconsistency(encoder.states, states, 'layers look back');
}

/** Where the states of a manifest are others than those that follow from its layers, or null. */
export function stateInconsistency(
  actual: readonly { readonly name: string; readonly shape: readonly number[] }[],
  expected: readonly { readonly name: string; readonly shape: readonly number[] }[],
  why: string,
): string | null {
  if (expected.length !== actual.length) return `encoder.states: ${actual.length} states, but ${expected.length} ${why}`;
  const described = ({ name, shape }: (typeof expected)[number]): string => `${name} (${shape.join(', ')})`;
  for (const [index, state] of expected.entries()) {
    const found = described(actual[index]!);
    if (found !== described(state)) return `encoder.states[${index}]: ${found}, but the layers need ${described(state)}`;
  }
  return null;
}
