import * as tf from '@tensorflow/tfjs-core';
import type { WhisperLogMelConfig } from '../core/model/manifest';
import type { Featurizer } from './featurizer';
import { frameLengthSamples } from './filterbank';
import { foldedDft } from './folded-dft';
import { slaneyFilters } from './slaney-mel';

/** Frames whose running maximum is taken at once. */
const blockFrames = 64;
/** Added to what a frame must not see; far below any logarithm of a power, and finite, as some GPUs know no infinity. */
const unseen = -1e9;

/**
 * Whisper's log-mel features (Radford et al. 2022), relative to the loudest value so far instead of the window's. Inside,
 * logarithms are natural ones: powers of ten come with the last product.
 */
export function createWhisperLogMel(config: WhisperLogMelConfig): Featurizer {
  const { bins, powerFloor, dynamicRange, initialMaximum, offset } = config;
  const length = frameLengthSamples(config);
  const analysis = tf.tensor2d(analysisMatrix(config), [length, 2 * spectrumPoints(length)]);
  const mel = tf.tensor2d(melMatrix(config), [2 * spectrumPoints(length), bins]);
  const floor = tf.scalar(powerFloor);
  const lowest = tf.scalar(-dynamicRange * Math.LN10);
  const scale = tf.scalar(1 / (4 * Math.LN10));
  const shift = tf.scalar(offset / 4);
  const later = tf.tensor2d(laterFrames(), [blockFrames, blockFrames + 1]);

  /** Features of at most `blockFrames` frames from their natural logarithms. */
  function relative(logs: tf.Tensor2D, loudest: tf.Tensor1D): { features: tf.Tensor2D; loudest: tf.Tensor1D } {
    const count = logs.shape[0];
    const each = tf.concat1d([loudest, tf.max<tf.Tensor1D>(logs, 1)]);
    const hidden = count === blockFrames ? later : tf.slice2d(later, [0, 0], [count, count + 1]);
    const running = tf.max<tf.Tensor1D>(tf.add(hidden, each), 1);
    const below = tf.maximum(tf.sub(logs, tf.reshape(running, [count, 1])), lowest);
    return { features: tf.add(tf.mul(below, scale), shift), loudest: tf.slice1d(running, count - 1, 1) };
  }

  return {
    startLoudest: (before) => tf.tensor1d([before ?? initialMaximum * Math.LN10]),
    features(frames, before) {
      if (before === null) throw new Error('these features need the loudest value so far');
      const spectrum = tf.square<tf.Tensor2D>(tf.matMul(frames, analysis));
      const logs = tf.log<tf.Tensor2D>(tf.maximum(tf.matMul(spectrum, mel), floor));
      const count = frames.shape[0];
      if (count <= blockFrames) return relative(logs, before);
      const parts: tf.Tensor2D[] = [];
      let loudest = before;
      for (let start = 0; start < count; start += blockFrames) {
        const block = relative(tf.slice2d(logs, [start, 0], [Math.min(blockFrames, count - start), bins]), loudest);
        parts.push(block.features);
        loudest = block.loudest;
      }
      return { features: tf.concat2d(parts, 0), loudest };
    },
    normalize: (features) => features,
    weights: [analysis, mel, floor, lowest, scale, shift, later],
  };
}

function spectrumPoints(length: number): number {
  return length / 2 + 1;
}

/** Periodic Hann window and DFT as one matrix, `(frameLength, 2 · points)`. */
function analysisMatrix(config: WhisperLogMelConfig): Float32Array {
  const length = frameLengthSamples(config);
  const window = Float64Array.from({ length }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / length));
  return foldedDft(length, length, spectrumPoints(length), (row) => {
    for (let n = 0; n < length; n++) row[n]! *= window[n]!;
  });
}

/** Mel weights twice, for the squares of the real and of the imaginary parts, `(2 · points, bins)`. */
function melMatrix(config: WhisperLogMelConfig): Float32Array {
  const { bins, sampleRateHz, lowHz, highHz } = config;
  const length = frameLengthSamples(config);
  const points = spectrumPoints(length);
  const matrix = new Float32Array(2 * points * bins);
  for (const [bin, { first, weights }] of slaneyFilters(bins, length, sampleRateHz, lowHz, highHz).entries()) {
    for (const [k, weight] of weights.entries()) {
      matrix[(first + k) * bins + bin] = matrix[(points + first + k) * bins + bin] = weight;
    }
  }
  return matrix;
}

/** `(blockFrames, blockFrames + 1)`: zero for what a frame may see, what came before the block (column 0) and frames up to itself. */
function laterFrames(): Float32Array {
  const columns = blockFrames + 1;
  return Float32Array.from({ length: blockFrames * columns }, (_, i) =>
    i % columns <= Math.floor(i / columns) + 1 ? 0 : unseen,
  );
}
