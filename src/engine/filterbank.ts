import type { FeaturizerConfig, KaldiFbankConfig } from '../core/model/manifest';
import { foldedDft } from './folded-dft';

/**
 * The matrices of the Kaldi filterbank, computed in double precision. The same as
 * `training/utter_training/speech/featurizer.py`; source: Kaldi `feat/feature-fbank.cc` and `feat/mel-computations.cc`.
 */

type FrameTimes = Pick<FeaturizerConfig, 'sampleRateHz' | 'frameLengthMs' | 'frameShiftMs'>;

/** Samples in a frame. */
export function frameLengthSamples(config: FrameTimes): number {
  return Math.round((config.sampleRateHz * config.frameLengthMs) / 1000);
}

/** Samples between frames. */
export function frameShiftSamples(config: FrameTimes): number {
  return Math.round((config.sampleRateHz * config.frameShiftMs) / 1000);
}

/** Frame length rounded up to a power of two. */
export function fftSize(config: KaldiFbankConfig): number {
  return 2 ** Math.ceil(Math.log2(frameLengthSamples(config)));
}

/** Analysis window, `(frameLength)`. */
function analysisWindow(config: KaldiFbankConfig): Float64Array {
  const length = frameLengthSamples(config);
  return Float64Array.from({ length }, (_, n) => {
    const cosine = Math.cos((2 * Math.PI * n) / (length - 1));
    if (config.window === 'povey') return (0.5 - 0.5 * cosine) ** 0.85;
    return config.window === 'hann' ? 0.5 - 0.5 * cosine : 0.54 - 0.46 * cosine;
  });
}

/**
 * DC removal, pre-emphasis, window and DFT as one matrix, `(frameLength, fftSize)`: the real parts of bins
 * 0 … fftSize/2 − 1, then the imaginary parts. Kaldi's mel banks never read the Nyquist bin, so it is left out.
 */
export function analysisMatrix(config: KaldiFbankConfig): Float32Array {
  const length = frameLengthSamples(config);
  const fft = fftSize(config);
  const window = analysisWindow(config);
  const c = config.preemphasis;
  return foldedDft(length, fft, fft / 2, (row) => {
    for (let n = 0; n < length; n++) row[n]! *= window[n]!;
    // y[n] = x[n] − c x[n−1], and y[0] = (1 − c) x[0]: sample n also feeds y[n + 1].
    row[0]! *= 1 - c;
    let mean = 0;
    for (let n = 0; n < length; n++) {
      const next = n + 1 < length ? row[n + 1]! : 0;
      row[n]! -= c * next;
      mean += row[n]! / length;
    }
    if (!config.removeDcOffset) mean = 0;
    for (let n = 0; n < length; n++) row[n]! -= mean;
  });
}

/** Triangular mel weights, `(fftSize / 2, bins)`. */
export function melMatrix(config: KaldiFbankConfig): Float32Array {
  const mel = (hz: number): number => 1127 * Math.log(1 + hz / 700);
  const { bins } = config;
  const half = fftSize(config) / 2;
  const low = mel(config.lowHz);
  const high = mel(config.highHz > 0 ? config.highHz : config.sampleRateHz / 2 + config.highHz);
  const edges = Float64Array.from({ length: bins + 2 }, (_, i) => low + ((high - low) * i) / (bins + 1));
  const matrix = new Float32Array(half * bins);
  for (let point = 0; point < half; point++) {
    const at = mel((point * config.sampleRateHz) / fftSize(config));
    for (let bin = 0; bin < bins; bin++) {
      const [left, centre, right] = [edges[bin]!, edges[bin + 1]!, edges[bin + 2]!];
      matrix[point * bins + bin] = Math.max(0, Math.min((at - left) / (centre - left), (right - at) / (right - centre)));
    }
  }
  return matrix;
}
