import { expect, it } from 'vitest';
import { encoderWork } from './encoder-work';
import type { CausalConvConfig, ChunkAttentionConfig } from './encoder-schema';

const layers: CausalConvConfig['layers'] = [
  { kind: 'mean', in: 2, out: 4, kernel: 5 },
  { kind: 'conv', in: 4, out: 6, kernel: 3, stride: 2, dilation: 1 },
  { kind: 'block', in: 6, out: 6, bottleneck: 3, kernel: 3, stride: 1, dilation: 2, ahead: 1 },
  { kind: 'pool', in: 6, out: 6, bottleneck: 2, kernel: 4 },
  { kind: 'projection', in: 6, out: 7 },
];
const encoder: CausalConvConfig = { architecture: 'causal-conv', inputDim: 2, outputDim: 7, subsampling: 2, layers, states: [] };

it('[E10] counts the products of each output frame, the weights once and the frames that cross memory', () => {
  const work = encoderWork(encoder, 8);
  // 4 output frames: conv 3·4·6, block 3·6·3 + 3·6, pool 6·2 + 2·6, projection 6·7.
  expect(work.flops).toBe(2 * 4 * (72 + 54 + 18 + 24 + 42));
  expect(work.weightBytes).toBe(4 * (72 + 6 + 54 + 18 + 6 + 24 + 2 + 6 + 42 + 7));
  const mean = (8 + 4) * 2 + 8 * 4 + 4 * 2;
  const conv = (8 + 1) * 4 + 4 * 6 + 1 * 4;
  const block = (4 + 4) * 6 + 4 * 6 + 4 * 6 + 2 * 4 * 3;
  const pool = 4 * 6 + 4 * 6 + 2 * 3 * 2 + 2 * 4 * 2;
  const projection = 4 * 6 + 4 * 7;
  expect(work.activationBytes).toBe(4 * (mean + conv + block + pool + projection));
});

it('[E10] work grows with the chunk, the weights do not', () => {
  const [one, four] = [encoderWork(encoder, 8), encoderWork(encoder, 32)];
  expect(four.flops).toBe(4 * one.flops);
  expect(four.weightBytes).toBe(one.weightBytes);
});

const attention: ChunkAttentionConfig = {
  architecture: 'chunk-attention',
  inputDim: 2,
  outputDim: 7,
  subsampling: 4,
  channels: 6,
  heads: 2,
  feedForward: 5,
  layers: 2,
  poolAfter: 1,
  positions: 10,
  leftContextFrames: 12,
  bottleneck: 3,
  states: [],
};

it('[E10] counts the products of attention with a filled left context', () => {
  const work = encoderWork(attention, 8);
  const layer = (rows: number, context: number): number => rows * (6 * 18 + 6 * 6 + 2 * 6 * 5) + 2 * rows * (context + rows) * 6;
  // 8 feature frames, 4 before the pool and 2 behind it.
  expect(work.flops).toBe(2 * (8 * 3 * 2 * 6 + 4 * 3 * 6 * 6 + layer(4, 6) + layer(2, 3) + 2 * (6 * 3 + 3 * 7)));
  const layerWeights = 6 * 18 + 18 + 6 * 6 + 6 + 6 * 5 + 5 + 5 * 6 + 6;
  expect(work.weightBytes).toBe(4 * (36 + 6 + 108 + 6 + 2 * layerWeights + 18 + 21 + 7));
  expect(encoderWork(attention, 32).weightBytes).toBe(work.weightBytes);
});
