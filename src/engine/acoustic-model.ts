import * as tf from '@tensorflow/tfjs-core';
import type { BackendName } from '../core/backend';
import type { Manifest } from '../core/model/manifest';
import type { Safetensors } from '../core/model/safetensors';
import { acquireBackend, activateBackend } from './backends';
import type { EncoderGraph } from './encoder-graph';
import { createEncoder } from './encoders';
import type { Featurizer } from './featurizer';
import { createFeaturizer } from './featurizers';
import { frameLengthSamples } from './filterbank';

/** Featurizer and encoder with their weights on one backend. Every call fails once its device is lost. */
export interface AcousticModel {
  readonly backend: BackendName;
  /** Features alone, of a new utterance. */
  startFeatures(): FeatureStream;
  /** A new utterance, or one that another stream has begun. */
  start(position?: StreamPosition): AcousticStream;
  dispose(): void;
}

export interface FeatureStream {
  /** Sample frames `(T, frameLength)` → log-mel features before normalisation, `(T, bins)`. */
  next(frames: Float32Array): Promise<Float32Array>;
  dispose(): void;
}

/** Where an utterance stands: what a stream needs to know of everything that its encoder no longer remembers. */
export interface StreamPosition {
  /** Feature frames so far. */
  readonly featureFrames: number;
  /** The loudest so far, in the featurizer's own unit; null where features are not relative to it. */
  readonly loudest: number | null;
}

export const utteranceStart: StreamPosition = { featureFrames: 0, loudest: null };

/** One utterance's state on the backend. */
export interface AcousticStream {
  /**
   * Sample frames `(T, frameLength)` → `(T / subsampling, outputDim)`, with one read-back. The state moves on at
   * once, so calls may overlap; their results come in order.
   */
  encode(frames: Float32Array): Promise<Float32Array>;
  /** After the last chunk whose result has come. */
  position(): StreamPosition;
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
  const toTensor = (frames: Float32Array): tf.Tensor2D => tf.tensor2d(frames, [frames.length / frameLength, frameLength]);

  async function readBack(tensor: tf.Tensor): Promise<Float32Array> {
    try {
      const data = await device.orLost(tensor.data<'float32'>());
      if (!areFinite(data)) throw new Error('the device gave a result that is not a number');
      return data;
    } finally {
      tensor.dispose();
    }
  }

  /** Features of one utterance, with the loudest so far on the backend. */
  function startFeatures(before: number | null) {
    let loudest = featurizer.startLoudest(before);
    return {
      isRelative: loudest !== null,
      next(frames: Float32Array): tf.Tensor2D {
        const next = featurizer.features(toTensor(frames), loudest);
        if (next.loudest !== null) tf.keep(next.loudest);
        loudest?.dispose();
        loudest = next.loudest;
        return next.features;
      },
      /** An output with the loudest behind it, where there is one: what is read back. */
      withLoudest: (output: tf.Tensor2D): tf.Tensor =>
        loudest === null ? output : tf.concat1d([tf.reshape(output, [output.size]), loudest]),
      dispose(): void {
        loudest?.dispose();
        loudest = null;
      },
    };
  }

  return {
    backend,
    startFeatures() {
      activateBackend(backend);
      const features = startFeatures(null);
      return {
        async next(frames) {
          activateBackend(backend);
          return readBack(tf.tidy(() => features.next(frames)));
        },
        dispose: features.dispose,
      };
    },
    start(from = utteranceStart) {
      activateBackend(backend);
      const run = encoder.start(from.featureFrames);
      const features = startFeatures(from.loudest);
      let position = from;
      return {
        async encode(frames) {
          activateBackend(backend);
          const startMs = performance.now();
          let featuresMs = startMs;
          const result = tf.tidy(() => {
            const input = featurizer.normalize(features.next(frames));
            featuresMs = performance.now();
            return features.withLoudest(run.step(input));
          });
          const encodedMs = performance.now();
          const data = await readBack(result);
          const featureFrames = position.featureFrames + frames.length / frameLength;
          position = { featureFrames, loudest: features.isRelative ? data.at(-1)! : null };
          onStage('featurize', featuresMs - startMs);
          onStage('encode', encodedMs - featuresMs);
          onStage('readBack', performance.now() - encodedMs);
          return features.isRelative ? data.subarray(0, -1) : data;
        },
        position: () => position,
        dispose() {
          features.dispose();
          run.dispose();
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
    const encoder = createEncoder(manifest.encoder, weights);
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
