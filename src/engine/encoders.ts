import type { EncoderConfig } from '../core/model/manifest';
import type { Safetensors } from '../core/model/safetensors';
import { createCausalConvEncoder } from './encoder-causal-conv';
import { createChunkAttentionEncoder } from './encoder-chunk-attention';
import type { EncoderGraph } from './encoder-graph';

/** The encoder of a manifest on the current backend. @throws UtterError `model-invalid` for a tensor that is missing or of another shape. */
export function createEncoder(config: EncoderConfig, weights: Safetensors): EncoderGraph {
  switch (config.architecture) {
    case 'causal-conv':
      return createCausalConvEncoder(config, weights);
    case 'chunk-attention':
      return createChunkAttentionEncoder(config, weights);
  }
}
