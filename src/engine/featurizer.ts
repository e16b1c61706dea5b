import * as tf from '@tensorflow/tfjs-core';
import type { FeaturizerConfig } from '../core/model/manifest';
import type { Safetensors } from '../core/model/safetensors';
import { analysisMatrix, fftSize, frameLengthSamples, melMatrix } from './filterbank';

/** The filterbank on the current backend: two matrix products, no FFT kernel needed. */
export interface Featurizer {
  /** Frames `(T, frameLength)` → log-mel features `(T, bins)`. Call inside `tf.tidy`. */
  features(frames: tf.Tensor2D): tf.Tensor2D;
  /** Features `(T, bins)` → what the encoder was trained on, `(T, bins)`. Call inside `tf.tidy`. */
  normalize(features: tf.Tensor2D): tf.Tensor2D;
  /** To keep and to dispose. */
  readonly weights: readonly tf.Tensor[];
}

export function createFeaturizer(config: FeaturizerConfig, weights: Safetensors): Featurizer {
  const fft = fftSize(config);
  const half = fft / 2;
  const analysis = tf.tensor2d(analysisMatrix(config), [frameLengthSamples(config), fft]);
  const mel = tf.tensor2d(melMatrix(config), [half, config.bins]);
  const mean = tf.tensor1d(weights.read('featurizer.mean', [config.bins]));
  const scale = tf.tensor1d(weights.read('featurizer.scale', [config.bins]));
  const floor = tf.scalar(config.energyFloor);
  return {
    features(frames) {
      const spectrum = tf.square<tf.Tensor2D>(tf.matMul(frames, analysis)); // (T, fft)
      const count = frames.shape[0];
      const power = tf.add<tf.Tensor2D>(tf.slice2d(spectrum, [0, 0], [count, half]), tf.slice2d(spectrum, [0, half], [count, half]));
      return tf.log(tf.maximum(tf.matMul(power, mel), floor));
    },
    normalize: (features) => tf.mul(tf.sub(features, mean), scale),
    weights: [analysis, mel, mean, scale, floor],
  };
}
