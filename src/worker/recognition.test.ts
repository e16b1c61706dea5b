import { expect, it } from 'vitest';
import type { Recognizer } from '../core/recognizer';
import { levelDb } from '../core/audio/level';
import { emptyTranscript, type TranscriptUpdate } from './protocol';
import { recognize, type AudioSource } from './recognition';

function source(blocks: number): AudioSource {
  return {
    sampleRateHz: 1000,
    durationMs: blocks * 100,
    async *blocks() {
      for (let i = 0; i < blocks; i++) yield new Float32Array(await Promise.resolve(100));
    },
  };
}

function countingRecognizer(): Recognizer {
  let durationMs = 0;
  return {
    acceptWaveform: (samples, rate) => {
      durationMs += (samples.length / rate) * 1000;
      return Promise.resolve({ ...emptyTranscript, durationMs });
    },
    inputFinished: () => Promise.resolve({ ...emptyTranscript, durationMs }),
    reset: () => {},
    dispose: () => {},
  };
}

it('[S5] updates no oftener than asked, and always at the end', async () => {
  let timeMs = 0;
  const updates: TranscriptUpdate[] = [];
  const progress: [number, number | null][] = [];
  const events = {
    update: (update: TranscriptUpdate) => updates.push(update),
    progress: (doneMs: number, totalMs: number | null) => progress.push([doneMs, totalMs]),
  };
  const { signal } = new AbortController();
  await recognize(source(100), countingRecognizer(), events, {
    signal,
    updateIntervalMs: 250,
    nowMs: () => (timeMs += 10),
  });
  expect(updates.map(({ durationMs }) => durationMs)).toEqual([100, 2600, 5100, 7600, 10_000]);
  expect(progress.at(-1)).toEqual([10_000, 10_000]);
});

it('[S6] stops at the next block when cancelled', async () => {
  const controller = new AbortController();
  let updates = 0;
  const events = { update: () => void (++updates === 3 && controller.abort()), progress: () => {} };
  const outcome = await recognize(source(100), countingRecognizer(), events, {
    signal: controller.signal,
    updateIntervalMs: 0,
  });
  expect([outcome, updates]).toEqual(['cancelled', 3]);
});

it('[S16] measures the level in dB relative to full scale', () => {
  expect(levelDb(new Float32Array(0))).toBe(-100);
  expect(levelDb(new Float32Array(64))).toBe(-100);
  expect(levelDb(new Float32Array(64).fill(1))).toBeCloseTo(0);
  const sine = Float32Array.from({ length: 4800 }, (_, index) => 0.1 * Math.sin((2 * Math.PI * index) / 48));
  expect(levelDb(sine)).toBeCloseTo(-23.01, 1);
});
