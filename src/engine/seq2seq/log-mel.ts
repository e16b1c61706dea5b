import { slaneyFilters } from '../slaney-mel';

/** Whisper's features (Radford et al. 2022; `whisper/audio.py`): 80 bins of Slaney's mel scale over the power of a 400-point DFT. */

const windowSamples = 400;
const hopSamples = 160;
export const melBins = 80;
const sampleRateHz = 16_000;
const spectrumPoints = windowSamples / 2 + 1;
/** 400 points are taken as 20 × 20 (Cooley & Tukey 1965). */
const radix = 20;
/** What is further below the loudest bin of the window, in powers of ten, counts as that. */
const rangeDecades = 8;

const hann = Float64Array.from({ length: windowSamples }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / windowSamples));
const cosines = Float64Array.from({ length: windowSamples }, (_, n) => Math.cos((2 * Math.PI * n) / windowSamples));
const sines = Float64Array.from({ length: windowSamples }, (_, n) => -Math.sin((2 * Math.PI * n) / windowSamples));

const filters = slaneyFilters(melBins, windowSamples, sampleRateHz, 0, sampleRateHz / 2);

/**
 * @param samples mono at 16 kHz; silence behind them is the caller's to add.
 * @returns row-major `(80, frames)` with `frames` = samples / 160, the last frame dropped as Whisper does.
 */
export function whisperFeatures(samples: Float32Array): { readonly frames: number; readonly data: Float32Array } {
  const frames = Math.floor(samples.length / hopSamples);
  const data = new Float32Array(melBins * frames);
  const frame = new Float64Array(windowSamples);
  const power = new Float64Array(spectrumPoints);
  let largest = -Infinity;
  for (let t = 0; t < frames; t++) {
    const start = t * hopSamples - windowSamples / 2;
    for (let n = 0; n < windowSamples; n++) frame[n] = samples[mirrored(start + n, samples.length)]! * hann[n]!;
    powerSpectrum(frame, power);
    for (const [bin, { first, weights }] of filters.entries()) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k]! * power[first + k]!;
      const value = Math.log10(Math.max(sum, 1e-10));
      largest = Math.max(largest, value);
      data[bin * frames + t] = value;
    }
  }
  for (let i = 0; i < data.length; i++) data[i] = (Math.max(data[i]!, largest - rangeDecades) + 4) / 4;
  return { frames, data };
}

/** Edges are mirrored; very short recordings more than once. */
function mirrored(at: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const within = ((at % period) + period) % period;
  return within < length ? within : period - within;
}

const innerReal = new Float64Array(windowSamples);
const innerImaginary = new Float64Array(windowSamples);

/** Sums over the samples 20 apart first, then over those sums: a sixth of the work of the plain sum. */
function powerSpectrum(frame: Float64Array, power: Float64Array): void {
  for (let a = 0; a < radix; a++) {
    for (let q = 0; q < radix; q++) {
      let [real, imaginary] = [0, 0];
      if (q <= radix / 2) {
        for (let b = 0; b < radix; b++) {
          const angle = ((b * q) % radix) * radix;
          const value = frame[b * radix + a]!;
          real += value * cosines[angle]!;
          imaginary += value * sines[angle]!;
        }
      } else {
        real = innerReal[a * radix + radix - q]!;
        imaginary = -innerImaginary[a * radix + radix - q]!;
      }
      innerReal[a * radix + q] = real;
      innerImaginary[a * radix + q] = imaginary;
    }
  }
  for (let k = 0; k < spectrumPoints; k++) {
    const q = k % radix;
    let [real, imaginary] = [0, 0];
    for (let a = 0; a < radix; a++) {
      const angle = (a * k) % windowSamples;
      const [re, im] = [innerReal[a * radix + q]!, innerImaginary[a * radix + q]!];
      real += re * cosines[angle]! - im * sines[angle]!;
      imaginary += re * sines[angle]! + im * cosines[angle]!;
    }
    power[k] = real * real + imaginary * imaginary;
  }
}
