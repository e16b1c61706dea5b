import type { FeaturizerConfig } from '../core/model/manifest';
import type { Safetensors } from '../core/model/safetensors';
import type { Featurizer } from './featurizer';
import { createKaldiFbank } from './featurizer-kaldi';
import { createWhisperLogMel } from './featurizer-log-mel';

/** The featurizer of a manifest on the current backend. @throws UtterError `model-invalid` for a tensor that is missing or of another shape. */
export function createFeaturizer(config: FeaturizerConfig, weights: Safetensors): Featurizer {
  switch (config.kind) {
    case 'kaldi-fbank':
      return createKaldiFbank(config, weights);
    case 'whisper-log-mel':
      return createWhisperLogMel(config);
  }
}
