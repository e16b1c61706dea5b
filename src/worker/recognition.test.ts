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

it('[S5] words that are new are told at once, though an update without any has just been', async () => {
  let timeMs = 0;
  const shown: [number, string][] = [];
  const recognizer = countingRecognizer();
  const words = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ text: `w${i}`, startMs: 0, endMs: 0, confidence: 1 }));
  const events = {
    update: ({ durationMs, partial }: TranscriptUpdate) =>
      shown.push([durationMs, partial.tentative.map(({ text }) => text).join(' ')]),
    progress: () => {},
  };
  const speaking: Recognizer = {
    ...recognizer,
    async acceptWaveform(samples, rate) {
      const heard = await recognizer.acceptWaveform(samples, rate);
      // A word after 400 ms of audio, then one with every block.
      return { ...heard, partial: { committed: [], tentative: words(Math.max(0, heard.durationMs / 100 - 3)) } };
    },
  };
  await recognize(source(8), speaking, events, {
    signal: new AbortController().signal,
    updateIntervalMs: 60,
    nowMs: () => (timeMs += 40),
  });
  expect(shown.slice(0, 4)).toEqual([
    [100, ''],
    [300, ''],
    [400, 'w0'],
    [600, 'w0 w1 w2'],
  ]);
});

it('[S6] stops at the next block when cancelled', async () => {
  const controller = new AbortController();
  let updates = 0;
  const events = { update: () => void (++updates === 3 && controller.abort()), progress: () => {} };
  const outcome = await recognize(source(100), countingRecognizer(), events, {
    signal: controller.signal,
    updateIntervalMs: 0,
  });
  expect([outcome.outcome, updates]).toEqual(['cancelled', 3]);
});

it('[S16] measures the level in dB relative to full scale', () => {
  expect(levelDb(new Float32Array(0))).toBe(-100);
  expect(levelDb(new Float32Array(64))).toBe(-100);
  expect(levelDb(new Float32Array(64).fill(1))).toBeCloseTo(0);
  const sine = Float32Array.from({ length: 4800 }, (_, index) => 0.1 * Math.sin((2 * Math.PI * index) / 48));
  expect(levelDb(sine)).toBeCloseTo(-23.01, 1);
});

it('[A8] a source that fails leaves all that was heard before, finished, and then fails', async () => {
  const updates: TranscriptUpdate[] = [];
  let isFinished = false;
  const cut: AudioSource = {
    ...source(3),
    async *blocks() {
      yield* source(3).blocks();
      throw new Error('the recording is cut off');
    },
  };
  const recognizer: Recognizer = {
    ...countingRecognizer(),
    inputFinished: () => {
      isFinished = true;
      return Promise.resolve({ ...emptyTranscript, durationMs: 300 });
    },
  };
  const events = { update: (update: TranscriptUpdate) => updates.push(update), progress: () => {} };
  const { signal } = new AbortController();
  await expect(recognize(cut, recognizer, events, { signal, updateIntervalMs: 1 })).rejects.toThrow('cut off');
  expect(isFinished).toBe(true);
  expect(updates.at(-1)).toMatchObject({ durationMs: 300 });
});
