import type * as tf from '@tensorflow/tfjs-core';

/** An encoder's layers on the current backend. */
export interface EncoderGraph {
  /**
   * Starts an utterance. Call outside `tf.tidy`.
   * @param featureFrames how many came before, where the stream takes up what another had begun.
   */
  start(featureFrames?: number): EncoderRun;
  /** To keep and to dispose. */
  readonly weights: readonly tf.Tensor[];
}

/** One utterance in an encoder, with what its layers remember. */
export interface EncoderRun {
  /**
   * Normalised features `(T, inputDim)`, `T` a multiple of the subsampling → `(T / subsampling, outputDim)`. What is remembered
   * moves on. Call inside `tf.tidy`.
   */
  step(features: tf.Tensor2D): tf.Tensor2D;
  /** Frees what is remembered. */
  dispose(): void;
}
