import { createRunningGain, type RunningGain } from './running-gain';
import { createSegmentCutter, type CutRules, defaultCutRules, type SegmentCutter } from './segment-cutter';
import { finalSampleRateHz, type Segmenter, type SpeechSegment } from './types';

/** Tells how likely it is that somebody speaks. */
export interface SpeechDetector {
  /** What it looks at at a time. */
  readonly frameSamples: number;
  /** A recording from its beginning; recordings don't share state. */
  createStream(): SpeechStream;
}

export interface SpeechStream {
  /** @param frames `frameSamples` samples each, at `finalSampleRateHz`. @returns the probability of speech in each. */
  next(frames: Float32Array): Promise<Float32Array>;
}

/** All that belongs to one recording. */
interface Listening {
  readonly stream: SpeechStream;
  readonly cutter: SegmentCutter;
  /** Without it the detector hears no speech in quiet recordings. */
  readonly gain: RunningGain;
  /** Samples of the frame that is not complete. */
  rest: Float32Array;
  samples: number;
}

/** Frames that the detector is given at once. */
const mostFrames = 32;

/** Cuts speech at its pauses, as a detector hears them. */
export function createSegmenter(detector: SpeechDetector, rules: Partial<CutRules> = {}): Segmenter {
  const { frameSamples } = detector;
  const samplesPerMs = finalSampleRateHz / 1000;
  const cutRules: CutRules = { ...defaultCutRules, ...rules, frameMs: frameSamples / samplesPerMs };
  let listening = start();

  function start(): Listening {
    return {
      stream: detector.createStream(),
      cutter: createSegmentCutter(cutRules),
      gain: createRunningGain(cutRules.frameMs),
      rest: new Float32Array(0),
      samples: 0,
    };
  }

  /** @param frames whole ones. */
  async function detect(current: Listening, frames: Float32Array): Promise<readonly SpeechSegment[]> {
    const closed: SpeechSegment[] = [];
    for (let at = 0; at < frames.length && current === listening; at += mostFrames * frameSamples) {
      const some = frames.subarray(at, at + mostFrames * frameSamples);
      const loud = new Float32Array(some.length);
      for (let from = 0; from < some.length; from += frameSamples) {
        current.gain.apply(some.subarray(from, from + frameSamples), loud.subarray(from, from + frameSamples));
      }
      const probabilities = await current.stream.next(loud);
      if (current !== listening) return [];
      for (const [i, probability] of probabilities.entries()) {
        const energy = energyOf(some.subarray(i * frameSamples, (i + 1) * frameSamples));
        closed.push(...current.cutter.accept({ probability, energy }));
      }
    }
    return closed;
  }

  return {
    get openSinceMs() {
      return listening.cutter.openSinceMs;
    },
    get heldFromMs() {
      return listening.cutter.heldFromMs;
    },
    async accept(samples) {
      const current = listening;
      current.samples += samples.length;
      const joined = new Float32Array(current.rest.length + samples.length);
      joined.set(current.rest);
      joined.set(samples, current.rest.length);
      const whole = joined.length - (joined.length % frameSamples);
      current.rest = joined.slice(whole);
      return detect(current, joined.subarray(0, whole));
    },
    async finish() {
      const current = listening;
      const { rest } = current;
      const closed: SpeechSegment[] = [];
      if (rest.length > 0) {
        const last = new Float32Array(frameSamples);
        last.set(rest);
        current.rest = new Float32Array(0);
        closed.push(...(await detect(current, last)));
      }
      if (current !== listening) return [];
      const durationMs = current.samples / samplesPerMs;
      closed.push(...current.cutter.finish(durationMs));
      return closed.map(({ startMs, endMs }) => ({ startMs, endMs: Math.min(endMs, durationMs) }));
    },
    reset() {
      listening = start();
    },
  };
}

function energyOf(samples: Float32Array): number {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  return energy / samples.length;
}
