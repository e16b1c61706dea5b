import type { FeaturizerConfig } from '../core/model/manifest';
import { frameLengthSamples, frameShiftSamples } from './filterbank';

/**
 * Cuts a stream of samples into overlapping frames as Kaldi does. With `snipEdges` false, frame `t` is centred on
 * sample `t * shift + shift / 2`, and the signal is mirrored at its edges; otherwise only whole frames count.
 * Source: Kaldi `feat/feature-window.cc`.
 */
export interface Framing {
  readonly frameLength: number;
  /** Frames that can be taken now. */
  readonly availableFrames: number;
  accept(samples: Float32Array): void;
  /** No more samples will come: the last frames become available. */
  finish(): void;
  /** The next `frames` frames, `(frames, frameLength)`; those beyond `availableFrames` are zeros. */
  take(frames: number): Float32Array;
  reset(): void;
}

export function createFraming(config: FeaturizerConfig): Framing {
  const frameLength = frameLengthSamples(config);
  const shift = frameShiftSamples(config);
  const before = config.snipEdges ? 0 : Math.floor(frameLength / 2) - Math.floor(shift / 2);
  let buffer = new Float32Array(0);
  let received = 0;
  let hasMirroredStart = false;
  let isFinished = false;
  let available = 0;
  let taken = 0;
  /** Frames still in the buffer's reach, counted once the samples they need are there. */
  const updateAvailable = (): void => {
    available = !hasMirroredStart || buffer.length < frameLength ? 0 : Math.floor((buffer.length - frameLength) / shift) + 1;
  };

  function append(samples: Float32Array): void {
    const joined = new Float32Array(buffer.length + samples.length);
    joined.set(buffer);
    joined.set(samples, buffer.length);
    buffer = joined;
  }

  function mirrorStart(): void {
    const signal = buffer;
    buffer = Float32Array.from({ length: before }, (_, i) => mirrored(signal, i - before));
    append(signal);
    hasMirroredStart = true;
  }

  return {
    frameLength,
    get availableFrames() {
      return available;
    },
    accept(samples) {
      if (isFinished) throw new Error('samples after the end: call reset first');
      append(samples);
      received += samples.length;
      if (!hasMirroredStart && received >= before) mirrorStart();
      updateAvailable();
    },
    finish() {
      if (isFinished || received === 0) return;
      isFinished = true;
      if (config.snipEdges) return;
      const total = Math.floor((received + Math.floor(shift / 2)) / shift);
      if (!hasMirroredStart) mirrorStart();
      const needed = (total - 1 - taken) * shift + frameLength;
      // The buffer ends with the signal, so its tail is all that mirroring reads (or all of a very short signal).
      const signal = buffer.subarray(Math.max(0, buffer.length - received));
      const after = Math.max(0, needed - buffer.length);
      append(Float32Array.from({ length: after }, (_, i) => mirrored(signal, signal.length + i)));
      available = Math.max(0, total - taken);
    },
    take(frames) {
      const out = new Float32Array(frames * frameLength);
      const present = Math.min(frames, available);
      for (let t = 0; t < present; t++) {
        out.set(buffer.subarray(t * shift, t * shift + frameLength), t * frameLength);
      }
      buffer = buffer.slice(present * shift);
      taken += present;
      available -= present;
      return out;
    },
    reset() {
      buffer = new Float32Array(0);
      received = available = taken = 0;
      hasMirroredStart = isFinished = false;
    },
  };
}

/** Sample `index` of a signal mirrored at both its edges, the edge sample repeated. */
function mirrored(signal: Float32Array, index: number): number {
  const period = 2 * signal.length;
  const place = ((index % period) + period) % period;
  return signal[place < signal.length ? place : period - 1 - place]!;
}
