import type { Manifest } from '../../src/core/model/manifest';
import type { Safetensors } from '../../src/core/model/safetensors';
import { addChunkAttentionEncoder } from './onnx-attention';
import { addCausalConvEncoder } from './onnx-causal-conv';
import { createOnnxGraph } from './onnx-graph';
import { type OnnxValue, onnxModel } from './onnx-writer';

/** An encoder as an ONNX graph for chunks of one length: `features` and the states in, `output` and the next states out. */
export interface OnnxEncoder {
  readonly bytes: Uint8Array;
  /** Inputs of the states, with their shapes; the output of the same state is `next.<name>`. */
  readonly states: readonly OnnxValue[];
}

/** The computation of `docs/model-format.md`, from features before normalisation, operator by operator. */
export function onnxEncoder(manifest: Manifest, weights: Safetensors, chunkFrames: number): OnnxEncoder {
  const { encoder, featurizer } = manifest;
  const graph = createOnnxGraph();
  const { op, constant } = graph;
  const bins = [featurizer.bins];
  let x = 'features';
  if (featurizer.kind === 'kaldi-fbank') {
    x = op('Sub', [x, constant(weights.read('featurizer.mean', bins), bins)]);
    x = op('Mul', [x, constant(weights.read('featurizer.scale', bins), bins)]);
  }
  switch (encoder.architecture) {
    case 'causal-conv':
      x = addCausalConvEncoder(graph, encoder, weights, x, chunkFrames);
      break;
    case 'chunk-attention':
      x = addChunkAttentionEncoder(graph, encoder, weights, x, chunkFrames);
      break;
  }
  graph.copy(x, 'output');
  const { states } = encoder;
  const bytes = onnxModel({
    nodes: graph.nodes,
    weights: graph.tensors,
    inputs: [{ name: 'features', shape: [chunkFrames, featurizer.bins] }, ...states],
    outputs: [
      { name: 'output', shape: [chunkFrames / encoder.subsampling, encoder.outputDim] },
      ...states.map(({ name, shape }) => ({ name: `next.${name}`, shape })),
    ],
  });
  return { bytes, states };
}
