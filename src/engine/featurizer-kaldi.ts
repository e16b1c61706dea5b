import * as tf from '@tensorflow/tfjs-core';
import type { KaldiFbankConfig } from '../core/model/manifest';
import type { Safetensors } from '../core/model/safetensors';
import type { Featurizer } from './featurizer';
import { analysisMatrix, fftSize, frameLengthSamples, melMatrix } from './filterbank';

/** Kaldi's filterbank: two matrix products, no FFT kernel needed. Every frame is for itself. */
export function createKaldiFbank(config: KaldiFbankConfig, weights: Safetensors): Featurizer {
  const fft = fftSize(config);
  const half = fft / 2;
  const analysis = tf.tensor2d(analysisMatrix(config), [frameLengthSamples(config), fft]);
  const mel = tf.tensor2d(melMatrix(config), [half, config.bins]);
  const mean = tf.tensor1d(weights.read('featurizer.mean', [config.bins]));
  const scale = tf.tensor1d(weights.read('featurizer.scale', [config.bins]));
  const floor = tf.scalar(config.energyFloor);
  return {
    startLoudest: () => null,
    features(frames) {
      const spectrum = tf.square<tf.Tensor2D>(tf.matMul(frames, analysis)); // (T, fft)
      const count = frames.shape[0];
      const power = tf.add<tf.Tensor2D>(
        tf.slice2d(spectrum, [0, 0], [count, half]),
        tf.slice2d(spectrum, [0, half], [count, half]),
      );
      return { features: tf.log(tf.maximum(tf.matMul(power, mel), floor)), loudest: null };
    },
    normalize: (features) => tf.mul(tf.sub(features, mean), scale),
    weights: [analysis, mel, mean, scale, floor],
  };
}
