import type { CausalConvConfig, EncoderLayer } from '../../src/core/model/manifest';
import type { Safetensors } from '../../src/core/model/safetensors';
import type { OnnxGraphBuilder } from './onnx-graph';

/**
 * Adds the layers of a `causal-conv` encoder to a graph. Convolutions are
 * products with their taps side by side, the form in which ONNX Runtime's WebAssembly multiplies fastest.
 */
export function addCausalConvEncoder(
  graph: OnnxGraphBuilder,
  encoder: CausalConvConfig,
  weights: Safetensors,
  features: string,
  chunkFrames: number,
): string {
  let x = features;
  let frames = chunkFrames;
  for (const [index, layer] of encoder.layers.entries()) {
    const name = `encoder.${index}`;
    const state = encoder.states.find((each) => each.name === name);
    let seen = layer.kind === 'pool' ? pooled(graph, layer, name, weights, x) : x;
    if (state !== undefined) {
      seen = graph.op('Concat', [name, seen], { axis: 0 });
      graph.copy(graph.slice(seen, 0, frames, frames + state.shape[0]), `next.${name}`);
    }
    const outputFrames = layer.kind === 'conv' ? frames / layer.stride : frames;
    x = addLayer(graph, layer, name, weights, x, seen, outputFrames);
    frames = outputFrames;
  }
  return x;
}

type PoolLayer = Extract<EncoderLayer, { kind: 'pool' }>;

/** What a pool takes the mean of. */
function pooled({ op, constant }: OnnxGraphBuilder, layer: PoolLayer, name: string, weights: Safetensors, x: string): string {
  const shape: [number, number] = [layer.in, layer.bottleneck];
  const narrow = op('MatMul', [x, constant(weights.read(`${name}.down`, shape), shape)]);
  const bias = constant(weights.read(`${name}.downBias`, [layer.bottleneck]), [layer.bottleneck]);
  return op('Relu', [op('Add', [narrow, bias])]);
}

/** @param input input frames. @param x what the layer remembers of them, with the state before it. @param frames output frames. */
function addLayer(
  graph: OnnxGraphBuilder,
  layer: EncoderLayer,
  name: string,
  weights: Safetensors,
  input: string,
  x: string,
  frames: number,
): string {
  const { op, constant, slice } = graph;
  /** Each output frame with the input frames that its kernel sees, side by side. */
  const taps = (kernel: number, dilation: number, stride: number): string => {
    const span = (frames - 1) * stride + 1;
    const each = Array.from({ length: kernel }, (_, k) => slice(x, 0, k * dilation, k * dilation + span, stride));
    return kernel === 1 ? each[0]! : op('Concat', each, { axis: 1 });
  };
  const product = (left: string, weight: Float32Array, rows: number, columns: number): string =>
    op('MatMul', [left, constant(weight, [rows, columns])]);
  const mean = (kernel: number): string => op('MatMul', [constant(meanMatrix(frames, kernel), [frames, frames + kernel - 1]), x]);
  const biased = (sum: string, columns: number): string =>
    op('Add', [sum, constant(weights.read(`${name}.bias`, [columns]), [columns])]);

  switch (layer.kind) {
    case 'mean':
      return op('Concat', [input, mean(layer.kernel)], { axis: 1 });
    case 'pool': {
      const up = weights.read(`${name}.up`, [layer.bottleneck, layer.out]);
      return op('Relu', [op('Add', [input, biased(product(mean(layer.kernel), up, layer.bottleneck, layer.out), layer.out)])]);
    }
    case 'conv': {
      const weight = weights.read(`${name}.weight`, [layer.kernel, layer.in, layer.out]);
      const wide = product(taps(layer.kernel, layer.dilation, layer.stride), weight, layer.kernel * layer.in, layer.out);
      return op('Relu', [biased(wide, layer.out)]);
    }
    case 'block': {
      const down = weights.read(`${name}.down`, [layer.kernel, layer.in, layer.bottleneck]);
      const narrow = product(taps(layer.kernel, layer.dilation, 1), down, layer.kernel * layer.in, layer.bottleneck);
      const up = weights.read(`${name}.up`, [layer.bottleneck, layer.out]);
      const wide = biased(product(narrow, up, layer.bottleneck, layer.out), layer.out);
      const centre = (layer.kernel - 1 - layer.ahead) * layer.dilation;
      return op('Relu', [op('Add', [slice(x, 0, centre, centre + frames), wide])]);
    }
    case 'projection':
      return biased(product(x, weights.read(`${name}.weight`, [layer.in, layer.out]), layer.in, layer.out), layer.out);
  }
}

/** `(frames, frames + kernel - 1)`: multiplied from the left, it gives each frame the mean of the last `kernel`. */
function meanMatrix(frames: number, kernel: number): Float32Array {
  const columns = frames + kernel - 1;
  return Float32Array.from({ length: frames * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    return column >= row && column < row + kernel ? 1 / kernel : 0;
  });
}
