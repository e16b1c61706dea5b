import { describe, expect, it } from 'vitest';
import type { Encoder, EncoderOutput, Joint, Predictor } from './decoder/types';
import type { EndpointRules } from './endpointer';
import { UtterError } from './errors';
import { seededRandom } from './metrics';
import { unitsToText } from './model/units';
import type { Units } from './model/units';
import { createRecognizer } from './recognizer';
import type { Recognizer, RecognizerOptions } from './recognizer';
import { transcriptText } from './transcript/text';
import type { Transcript, Word } from './transcript/types';

/** A transducer whose sample values are unit ids: one frame of 10 samples each, chunks of 3 frames. */
const rateHz = 1000;
const frameSamples = 10;
const chunkFrames = 3;
const frameMs = 10;
const units: Units = { pieces: ['<blk>', '▁', '▁a', 'b', 'c', '▁d', 'e▁f', "'"], blankId: 0, wordBoundary: '▁' };
const unitCount = units.pieces.length;

function createTestEncoder(): Encoder {
  let pending: number[] = [];
  const encode = (frames: number): EncoderOutput => {
    const ids = Array.from({ length: frames }, (_, i) => pending[i * frameSamples]!);
    pending = pending.slice(frames * frameSamples);
    return { frames, dim: 1, data: Float32Array.from(ids) };
  };
  return {
    outputDim: 1,
    frameMs,
    chunkSamples: chunkFrames * frameSamples,
    async acceptWaveform(samples) {
      pending.push(...samples);
      await Promise.resolve();
      return encode(Math.floor(pending.length / (frameSamples * chunkFrames)) * chunkFrames);
    },
    async inputFinished() {
      await Promise.resolve();
      pending.push(...new Array<number>(frameSamples * 2).fill(0));
      return encode(Math.floor(pending.length / frameSamples));
    },
    reset() {
      pending = [];
    },
    dispose() {},
  };
}

/** Emits the frame's unit once: the predictor tells the joint that it has just been emitted. */
const predictor: Predictor = {
  contextUnits: 1,
  outputDim: 1,
  predict: (context) => Float32Array.from([context[0]!]),
};
const joint: Joint = {
  units: unitCount,
  normalization: 'local',
  maxUnitsPerFrame: 5,
  score(encoder, offset, prediction, out) {
    out.fill(0);
    const wanted = encoder[offset]!;
    out[wanted === prediction[0] ? 0 : wanted] = 3;
  },
};

function create(options: RecognizerOptions = { endpointRules: null }): Recognizer {
  return createRecognizer(
    { kind: 'transducer', encoder: createTestEncoder(), predictor, joint, units, sampleRateHz: rateHz },
    options,
  );
}

/** Samples that say the units, one a frame. */
function say(...ids: readonly number[]): Float32Array {
  return Float32Array.from(ids.flatMap((id) => new Array<number>(frameSamples).fill(id)));
}

function randomUnits(random: () => number, frames: number): number[] {
  return Array.from({ length: frames }, () => (random() < 0.5 ? 0 : Math.floor(random() * unitCount)));
}

async function recognizeAll(recognizer: Recognizer, samples: Float32Array): Promise<Transcript> {
  await recognizer.acceptWaveform(samples, rateHz);
  return recognizer.inputFinished();
}

const rules: EndpointRules = [
  { minTrailingSilenceMs: 60, mustContainWords: true, minUtteranceMs: 0 },
  { minTrailingSilenceMs: 90, mustContainWords: false, minUtteranceMs: 0 },
];

describe('recognizer', () => {
  it('[D1] joins units to words at the word boundary', async () => {
    const transcript = await recognizeAll(create(), say(0, 2, 3, 0, 5, 4, 4, 1, 3, 0));
    expect(transcriptText(transcript)).toBe('ab dc b');
    expect(unitsToText([2, 3, 5, 4, 1, 3], units)).toBe('ab dc b');
  });

  it('[D2] gives a word its frames’ times and the geometric mean of its posteriors', async () => {
    const transcript = await recognizeAll(create(), say(0, 2, 0, 3, 0, 0, 5, 0));
    const posterior = Math.exp(3) / (Math.exp(3) + unitCount - 1);
    expect(transcript.segments).toHaveLength(1);
    const [first, second] = transcript.segments[0]!.words;
    expect(first).toMatchObject({ text: 'ab', startMs: 10, endMs: 40 });
    expect(second).toMatchObject({ text: 'd', startMs: 60, endMs: 70 });
    expect(first!.confidence).toBeCloseTo(posterior, 6);
  });

  it('[D3] is the same for any chunking, with and without endpoints', async () => {
    const random = seededRandom(3);
    for (let round = 0; round < 60; round++) {
      const samples = say(...randomUnits(random, 80));
      const options = { endpointRules: round % 2 ? rules : null };
      const whole = await recognizeAll(create(options), samples);
      const recognizer = create(options);
      for (let at = 0; at < samples.length;) {
        const size = Math.floor(random() * 90);
        await recognizer.acceptWaveform(samples.subarray(at, at + size), rateHz);
        at += size;
      }
      expect(await recognizer.inputFinished()).toEqual(whole);
    }
  });

  it('[T1] never changes a committed word, and ends with every word in a segment', async () => {
    const random = seededRandom(4);
    const settled = ({ segments, partial }: Transcript): readonly Word[] => [
      ...segments.flatMap((segment) => segment.words),
      ...partial.committed,
    ];
    for (let round = 0; round < 60; round++) {
      const samples = say(...randomUnits(random, 80));
      const recognizer = create({ endpointRules: round % 2 ? rules : null });
      let before: readonly Word[] = [];
      for (let at = 0; at < samples.length; at += 30) {
        const transcript = await recognizer.acceptWaveform(samples.subarray(at, at + 30), rateHz);
        const now = settled(transcript);
        expect(now.slice(0, before.length)).toEqual(before);
        expect(transcript.partial.tentative.length).toBeLessThanOrEqual(1);
        before = now;
      }
      const last = await recognizer.inputFinished();
      expect(settled(last).slice(0, before.length)).toEqual(before);
      expect(last.partial).toEqual({ committed: [], tentative: [] });
    }
  });

  it('[T2] keeps words in order, without overlap, inside the recording', async () => {
    const random = seededRandom(5);
    for (let round = 0; round < 60; round++) {
      const samples = say(...randomUnits(random, 50)).subarray(0, 437);
      const { segments, durationMs } = await recognizeAll(create({ endpointRules: rules }), samples);
      expect(durationMs).toBeCloseTo(437);
      let end = 0;
      for (const { words, startMs, endMs } of segments) {
        expect([startMs, endMs]).toEqual([words[0]!.startMs, words.at(-1)!.endMs]);
        for (const word of words) {
          expect(word.startMs).toBeGreaterThanOrEqual(end);
          expect(word.endMs).toBeGreaterThanOrEqual(word.startMs);
          end = word.endMs;
        }
      }
      expect(end).toBeLessThanOrEqual(durationMs);
    }
  });

  it('[D4] starts a segment and forgets the context at an endpoint', async () => {
    const silence = [0, 0, 0, 0, 0, 0, 0];
    const samples = say(2, 3, ...silence, 3, 2, 3, ...silence, ...silence, 5);
    const { segments } = await recognizeAll(create({ endpointRules: rules }), samples);
    expect(segments.map((segment) => segment.words.map((word) => word.text).join(' '))).toEqual(['ab', 'b ab', 'd']);
    const once = await recognizeAll(create(), samples);
    expect(once.segments).toHaveLength(1);
  });

  it('[D5] resamples any rate, also one that changes', async () => {
    const recognizer = create();
    const low = say(...new Array<number>(20).fill(0));
    await recognizer.acceptWaveform(low, 2 * rateHz);
    await recognizer.acceptWaveform(low, rateHz);
    const { durationMs } = await recognizer.inputFinished();
    expect(durationMs).toBeCloseTo(100 + 200);
  });

  it.each([NaN, Infinity, -Infinity])('[D6] refuses a sample of %f and goes on with the next block', async (bad) => {
    const recognizer = create();
    const samples = say(2, 3);
    samples[5] = bad;
    await expect(recognizer.acceptWaveform(samples, rateHz)).rejects.toMatchObject({ code: 'audio-invalid' });
    await expect(recognizer.acceptWaveform(samples, rateHz)).rejects.toThrow(UtterError);
    expect(transcriptText(await recognizeAll(recognizer, say(2, 3, 0)))).toBe('ab');
  });

  it.each([0, -16000, NaN, 44100.5, 1e9])('[D6] refuses a rate of %f Hz', async (rate) => {
    await expect(create().acceptWaveform(say(2), rate)).rejects.toMatchObject({ code: 'audio-invalid' });
  });

  it('[D7] is as new after a reset, whatever was still being worked off', async () => {
    const recognizer = create();
    const pending = recognizer.acceptWaveform(say(5, 4, 5, 4, 5, 4), rateHz);
    recognizer.reset();
    await pending;
    expect(await recognizeAll(recognizer, say(2, 3, 0))).toEqual(await recognizeAll(create(), say(2, 3, 0)));
    recognizer.reset();
    expect(await recognizer.inputFinished()).toEqual({
      segments: [],
      partial: { committed: [], tentative: [] },
      durationMs: 0,
    });
  });

  it('[D7] works calls off in order when they are not awaited', async () => {
    const recognizer = create();
    const calls = [say(2, 3), say(0, 5), say(4, 0)].map((samples) => recognizer.acceptWaveform(samples, rateHz));
    const last = recognizer.inputFinished();
    await Promise.all(calls);
    expect(transcriptText(await last)).toBe('ab dc');
  });
});
