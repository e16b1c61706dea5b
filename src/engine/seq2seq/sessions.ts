import type { DecoderOutput, DecoderRow, PieceDecoder } from '../../core/seq2seq/piece-decoder';
import type { OnnxRuntime, OnnxSession, OnnxTensor, OnnxTensors } from '../onnx/runtime';
import type { Seq2seqConfig } from './configuration';

/*
 * Encoder and decoder in the layout of Hugging Face's exports (`encoder_model.onnx`, `decoder_model_merged.onnx`), or in Utter's own
 * leaner one: there the encoder gives the cross-attention's keys and values, the decoder takes `beam_index` and tells where it looked.
 */

type Side = 'decoder' | 'encoder';

const parts = ['key', 'value'] as const;

function stateNames(prefix: 'past_key_values' | 'present', side: Side, layers: number): string[] {
  return Array.from({ length: layers }, (_, n) => parts.map((part) => `${prefix}.${n}.${side}.${part}`)).flat();
}

/** Runs the encoder; the decoder that is returned belongs to this sound. */
export async function encodeSound(
  runtime: OnnxRuntime,
  encoder: OnnxSession,
  decoder: OnnxSession,
  config: Seq2seqConfig,
  input: OnnxTensor,
): Promise<PieceDecoder> {
  const feeds: Record<string, OnnxTensor> = { [encoder.inputNames[0]!]: input };
  // Some exports want to be told that nothing of the sound is padding.
  if (encoder.inputNames.includes('attention_mask')) {
    feeds['attention_mask'] = runtime.tensor('int64', new Array<number>(input.dims.at(-1)!).fill(1), [1, input.dims.at(-1)!]);
  }
  return createDecoder(runtime, decoder, config, await encoder.run(feeds));
}

function createDecoder(runtime: OnnxRuntime, session: OnnxSession, config: Seq2seqConfig, encoded: OnnxTensors): PieceDecoder {
  const { layers, heads, headDim, pieces } = config;
  const isMerged = session.inputNames.includes('use_cache_branch');
  const takesHidden = session.inputNames.includes('encoder_hidden_states');
  const reorders = session.inputNames.includes('beam_index');
  const tellsAttention = session.outputNames.includes('cross_attention');
  const outputs = ['logits', ...stateNames('present', 'decoder', layers), ...(tellsAttention ? ['cross_attention'] : [])];
  const own = renamed(encoded, stateNames('present', 'encoder', layers));
  /** Keys and values of the sound; a merged export gives them with its first step. */
  let sound: Record<string, OnnxTensor> = own;
  let text: Record<string, OnnxTensor> = emptyState('decoder');
  let rows = 1;
  let hasBegun = false;

  function emptyState(side: Side): Record<string, OnnxTensor> {
    const empty = runtime.tensor('float32', [], [1, heads, 0, headDim]);
    return Object.fromEntries(stateNames('past_key_values', side, layers).map((name) => [name, empty]));
  }

  /** @param ids `(rows, steps)`, row by row */
  async function run(ids: readonly number[], steps: number, parents: readonly number[]): Promise<DecoderOutput> {
    const count = parents.length;
    const isFirst = !hasBegun;
    const past = reorders || isSame(parents, rows) ? text : reordered(runtime, text, parents, rows);
    const feeds: Record<string, OnnxTensor> = { input_ids: runtime.tensor('int64', ids, [count, steps]), ...past, ...sound };
    if (reorders) feeds['beam_index'] = runtime.tensor('int64', parents, [count]);
    if (takesHidden) feeds['encoder_hidden_states'] = encoded['last_hidden_state']!;
    if (isMerged) {
      feeds['use_cache_branch'] = runtime.flag(!isFirst);
      if (isFirst) Object.assign(feeds, emptyState('encoder'));
    }
    const wanted = isMerged && isFirst ? [...outputs, ...stateNames('present', 'encoder', layers)] : outputs;
    const result = await session.run(feeds, wanted);
    if (isMerged && isFirst) sound = renamed(result, stateNames('present', 'encoder', layers));
    text = renamed(result, stateNames('present', 'decoder', layers));
    [rows, hasBegun] = [count, true];
    const attention = tellsAttention ? (result['cross_attention']!.data as Float32Array) : null;
    return { rows: count * steps, logits: result['logits']!.data as Float32Array, attention };
  }

  return {
    pieces,
    begin(prompt) {
      [text, rows, hasBegun] = [emptyState('decoder'), 1, false];
      if (isMerged) sound = {};
      return run(prompt, prompt.length, [0]);
    },
    append: (more) => run(more, more.length, [0]),
    forget(count) {
      if (count > 0) text = shortened(runtime, text, count);
    },
    step: (next: readonly DecoderRow[]) =>
      run(
        next.map(({ piece }) => piece),
        1,
        next.map(({ parent }) => parent),
      ),
  };
}

/** Outputs under the names that the next step takes them by. */
function renamed(tensors: OnnxTensors, names: readonly string[]): Record<string, OnnxTensor> {
  return Object.fromEntries(
    names.flatMap((name) => (tensors[name] === undefined ? [] : [[name.replace(/^present/, 'past_key_values'), tensors[name]]])),
  );
}

function isSame(parents: readonly number[], rows: number): boolean {
  return parents.length === rows && parents.every((parent, row) => parent === row);
}

/** The state's rows in another order, for graphs that don't do it themselves. */
function reordered(
  runtime: OnnxRuntime,
  state: Readonly<Record<string, OnnxTensor>>,
  parents: readonly number[],
  rows: number,
): Record<string, OnnxTensor> {
  return Object.fromEntries(
    Object.entries(state).map(([name, tensor]) => {
      const data = tensor.data as Float32Array;
      const size = data.length / rows;
      const moved = new Float32Array(size * parents.length);
      for (const [row, parent] of parents.entries()) moved.set(data.subarray(parent * size, (parent + 1) * size), row * size);
      return [name, runtime.tensor('float32', moved, [parents.length, ...tensor.dims.slice(1)])];
    }),
  );
}

/** The state of one row, `(1, heads, steps, channels)`, without its last steps. */
function shortened(runtime: OnnxRuntime, state: Readonly<Record<string, OnnxTensor>>, count: number): Record<string, OnnxTensor> {
  return Object.fromEntries(
    Object.entries(state).map(([name, tensor]) => {
      const [, heads = 1, steps = 0, channels = 0] = tensor.dims;
      const kept = steps - count;
      const data = tensor.data as Float32Array;
      const short = new Float32Array(heads * kept * channels);
      for (let head = 0; head < heads; head++) {
        const from = head * steps * channels;
        short.set(data.subarray(from, from + kept * channels), head * kept * channels);
      }
      return [name, runtime.tensor('float32', short, [1, heads, kept, channels])];
    }),
  );
}
