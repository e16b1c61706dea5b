import { createResampler } from '../../core/audio/resampler';
import { speechOnsetMs } from '../../core/audio/speech-onset';
import { joinedFloats } from '../../core/joined-floats';
import type { Golden } from '../golden';

/** The recording that comes with a model, as a microphone and as a dictation give it. */
export interface BenchAudio {
  readonly microphoneHz: number;
  /** `count` samples at the microphone's rate, from a recording that begins again at its end. */
  microphone(start: number, count: number): Float32Array;
  /** An utterance at the model's rate; each `index` shifts it against the grid of chunks. */
  utterance(index: number): { readonly samples: Float32Array; readonly onsetMs: number };
}

/** What most microphones give. */
const microphoneHz = 48_000;
/** Not a divisor of a chunk, so that the ends of utterances fall everywhere in one. */
const shiftMs = 37;

export function benchAudio({ samples, sampleRateHz }: Golden): BenchAudio {
  const resampler = createResampler(sampleRateHz, microphoneHz);
  const head = resampler.accept(samples).slice();
  const high = joinedFloats([head, resampler.finish()]);
  const onsetMs = speechOnsetMs(samples, sampleRateHz);
  return {
    microphoneHz,
    microphone: (start, count) => Float32Array.from({ length: count }, (_, i) => high[(start + i) % high.length]!),
    utterance(index) {
      const silence = Math.round(((index * shiftMs) / 1000) * sampleRateHz);
      const shifted = new Float32Array(silence + samples.length);
      shifted.set(samples, silence);
      return { samples: shifted, onsetMs: onsetMs + index * shiftMs };
    },
  };
}
