import type { FeaturizerConfig } from '../core/model/manifest';
import { frameLengthSamples, frameShiftSamples } from './filterbank';

/**
 * Cuts a stream of samples into overlapping frames.
 *
 * As Kaldi does (`feat/feature-window.cc`): with `snipEdges` false, frame `t` is centred on sample `t * shift + shift / 2`, and
 * the signal is mirrored at its edges; otherwise only whole frames count.
 *
 * For Whisper's log-mel: frame `t` is centred on sample `t * shift`, the beginning is mirrored around its first sample, and frames
 * stop where the samples do, so that each comes as soon as its last sample has.
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
  const edges = edgesOf(config);
  const before = { none: 0, beginning: frameLength / 2, both: Math.floor(frameLength / 2) - Math.floor(shift / 2) }[edges];
  /** The samples that frames still need are `storage[start, end)`; one array for all calls, or garbage would be most of the memory. */
  let storage = new Float32Array(0);
  let start = 0;
  let end = 0;
  let received = 0;
  let hasMirroredStart = false;
  let isFinished = false;
  let available = 0;
  let taken = 0;
  /** Frames still in the buffer's reach, counted once the samples they need are there. */
  const updateAvailable = (): void => {
    available = !hasMirroredStart || end - start < frameLength ? 0 : Math.floor((end - start - frameLength) / shift) + 1;
  };

  function append(samples: Float32Array): void {
    if (end + samples.length > storage.length) {
      const kept = storage.subarray(start, end);
      const needed = kept.length + samples.length;
      if (needed > storage.length) storage = new Float32Array(Math.max(needed, 2 * storage.length));
      storage.set(kept);
      start = 0;
      end = kept.length;
    }
    storage.set(samples, end);
    end += samples.length;
  }

  function mirrorStart(): void {
    const signal = storage.slice(start, end);
    start = end = 0;
    append(
      edges === 'beginning'
        ? reflected(signal, before)
        : Float32Array.from({ length: before }, (_, i) => mirrored(signal, i - before)),
    );
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
      if (edges !== 'both') return;
      const total = Math.floor((received + Math.floor(shift / 2)) / shift);
      if (!hasMirroredStart) mirrorStart();
      const needed = (total - 1 - taken) * shift + frameLength;
      // The buffer ends with the signal, so its tail is all that mirroring reads (or all of a very short signal).
      const signal = storage.subarray(Math.max(start, end - received), end);
      const after = Math.max(0, needed - (end - start));
      append(Float32Array.from({ length: after }, (_, i) => mirrored(signal, signal.length + i)));
      available = Math.max(0, total - taken);
    },
    take(frames) {
      const out = new Float32Array(frames * frameLength);
      const present = Math.min(frames, available);
      for (let t = 0; t < present; t++) {
        out.set(storage.subarray(start + t * shift, start + t * shift + frameLength), t * frameLength);
      }
      start = Math.min(end, start + present * shift);
      taken += present;
      available -= present;
      return out;
    },
    reset() {
      start = end = 0;
      received = available = taken = 0;
      hasMirroredStart = isFinished = false;
    },
  };
}

/** Which edges of the signal are mirrored. */
function edgesOf(config: FeaturizerConfig): 'none' | 'beginning' | 'both' {
  if (config.kind === 'whisper-log-mel') return 'beginning';
  return config.snipEdges ? 'none' : 'both';
}

/**
 * The `count` samples before a signal mirrored around its first sample, which is not repeated. The oldest of them is left at zero:
 * the periodic window is zero there, and the sample it would mirror comes after all others of the first frame.
 */
function reflected(signal: Float32Array, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => (i === 0 ? 0 : signal[count - i]!));
}

/** Sample `index` of a signal mirrored at both its edges, the edge sample repeated. */
function mirrored(signal: Float32Array, index: number): number {
  const period = 2 * signal.length;
  const place = ((index % period) + period) % period;
  return signal[place < signal.length ? place : period - 1 - place]!;
}
