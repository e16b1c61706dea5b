import type { KaldiFbankConfig } from '../../core/model/manifest';
import { createFraming } from '../framing';
import { fftSize, frameLengthSamples } from '../filterbank';
import { floatLog } from './float-log';
import { createRealFft } from './real-fft';

/** What a model's features are made of. */
export interface FbankConfig extends Omit<KaldiFbankConfig, 'window'> {
  /** `hann` is periodic here, as PyTorch's is; `povey` is Kaldi's. */
  readonly window: 'povey' | 'hann';
  /** `htk` triangles are even on the mel axis, `slaney` ones on that of frequency, and of equal area. */
  readonly melScale: 'htk' | 'slaney';
}

/** Kaldi's log-mel features of a stream of samples, one frame after the other, on the processor. */
export interface Fbank {
  readonly bins: number;
  /** Features that are there now, oldest first, `(frames, bins)`. */
  accept(samples: Float32Array): Float32Array;
  reset(): void;
}

/**
 * Streaming filterbank by FFT. Source: kaldi-native-fbank `feature-window.cc`, `feature-fbank.cc`, `mel-computations.cc`; no
 * dither. It rounds to single precision where that does: differences of 1e-5 are enough to change how an int8 encoder rounds.
 */
export function createFbank(config: FbankConfig): Fbank {
  const kaldi: KaldiFbankConfig = { ...config, window: 'povey' };
  const framing = createFraming(kaldi);
  const length = frameLengthSamples(kaldi);
  const fft = fftSize(kaldi);
  const half = fft / 2;
  const { bins } = config;
  const { fround } = Math;
  const preemphasis = fround(config.preemphasis);
  const window = analysisWindow(config, length);
  const transform = createRealFft(fft);
  const filters = sparseFilters(config, half);
  const windowed = new Float32Array(fft);
  const power = new Float32Array(half + 1);

  function frameFeatures(frame: Float32Array, out: Float32Array): void {
    let sum = 0;
    if (config.removeDcOffset) for (let i = 0; i < length; i++) sum = fround(sum + frame[i]!);
    const mean = fround(sum / length);
    for (let i = 0; i < length; i++) {
      const previous = fround(frame[Math.max(0, i - 1)]! - mean);
      const emphasised = fround(fround(frame[i]! - mean) - fround(preemphasis * previous));
      windowed[i] = emphasised * window[i]!;
    }
    transform.power(windowed, power);
    for (let bin = 0; bin < bins; bin++) {
      const { first, weights } = filters[bin]!;
      let energy = 0;
      for (let i = 0; i < weights.length; i++) energy = fround(energy + fround(weights[i]! * power[first + i]!));
      out[bin] = floatLog(Math.max(energy, config.energyFloor));
    }
  }

  return {
    bins,
    accept(samples) {
      framing.accept(samples);
      const count = framing.availableFrames;
      const frames = framing.take(count);
      const features = new Float32Array(count * bins);
      for (let t = 0; t < count; t++) {
        frameFeatures(frames.subarray(t * length, (t + 1) * length), features.subarray(t * bins, (t + 1) * bins));
      }
      return features;
    },
    reset: () => framing.reset(),
  };
}

function analysisWindow({ window }: FbankConfig, length: number): Float32Array {
  const period = window === 'hann' ? length : length - 1;
  return Float32Array.from({ length }, (_, n) => {
    const raised = 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / period);
    return window === 'povey' ? raised ** 0.85 : raised;
  });
}

interface Filter {
  readonly first: number;
  readonly weights: Float32Array;
}

function sparseFilters(config: FbankConfig, half: number): Filter[] {
  const { bins } = config;
  const dense = config.melScale === 'slaney' ? slaneyMatrix(config, half) : htkMatrix(config, half);
  return Array.from({ length: bins }, (_, bin) => {
    const column = Array.from({ length: half + 1 }, (_, point) => dense[point * bins + bin]!);
    const first = Math.max(
      0,
      column.findIndex((weight) => weight > 0),
    );
    const last = column.findLastIndex((weight) => weight > 0);
    return { first, weights: Float32Array.from(column.slice(first, last + 1)) };
  });
}

/** Kaldi's triangles, `(half + 1, bins)`, in single precision, whose differences of nearly equal numbers are far from exact. */
function htkMatrix({ bins, sampleRateHz, lowHz, highHz }: FbankConfig, half: number): Float64Array {
  const { fround } = Math;
  const toMel = (hz: number): number => fround(1127 * floatLog(fround(1 + fround(hz / 700))));
  const low = toMel(lowHz);
  const high = toMel(highHz > 0 ? highHz : sampleRateHz / 2 + highHz);
  const step = fround(fround(high - low) / (bins + 1));
  const edge = (i: number): number => fround(low + fround(i * step));
  const out = new Float64Array((half + 1) * bins);
  // The highest frequency is left out.
  for (let point = 0; point < half; point++) {
    const mel = toMel(fround(fround(sampleRateHz / (2 * half)) * point));
    for (let bin = 0; bin < bins; bin++) {
      const [left, centre, right] = [edge(bin), edge(bin + 1), edge(bin + 2)];
      if (mel <= left || mel >= right) continue;
      const [distance, width] =
        mel <= centre ? [fround(mel - left), fround(centre - left)] : [fround(right - mel), fround(right - centre)];
      out[point * bins + bin] = fround(distance / width);
    }
  }
  return out;
}

/** Triangles of librosa, `(half + 1, bins)`: even up to 1 kHz, logarithmic above. */
function slaneyMatrix(config: FbankConfig, half: number): Float64Array {
  const { bins, sampleRateHz, lowHz } = config;
  const highHz = config.highHz > 0 ? config.highHz : sampleRateHz / 2 + config.highHz;
  const { fround } = Math;
  const [step, perStep] = [fround(0.06875177742094911), fround(14.545078505785561)];
  const toMel = (hz: number): number =>
    hz <= 1000 ? fround(fround(hz * 3) / 200) : fround(15 + fround(perStep * floatLog(fround(hz / 1000))));
  const toHz = (mel: number): number =>
    mel <= 15 ? fround(fround(200 / 3) * mel) : fround(1000 * fround(Math.exp(fround(fround(mel - 15) * step))));
  const low = toMel(lowHz);
  const delta = fround(fround(toMel(highHz) - low) / (bins + 1));
  const edges = Array.from({ length: bins + 2 }, (_, i) => toHz(fround(low + fround(i * delta))));
  const out = new Float64Array((half + 1) * bins);
  for (let point = 0; point <= half; point++) {
    const hz = fround(fround(sampleRateHz / (2 * half)) * point);
    for (let bin = 0; bin < bins; bin++) {
      const [left, centre, right] = [edges[bin]!, edges[bin + 1]!, edges[bin + 2]!];
      if (hz <= left || hz >= right) continue;
      const [distance, width] =
        hz <= centre ? [fround(hz - left), fround(centre - left)] : [fround(right - hz), fround(right - centre)];
      out[point * bins + bin] = fround(fround(distance / width) * fround(2 / fround(right - left)));
    }
  }
  return out;
}
