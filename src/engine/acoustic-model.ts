import * as tf from '@tensorflow/tfjs-core';
import type { BackendName } from '../core/backend';
import type { Manifest } from '../core/model/manifest';
import type { Safetensors } from '../core/model/safetensors';
import { acquireBackend, activateBackend } from './backends';
import type { EncoderGraph, EncoderStates } from './encoder-causal-conv';
import { encoderArchitectures } from './encoders';
import { createFeaturizer } from './featurizer';
import type { Featurizer } from './featurizer';
import { frameLengthSamples } from './filterbank';

/** Featurizer and encoder with their weights on one backend. Every call fails once its device is lost. */
export interface AcousticModel {
  readonly backend: BackendName;
  /** Sample frames `(T, frameLength)` → log-mel features before normalisation, `(T, bins)`. */
  features(frames: Float32Array): Promise<Float32Array>;
  /** A new utterance. */
  start(): AcousticStream;
  dispose(): void;
}

/** One utterance's state on the backend. */
export interface AcousticStream {
  /**
   * Sample frames `(T, frameLength)` → `(T / subsampling, outputDim)`, with one read-back. The state moves on at
   * once, so calls may overlap; their results come in order.
   */
  encode(frames: Float32Array): Promise<Float32Array>;
  dispose(): void;
}

/**
 * Is told how long each stage of a chunk took. A GPU is only given its work in the first two, and waited for in the
 * read-back.
 */
export type StageTimer = (stage: 'featurize' | 'encode' | 'readBack', ms: number) => void;

/** Uploads the weights. @throws Error when the backend can't be set up. */
export async function createAcousticModel(
  backend: BackendName,
  manifest: Manifest,
  weights: Safetensors,
  onStage: StageTimer = () => {},
): Promise<AcousticModel> {
  const device = await acquireBackend(backend);
  const frameLength = frameLengthSamples(manifest.featurizer);
  let uploaded: ReturnType<typeof upload>;
  try {
    activateBackend(backend);
    uploaded = upload(manifest, weights);
  } catch (error) {
    device.release();
    throw error;
  }
  const { featurizer, encoder } = uploaded;
  const toTensor = (frames: Float32Array): tf.Tensor2D =>
    tf.tensor2d(frames, [frames.length / frameLength, frameLength]);

  async function readBack(tensor: tf.Tensor2D): Promise<Float32Array> {
    try {
      const data = await device.orLost(tensor.data<'float32'>());
      if (!areFinite(data)) throw new Error('the device gave a result that is not a number');
      return data;
    } finally {
      tensor.dispose();
    }
  }

  return {
    backend,
    async features(frames) {
      activateBackend(backend);
      return readBack(tf.tidy(() => featurizer.features(toTensor(frames))));
    },
    start() {
      activateBackend(backend);
      let states: EncoderStates = encoder.start();
      return {
        async encode(frames) {
          activateBackend(backend);
          const startMs = performance.now();
          let featuresMs = startMs;
          const { output, states: next } = tf.tidy(() => {
            const features = featurizer.normalize(featurizer.features(toTensor(frames)));
            featuresMs = performance.now();
            return encoder.step(features, states);
          });
          tf.dispose(states);
          states = next;
          const encodedMs = performance.now();
          const data = await readBack(output);
          onStage('featurize', featuresMs - startMs);
          onStage('encode', encodedMs - featuresMs);
          onStage('readBack', performance.now() - encodedMs);
          return data;
        },
        dispose() {
          tf.dispose(states);
          states = {};
        },
      };
    },
    dispose() {
      tf.dispose([...featurizer.weights, ...encoder.weights]);
      device.release();
    },
  };
}

/** All weights on the current backend, or none when one of them is missing. */
function upload(manifest: Manifest, weights: Safetensors): { featurizer: Featurizer; encoder: EncoderGraph } {
  tf.engine().startScope();
  try {
    const featurizer = createFeaturizer(manifest.featurizer, weights);
    const encoder = encoderArchitectures[manifest.encoder.architecture](manifest.encoder, weights);
    for (const tensor of [...featurizer.weights, ...encoder.weights]) tf.keep(tensor);
    return { featurizer, encoder };
  } finally {
    tf.engine().endScope();
  }
}

function areFinite(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}
