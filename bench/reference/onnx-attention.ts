import { convKernelFrames, convStride, layerSubsampling, poolFrames } from '../../src/core/model/attention-layers';
import type { ChunkAttentionConfig } from '../../src/core/model/manifest';
import type { Safetensors } from '../../src/core/model/safetensors';
import type { OnnxGraphBuilder } from './onnx-graph';

const absent = -1e9;

/** Adds the layers of a `chunk-attention` encoder to a graph. The state `encoder.steps` is a float, as all are. */
export function addChunkAttentionEncoder(
  graph: OnnxGraphBuilder,
  encoder: ChunkAttentionConfig,
  weights: Safetensors,
  features: string,
  chunkFrames: number,
): string {
  const { op, constant, slice, copy } = graph;
  const { channels, heads, feedForward, bottleneck, inputDim, outputDim, poolAfter, positions, leftContextFrames } = encoder;
  const size = channels / heads;
  const floats = (values: number[]): string => constant(Float32Array.from(values), [values.length]);
  const integers = (...values: number[]): string => constant(BigInt64Array.from(values.map(BigInt)), [values.length]);
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
  const ones = floats(new Array<number>(channels).fill(1));
  const normalize = (x: string): string => op('LayerNormalization', [x, ones], { axis: 1 });
  const gelu = (x: string): string => op('Gelu', [x], { approximate: 'tanh' });
  const biased = (x: string, name: string, length: number): string =>
    op('Add', [x, constant(weights.read(`${name}.bias`, [length]), [length])]);
  const linear = (x: string, name: string, from: number, to: number, hasBias = true): string => {
    const product = op('MatMul', [x, constant(weights.read(`${name}.weight`, [from, to]), [from, to])]);
    return hasBias ? biased(product, name, to) : product;
  };

  /** The frames of a state and the new ones; the state's next frames are the last of them. */
  const withState = (x: string, name: string, stateFrames: number, frames: number): string => {
    const seen = op('Concat', [name, x], { axis: 0 });
    copy(slice(seen, 0, frames, frames + stateFrames), `next.${name}`);
    return seen;
  };
  const conv = (x: string, name: string, from: number, frames: number, stride: number): string => {
    const seen = withState(x, name, convKernelFrames - stride, frames);
    const span = (frames / stride - 1) * stride + 1;
    const taps = op(
      'Concat',
      upTo(convKernelFrames).map((k) => slice(seen, 0, k, k + span, stride)),
      { axis: 1 },
    );
    const weight = weights.read(`${name}.weight`, [convKernelFrames, from, channels]);
    const product = op('MatMul', [taps, constant(weight, [convKernelFrames * from, channels])]);
    return gelu(biased(product, name, channels));
  };
  /** Frames `(rows, channels)` as `(heads, …)`, for a product of matrices. */
  const byHead = (x: string, rows: number, perm: readonly number[]): string =>
    op('Transpose', [op('Reshape', [x, integers(rows, heads, size)])], { perm });

  function attend(x: string, layer: number): string {
    const name = `encoder.${layer}`;
    const subsampling = layerSubsampling(encoder, layer);
    const [rows, left] = [chunkFrames / subsampling, leftContextFrames / subsampling];
    const qkv = linear(normalize(x), `${name}.qkv`, channels, 3 * channels);
    const part = (index: number): string => slice(qkv, 1, index * channels, (index + 1) * channels);
    const keys = withState(part(1), `${name}.keys`, left, rows);
    const values = withState(part(2), `${name}.values`, left, rows);
    const scores = op('MatMul', [byHead(part(0), rows, [1, 0, 2]), byHead(keys, left + rows, [1, 2, 0])]);
    const known = op('Mul', ['encoder.steps', floats([convStride / subsampling])]);
    const missing = op('Less', [floats(upTo(left + rows)), op('Sub', [floats([left]), known])]);
    const hidden = op('Mul', [op('Cast', [missing], { to: 1 }), floats([absent])]);
    const shares = op('Softmax', [op('Add', [scores, hidden])], { axis: 2 });
    const found = op('Transpose', [op('MatMul', [shares, byHead(values, left + rows, [1, 0, 2])])], { perm: [1, 0, 2] });
    return op('Add', [x, linear(op('Reshape', [found, integers(rows, channels)]), `${name}.out`, channels, channels)]);
  }

  const count = chunkFrames / convStride;
  let x = conv(features, 'encoder.conv1', inputDim, chunkFrames, 1);
  x = conv(x, 'encoder.conv2', channels, chunkFrames, convStride);
  const steps = op('Cast', [op('Mod', [op('Add', ['encoder.steps', floats(upTo(count))]), floats([positions])], { fmod: 1 })], {
    to: 7,
  });
  const table = constant(weights.read('encoder.positions', [positions, channels]), [positions, channels]);
  x = op('Add', [x, op('Gather', [table, steps], { axis: 0 })]);
  copy(op('Add', ['encoder.steps', floats([count])]), 'next.encoder.steps');
  for (let layer = 0; layer < encoder.layers; layer++) {
    x = attend(x, layer);
    const wide = gelu(linear(normalize(x), `encoder.${layer}.ffn1`, channels, feedForward));
    x = op('Add', [x, linear(wide, `encoder.${layer}.ffn2`, feedForward, channels)]);
    if (layer + 1 === poolAfter) {
      const pairs = op('Reshape', [x, integers(count / poolFrames, poolFrames, channels)]);
      x = op('ReduceMean', [pairs, integers(1)], { keepdims: 0 });
    }
  }
  x = normalize(x);
  if (bottleneck > 0) x = linear(x, 'encoder.bottleneck', channels, bottleneck, false);
  return linear(x, 'encoder.projection', bottleneck > 0 ? bottleneck : channels, outputDim);
}
