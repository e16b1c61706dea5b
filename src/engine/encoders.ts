import type { EncoderConfig } from '../core/model/manifest';
import type { Safetensors } from '../core/model/safetensors';
import { createCausalConvEncoder } from './encoder-causal-conv';
import type { EncoderGraph } from './encoder-causal-conv';

/** Every encoder architecture a manifest may name; the compiler asks for the missing ones. */
export const encoderArchitectures: {
  readonly [A in EncoderConfig['architecture']]: (
    config: Extract<EncoderConfig, { architecture: A }>,
    weights: Safetensors,
  ) => EncoderGraph;
} = {
  'causal-conv': createCausalConvEncoder,
};
