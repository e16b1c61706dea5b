import { expect, it } from 'vitest';
import { createRunningGain } from './running-gain';

const frameMs = 32;
const tone = (amplitude: number): Float32Array => Float32Array.from({ length: 512 }, (_, i) => amplitude * Math.sin(i / 5));
const peakOf = (frame: Float32Array): number => Math.max(...frame.map(Math.abs));

function heard(frames: readonly Float32Array[]): number[] {
  const gain = createRunningGain(frameMs);
  return frames.map((frame) => {
    const out = new Float32Array(512);
    gain.apply(frame, out);
    return peakOf(out);
  });
}

it('[V55] a detector hears quiet speech as it hears ordinary speech, and ordinary speech as it is', () => {
  expect(heard([tone(0.5)])[0]).toBeCloseTo(0.5, 2);
  for (const level of [0.2, 0.02, 0.005]) expect(heard([tone(level)])[0]).toBeCloseTo(0.3, 2);
  // The microphone's own noise stays quiet.
  expect(heard([tone(1e-5)])[0]).toBeLessThan(0.01);
});

it('[V55] within a recording pauses stay quieter than speech, and a loud beginning is forgotten', () => {
  const [loud, quiet] = heard([tone(0.3), tone(0.003)]);
  expect(quiet! / loud!).toBeCloseTo(0.01, 2);
  const after = heard([tone(0.5), ...Array.from({ length: 2500 }, () => tone(0.01))]);
  expect(after.at(-1)).toBeGreaterThan(0.25);
  expect(Math.max(...after)).toBeLessThan(0.51);
});
