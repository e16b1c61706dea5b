import { describe, expect, it } from 'vitest';
import { BlockAssembler, blockSamples } from './block-assembler';

type Block = Float32Array<ArrayBuffer>;

/** mulberry32 */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

describe('BlockAssembler', () => {
  it.each([1, 2, 3, 4])('[S20] delivers every sample in order (seed %i)', (seed) => {
    const next = random(seed);
    const received: number[] = [];
    const assembler = new BlockAssembler((block) => {
      received.push(...block);
      if (next() < 0.7) assembler.recycle(block);
    });
    const expected: number[] = [];
    for (let quantum = 0; quantum < 200; quantum++) {
      const length = next() < 0.8 ? 128 : 1 + Math.floor(next() * 500);
      const samples = Float32Array.from({ length }, () => next() * 2 - 1);
      expected.push(...samples);
      assembler.push(samples);
    }
    assembler.flush();
    expect(received).toHaveLength(expected.length);
    expect(received.findIndex((sample, index) => sample !== expected[index])).toBe(-1);
  });

  it('[S20] makes no new block while blocks come back in time', () => {
    const buffers = new Set<ArrayBuffer>();
    const outside: Block[] = [];
    const assembler = new BlockAssembler((block) => {
      buffers.add(block.buffer);
      outside.push(block);
      if (outside.length > 5) assembler.recycle(outside.shift()!);
    });
    const madeBeforehand = assembler.pooledBlocks + 1;
    const quantum = new Float32Array(128).fill(0.5);
    for (let i = 0; i < (1000 * blockSamples) / 128; i++) assembler.push(quantum);
    expect(buffers.size).toBeLessThanOrEqual(madeBeforehand);
  });

  it('[S20] loses nothing when no block ever comes back', () => {
    let samples = 0;
    const assembler = new BlockAssembler((block) => (samples += block.length));
    const quantum = new Float32Array(128);
    for (let i = 0; i < (200 * blockSamples) / 128; i++) assembler.push(quantum);
    expect(samples).toBe(200 * blockSamples);
  });
});
