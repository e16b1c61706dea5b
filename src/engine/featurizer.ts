import type * as tf from '@tensorflow/tfjs-core';

/** A featurizer on the current backend. */
export interface Featurizer {
  /**
   * What an utterance begins with, where features are relative to the loudest so far; null if each frame is independent.
   * @param before the loudest of what came before, in the featurizer's own unit; null at the beginning.
   */
  startLoudest(before: number | null): tf.Tensor1D | null;
  /**
   * Sample frames `(T, frameLength)` → log-mel features `(T, bins)`, and the loudest up to the last of them, `(1)`. Call inside
   * `tf.tidy`; `loudest` stays the caller's.
   */
  features(
    frames: tf.Tensor2D,
    loudest: tf.Tensor1D | null,
  ): { readonly features: tf.Tensor2D; readonly loudest: tf.Tensor1D | null };
  /** Features `(T, bins)` → what the encoder was trained on, `(T, bins)`. Call inside `tf.tidy`. */
  normalize(features: tf.Tensor2D): tf.Tensor2D;
  /** To keep and to dispose. */
  readonly weights: readonly tf.Tensor[];
}
