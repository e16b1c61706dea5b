import { describe, expect, it } from 'vitest';
import { levelDb } from '../core/audio/level';
import { seededRandom } from '../core/metrics';
import { MonoMix } from './mono-mix';

const rate = 48_000;
const quantum = 128;

/** Quanta of noise of the given levels, one channel each; `null` is a channel of zeros. */
function* noise(seconds: number, levels: readonly (number | null)[], seed = 1): Generator<Float32Array[]> {
  const random = seededRandom(seed);
  for (let index = 0; index < (seconds * rate) / quantum; index++) {
    yield levels.map((db) => {
      const peak = db === null ? 0 : 10 ** (db / 20) * Math.sqrt(3);
      return Float32Array.from({ length: quantum }, () => (random() * 2 - 1) * peak);
    });
  }
}

function mixed(mix: MonoMix, quanta: Iterable<Float32Array[]>): Float32Array {
  return Float32Array.from([...quanta].flatMap((channels) => [...mix.mix(channels)]));
}

describe('MonoMix', () => {
  it('[S20] one channel is passed on as it is', () => {
    const samples = Float32Array.from({ length: quantum }, (_, index) => index / quantum);
    expect(new MonoMix(rate).mix([samples])).toBe(samples);
  });

  it.each([2, 3, 8])('[S20] %i channels that hear the same are averaged', (count) => {
    const mix = new MonoMix(rate);
    for (const channels of noise(
      0.2,
      Array.from({ length: count }, () => -30),
    )) {
      const mono = [...mix.mix(channels)];
      const average = mono.map((_, index) => channels.reduce((sum, channel) => sum + channel[index]!, 0) / count);
      expect(Math.max(...mono.map((sample, index) => Math.abs(sample - average[index]!)))).toBeLessThan(1e-6);
    }
  });

  it.each([
    [0, null],
    [2, null],
    [7, -80],
  ])(
    '[S127] of eight channels of which the one at %i has a microphone, the others at %s dB, that one is heard',
    (live, others) => {
      const levels = Array.from({ length: 8 }, (_, channel) => (channel === live ? -30 : others));
      const all = mixed(new MonoMix(rate), noise(1, levels));
      expect(levelDb(all), 'the average would be at -48 dB').toBeCloseTo(-30, 0);
      expect(levelDb(all.subarray(0, rate / 10)), 'from the beginning').toBeGreaterThan(-31);
    },
  );

  it('[S127] whoever begins to speak at another channel is heard at once, and no change of channels clicks', () => {
    const mix = new MonoMix(rate);
    const room = -70;
    const turns = [
      noise(1, [-30, room, null]),
      noise(1, [room, -30, null]),
      noise(1, [room, room, null]),
      noise(1, [-30, room, null]),
    ];
    const [first, second, pause, third] = turns.map((turn) => levelDb(mixed(mix, turn)));
    expect(first).toBeCloseTo(-30, 0);
    // For a while both count.
    expect(second).toBeGreaterThan(-37);
    expect(pause).toBeLessThan(-65);
    expect(third).toBeGreaterThan(-37);
    const steady = new MonoMix(rate);
    const tone = (from: number): Float32Array =>
      Float32Array.from({ length: quantum }, (_, i) => 0.1 * Math.sin((from + i) / 40));
    let [last, largestStep] = [0, 0];
    for (let index = 0; index < 2000; index++) {
      const other = index > 500 && index < 600 ? 0.8 : 0;
      for (const sample of steady.mix([tone(index * quantum), new Float32Array(quantum).fill(other)])) {
        if (other === 0 && index !== 600) largestStep = Math.max(largestStep, Math.abs(sample - last));
        last = sample;
      }
    }
    expect(largestStep).toBeLessThan(0.02);
  });

  it('[S127] makes no array once it knows the quanta’s length', () => {
    const mix = new MonoMix(rate);
    const [channels] = [...noise(0.003, [-30, -30])];
    const first = mix.mix(channels!);
    expect(mix.mix(channels!)).toBe(first);
  });
});
