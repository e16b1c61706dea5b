/** Streaming encoders of icefall, and the states that each carries from chunk to chunk. */

export const icefallFamilies = ['zipformer', 'zipformer2', 'conformer', 'lstm'] as const;
export type IcefallFamily = (typeof icefallFamilies)[number];

export type StateShape = readonly number[];

/** An encoder's metadata. */
export interface FamilyMetadata {
  readonly bins: number;
  number(key: string): number;
  /** Comma-separated: one for each stack of layers. */
  numbers(key: string): readonly number[];
}

/**
 * Shapes of a family's states for one stream, in the order in which its graph takes them; all begin as zeros. Source:
 * sherpa-onnx `online-{zipformer,zipformer2,conformer,lstm}-transducer-model.cc`, `GetEncoderInitStates`.
 */
export function familyStates(family: IcefallFamily, metadata: FamilyMetadata): StateShape[] {
  switch (family) {
    case 'zipformer':
      return zipformerStates(metadata);
    case 'zipformer2':
      return zipformer2States(metadata);
    case 'conformer': {
      const layers = metadata.number('num_encoder_layers');
      const dim = metadata.number('encoder_dim');
      return [
        [layers, metadata.number('left_context'), 1, dim],
        [layers, metadata.number('cnn_module_kernel') - 1, 1, dim],
      ];
    }
    case 'lstm': {
      const layers = metadata.number('num_encoder_layers');
      return [
        [layers, 1, metadata.number('d_model')],
        [layers, 1, metadata.number('rnn_hidden_size')],
      ];
    }
  }
}

/** Each kind of state for all stacks, then the next kind. */
function zipformerStates(metadata: FamilyMetadata): StateShape[] {
  const layers = metadata.numbers('num_encoder_layers');
  const at = (key: string): ((stack: number) => number) => {
    const values = metadata.numbers(key);
    return (stack) => values[stack] ?? 0;
  };
  const dim = at('encoder_dims');
  const attention = at('attention_dims');
  const left = at('left_context_len');
  const kernel = at('cnn_module_kernels');
  const kinds: ((count: number, stack: number) => StateShape)[] = [
    (count) => [count, 1],
    (count, i) => [count, 1, dim(i)],
    (count, i) => [count, left(i), 1, attention(i)],
    (count, i) => [count, left(i), 1, Math.floor(attention(i) / 2)],
    (count, i) => [count, left(i), 1, Math.floor(attention(i) / 2)],
    (count, i) => [count, 1, dim(i), kernel(i) - 1],
    (count, i) => [count, 1, dim(i), kernel(i) - 1],
  ];
  return kinds.flatMap((shape) => layers.map(shape));
}

/** All states of a layer, then the next layer; at the end the front end's and the number of frames processed. */
function zipformer2States(metadata: FamilyMetadata): StateShape[] {
  const layers = metadata.numbers('num_encoder_layers');
  const dims = metadata.numbers('encoder_dims');
  const queries = metadata.numbers('query_head_dims');
  const values = metadata.numbers('value_head_dims');
  const heads = metadata.numbers('num_heads');
  const left = metadata.numbers('left_context_len');
  const kernels = metadata.numbers('cnn_module_kernels');
  const states = layers.flatMap((count, i) => {
    const [dim, frames, head] = [dims[i] ?? 0, left[i] ?? 0, heads[i] ?? 0];
    const value: StateShape = [frames, 1, (values[i] ?? 0) * head];
    const convolution: StateShape = [1, dim, Math.floor((kernels[i] ?? 0) / 2)];
    const layer: StateShape[] = [
      [frames, 1, (queries[i] ?? 0) * head],
      [1, 1, frames, Math.floor((3 * dim) / 4)],
      value,
      value,
      convolution,
      convolution,
    ];
    return Array.from({ length: count }, () => layer).flat();
  });
  const embedded = Math.floor((Math.floor((metadata.bins - 1) / 2) - 1) / 2);
  return [...states, [1, 128, 3, embedded], [1]];
}
