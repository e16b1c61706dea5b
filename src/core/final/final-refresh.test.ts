import { describe, expect, it } from 'vitest';
import type { Transcript, Word } from '../transcript/types';
import { createFinalRecognizer, type FinalRecognizerParts } from './final-recognizer';
import {
  allWords,
  rateHz,
  say,
  scriptedHost,
  scriptedPass,
  scriptedSegmenter,
  scriptedStreaming,
  settle,
  textOf,
} from './fixtures/scripted';
import { createSegmenter } from './segmenter';
import type { FinalPass, FinalSegment } from './types';

const silence = (ms: number): Float32Array => new Float32Array((ms * rateHz) / 1000);

const truth = say('I scream you scream we all scream for ice cream today', 1000);
const streamed = say('eye scream ewe scream we all scream for eyes cream to', 1000);

function rig(refresh?: (segment: FinalSegment) => readonly Word[]) {
  const pass = scriptedPass({ words: truth, ...(refresh && { refresh }) });
  const host = scriptedHost();
  const recognizer = createFinalRecognizer(
    { streaming: scriptedStreaming(streamed), segmenter: scriptedSegmenter([{ startMs: 800, endMs: 4500 }]), pass, host },
    { languages: ['en'], bias: () => [], refresh: true, streamingLagMs: 400 },
  );
  const feed = async (ms: number): Promise<Transcript> => {
    let transcript = await recognizer.acceptWaveform(silence(0), rateHz);
    for (let atMs = 0; atMs < ms; atMs += 100) {
      transcript = await recognizer.acceptWaveform(silence(100), rateHz);
      await settle();
    }
    return transcript;
  };
  return { pass, host, recognizer, feed };
}

describe('refreshed live words', () => {
  it('[V9] replace the streamed ones up to what was heard again', async () => {
    const { pass, recognizer, feed } = rig();
    const changes: string[] = [];
    recognizer.onChange((transcript) => changes.push(textOf(transcript.partial.tentative)));
    expect(textOf(allWords(await feed(1700)))).toBe('eye');
    expect(pass.refreshed).toHaveLength(0);
    await feed(200);
    expect(pass.refreshed.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([[800, 1800]]);
    await feed(300);
    expect(changes).toEqual([]);
    await pass.release();
    expect(changes).toEqual(['I scream you']);
    // The next word is the search's: "ewe" was heard again, "scream" has not been.
    expect(textOf(allWords(await feed(300)))).toBe('I scream you scream');
  });

  it('[V10] are heard once a second, one reading at a time, and not while a segment waits', async () => {
    const { pass, recognizer, feed } = rig();
    await pass.release(true);
    await feed(4800);
    expect(pass.refreshed.map(({ endMs }) => endMs)).toEqual([1800, 2800, 3800, 4800]);
    expect(pass.refreshed.every(({ samples, startMs, endMs }) => samples.length === (endMs - startMs) * 16)).toBe(true);
    expect(textOf((await feed(100)).partial.tentative)).toBe('I scream you scream we all scream for ice cream today');
    await feed(1100);
    expect(pass.heard).toHaveLength(1);
    expect(pass.refreshed).toHaveLength(4);
    expect(pass.mostAtOnce).toBe(1);
    expect(textOf(allWords(await recognizer.inputFinished()))).toBe(textOf(truth));
  });

  it('[V10] take at most half of the time', async () => {
    const { pass, host, feed } = rig();
    await feed(1800);
    await host.pass(700);
    await pass.release();
    await feed(1300);
    expect(pass.refreshed).toHaveLength(1);
    await feed(200);
    expect(pass.refreshed).toHaveLength(2);
  });

  it('[V10] are called off when the segment has ended', async () => {
    const { pass, recognizer, feed } = rig();
    await feed(5500);
    expect(pass.refreshed).toHaveLength(1);
    expect(pass.heard).toHaveLength(1);
    const end = recognizer.inputFinished();
    await pass.release(true);
    expect(textOf(allWords(await end))).toBe(textOf(truth));
    expect(pass.aborted).toBe(1);
  });

  it('[V10] do without where the pass has no time for them, or fails', async () => {
    const failures: unknown[] = [];
    for (const answer of [() => Promise.resolve(null), () => Promise.reject(new Error('no'))]) {
      const script = scriptedPass({ words: truth });
      await script.release(true);
      let asked = 0;
      const pass: FinalPass = { ...script, refresh: () => (asked++, answer()) };
      const parts: FinalRecognizerParts = {
        streaming: scriptedStreaming(streamed),
        segmenter: scriptedSegmenter([{ startMs: 800, endMs: 4500 }]),
        pass,
        host: scriptedHost(),
      };
      const recognizer = createFinalRecognizer(parts, {
        languages: [],
        bias: () => [],
        refresh: true,
        onFailure: (error) => failures.push(error),
      });
      let shown: Transcript | null = null;
      for (let block = 0; block < 45; block++) shown = await recognizer.acceptWaveform(silence(100), rateHz);
      expect(textOf(allWords(shown!))).toBe('eye scream ewe scream we all scream for eyes cream');
      expect(asked).toBe(failures.length === 0 ? 3 : 1);
      expect(textOf(allWords(await recognizer.inputFinished()))).toBe(textOf(truth));
    }
    expect(failures).toEqual([new Error('no')]);
  });

  it('[V6] [V9] are what is delivered where the final text is late', async () => {
    const { pass, host, recognizer, feed } = rig();
    await pass.release(true);
    const shown = textOf(allWords(await feed(4400)));
    pass.hold();
    const ending = recognizer.finishWithin(500);
    await settle();
    await host.pass(500);
    const { transcript, late } = await ending;
    expect(shown).toBe('I scream you scream we all scream for ice cream');
    expect(textOf(allWords(transcript))).toBe('I scream you scream we all scream for ice cream to');
    await pass.release();
    expect(textOf(allWords((await late)!))).toBe(textOf(truth));
  });
});

describe('bad input for the final pass', () => {
  const loudness = {
    frameSamples: 512,
    createStream: () => ({
      next: (frames: Float32Array) =>
        Promise.resolve(Float32Array.from({ length: frames.length / 512 }, (_, i) => (frames[i * 512]! > 0.1 ? 1 : 0))),
    }),
  };
  const sound = (value: number, ms: number): Float32Array => silence(ms).fill(value);
  const nobody: FinalPass = {
    tier: 'small',
    modelIds: [],
    hear: ({ startMs, endMs }) =>
      Promise.resolve({ words: [{ text: 'said', startMs, endMs, confidence: 1 }], language: 'en', heard: [] }),
    refresh: () => Promise.resolve(null),
    dispose: () => Promise.resolve(),
  };
  const create = (pass = nobody) =>
    createFinalRecognizer(
      { streaming: null, segmenter: createSegmenter(loudness), pass, host: scriptedHost() },
      { languages: [], bias: () => [] },
    );

  it('[V18] nothing said is nothing written', async () => {
    const recognizer = create();
    expect((await recognizer.inputFinished()).segments).toEqual([]);
    recognizer.reset();
    await recognizer.acceptWaveform(sound(0, 5000), rateHz);
    expect(await recognizer.inputFinished()).toEqual({
      segments: [],
      partial: { committed: [], tentative: [] },
      durationMs: 5000,
    });
  });

  it('[V18] a word of 0.2 s is heard, at any sample rate', async () => {
    for (const rate of [8000, 16_000, 44_100, 48_000]) {
      const recognizer = create();
      await recognizer.acceptWaveform(new Float32Array(rate / 5).fill(0.5), rate);
      const { segments } = await recognizer.inputFinished();
      expect(segments).toHaveLength(1);
      expect(segments[0]!.endMs).toBeLessThanOrEqual(200);
    }
  });

  it('[V8] [V18] an hour without a pause is heard in pieces, and only the last of it is kept', async () => {
    const lengths: number[] = [];
    const recognizer = create({ ...nobody, hear: (segment) => (lengths.push(segment.samples.length), nobody.hear(segment)) });
    const block = sound(0.5, 1000);
    for (let second = 0; second < 3600; second++) await recognizer.acceptWaveform(block, rateHz);
    const { segments } = await recognizer.inputFinished();
    expect(Math.max(...lengths)).toBeLessThanOrEqual(25 * rateHz);
    expect(lengths.length).toBeGreaterThan(140);
    expect(segments.length).toBeGreaterThan(100);
  });
});
