import { UtterError } from '../errors';
import type { OnnxHeader, TensorInfo, TensorType } from './header';
import type { PieceTable } from './tokens';
import { familyStates, type IcefallFamily, icefallFamilies, type StateShape } from './families';

/** How a streaming transducer in three ONNX files is to be run, as its own metadata say. */
export interface OnnxContract {
  readonly family: IcefallFamily | 'nemo';
  readonly sampleRateHz: number;
  readonly bins: number;
  /** Feature frames that the encoder takes at a time, and by how many it moves on. */
  readonly chunkFrames: number;
  readonly shiftFrames: number;
  /** Feature frames to an output frame, where the metadata say so. */
  readonly subsampling: number | null;
  readonly encoder: {
    readonly features: TensorInfo;
    readonly output: string;
    readonly states: readonly EncoderState[];
    /** Input for the number of feature frames processed before the chunk. */
    readonly processedFrames: string | null;
    /** Input for the number of feature frames in the chunk. */
    readonly length: string | null;
  };
  /** Units that the predictor sees; null where it is a recurrent network. */
  readonly contextUnits: number | null;
  readonly predictorStates: readonly EncoderState[];
  /** Units in one frame at most: icefall's models are trained for one, NeMo's decode up to ten. */
  readonly maxUnitsPerFrame: number;
  readonly units: number;
}

export interface EncoderState {
  readonly input: string;
  readonly output: string;
  readonly shape: readonly number[];
  readonly type: TensorType;
}

export interface OnnxHeaders {
  readonly encoder: OnnxHeader;
  readonly decoder: OnnxHeader;
  readonly joiner: OnnxHeader;
}

/** Where the headers come from, for messages. */
export interface OnnxPlace {
  readonly location: string;
  readonly files: Readonly<Record<'encoder' | 'decoder' | 'joiner', string>>;
}

/** The error for a model that is whole, but that can't be run. */
export function unusableModel(place: OnnxPlace, part: keyof OnnxHeaders, problem: string, remedy: string): UtterError {
  const path = `${place.location.replace(/\/$/, '')}/${place.files[part]}`;
  return new UtterError('model-invalid', `${path} can't be used: ${problem}.`, remedy);
}

const wrongModel = 'Choose a streaming transducer (sherpa-onnx lists them as "online transducer" or "streaming zipformer").';
const exportAgain = 'Re-export the model with the recipe that trained it, or choose another one.';

/**
 * What encoder, predictor ("decoder") and joint ("joiner") need, from their metadata and graphs.
 * @throws UtterError `model-invalid` for models that don't stream, are of an unknown kind, or contradict themselves.
 */
export function onnxContract(headers: OnnxHeaders, place: OnnxPlace): OnnxContract {
  for (const part of ['encoder', 'decoder', 'joiner'] as const) {
    if (headers[part].hasExternalWeights) {
      throw unusableModel(place, part, 'its weights are in another file', 'Save the model as one file for each part.');
    }
  }
  const { metadata } = headers.encoder;
  const type = metadata.get('model_type') ?? '';
  if (icefallFamilies.includes(type as IcefallFamily)) return icefallContract(headers, place, type as IcefallFamily);
  if (metadata.has('pred_hidden') || /^EncDec\w*RNNT/.test(type)) return nemoContract(headers, place);
  const problem =
    type === '' ? 'its metadata do not say what it is (there is no model_type)' : `models of type "${type}" are not known`;
  throw unusableModel(place, 'encoder', problem, wrongModel);
}

function icefallContract(headers: OnnxHeaders, place: OnnxPlace, family: IcefallFamily): OnnxContract {
  const { encoder, decoder, joiner } = headers;
  const { metadata } = encoder;
  const isOffline = !metadata.has('decode_chunk_len') || encoder.inputs.some(({ name }) => name === 'x_lens');
  if (isOffline) throw unusableModel(place, 'encoder', 'it hears whole recordings only, it does not stream', wrongModel);
  if (metadata.get('feature') === 'whisper') {
    throw unusableModel(place, 'encoder', 'it needs the features of Whisper', wrongModel);
  }
  const number = (part: keyof OnnxHeaders, key: string): number => metadataNumber(headers[part], place, part, key);
  const features = partInput(encoder, place, 0);
  const bins = fixedSize(features.shape?.[2]) ?? 80;
  const hasProcessedFrames = family === 'conformer';
  const stateInputs = encoder.inputs.slice(1, hasProcessedFrames ? -1 : undefined);
  const shapes = familyStates(family, {
    bins,
    number: (key) => number('encoder', key),
    numbers: (key) => metadataNumbers(headers.encoder, place, key),
  });
  const states = pairStates(stateInputs, encoder.outputs.slice(1), shapes, place, 'encoder');
  const units = vocabularySize(joiner) ?? number('decoder', 'vocab_size');
  return {
    family,
    sampleRateHz: Number(metadata.get('sample_rate') ?? 16000),
    bins,
    chunkFrames: number('encoder', 'T'),
    shiftFrames: number('encoder', 'decode_chunk_len'),
    subsampling: null,
    encoder: {
      features,
      output: partOutput(encoder, place, 'encoder'),
      states,
      processedFrames: hasProcessedFrames ? (encoder.inputs.at(-1)?.name ?? null) : null,
      length: null,
    },
    contextUnits: decoder.metadata.has('context_size')
      ? number('decoder', 'context_size')
      : (fixedSize(decoder.inputs[0]?.shape?.[1]) ?? 2),
    predictorStates: [],
    maxUnitsPerFrame: 1,
    units,
  };
}

function nemoContract(headers: OnnxHeaders, place: OnnxPlace): OnnxContract {
  const { encoder, decoder, joiner } = headers;
  const { metadata } = encoder;
  const number = (key: string): number => metadataNumber(encoder, place, 'encoder', key);
  if (!metadata.has('window_size') || !metadata.has('cache_last_channel_dim1')) {
    throw unusableModel(place, 'encoder', 'it hears whole recordings only, it does not stream', wrongModel);
  }
  const normalization = metadata.get('normalize_type') ?? '';
  // Exporters write Python's None for it too.
  if (!['', 'NA', 'None'].includes(normalization)) {
    const problem = `it normalises features over the whole recording (${normalization})`;
    throw unusableModel(place, 'encoder', problem, wrongModel);
  }
  const features = partInput(encoder, place, 0);
  const cache = (name: string): StateShape => [1, ...[1, 2, 3].map((i) => number(`${name}_dim${i}`))];
  const states = pairStates(
    encoder.inputs.slice(2),
    encoder.outputs.slice(2),
    [cache('cache_last_channel'), cache('cache_last_time'), [1]],
    place,
    'encoder',
  );
  const lstm: StateShape = [number('pred_rnn_layers'), 1, number('pred_hidden')];
  return {
    family: 'nemo',
    sampleRateHz: Number(metadata.get('sample_rate') ?? 16000),
    bins: fixedSize(features.shape?.[1]) ?? 80,
    chunkFrames: number('window_size'),
    shiftFrames: number('chunk_shift'),
    subsampling: number('subsampling_factor'),
    encoder: {
      features,
      output: partOutput(encoder, place, 'encoder'),
      states,
      processedFrames: null,
      length: encoder.inputs[1]!.name,
    },
    contextUnits: null,
    predictorStates: pairStates(decoder.inputs.slice(2), decoder.outputs.slice(2), [lstm, lstm], place, 'decoder'),
    maxUnitsPerFrame: 10,
    // NeMo does not count the blank.
    units: vocabularySize(joiner) ?? number('vocab_size') + 1,
  };
}

/** @throws UtterError `model-invalid` where pieces and outputs do not belong together. */
export function checkPieces(contract: OnnxContract, table: PieceTable, place: OnnxPlace, file: string): void {
  const remedy = `Put the ${file} beside it that came with this model.`;
  if (table.names.length !== contract.units) {
    const problem = `it has ${contract.units} outputs, but ${file} lists ${table.names.length} pieces`;
    throw unusableModel(place, 'joiner', problem, remedy);
  }
  const blankId = contract.family === 'nemo' ? contract.units - 1 : 0;
  if (table.blankId !== blankId) {
    throw unusableModel(place, 'joiner', `its blank is output ${blankId}, but ${file} says ${table.blankId}`, remedy);
  }
}

/** States in the order of the graph, with the shapes that the metadata give; sizes that the graph gives must agree. */
function pairStates(
  inputs: readonly TensorInfo[],
  outputs: readonly TensorInfo[],
  shapes: readonly StateShape[],
  place: OnnxPlace,
  part: keyof OnnxHeaders,
): EncoderState[] {
  if (inputs.length !== shapes.length || outputs.length < shapes.length) {
    const problem = `it has ${inputs.length} states and gives ${outputs.length} back, but its metadata mean ${shapes.length}`;
    throw unusableModel(place, part, problem, exportAgain);
  }
  return inputs.map((input, i) => {
    const shape = shapes[i]!;
    const differs = input.shape?.some((size, axis) => fixedSize(size) !== null && size !== shape[axis]) ?? false;
    if (differs || (input.shape !== null && input.shape.length !== shape.length)) {
      const problem = `its state ${input.name} is (${input.shape!.join(', ')}), but its metadata mean (${shape.join(', ')})`;
      throw unusableModel(place, part, problem, exportAgain);
    }
    return { input: input.name, output: outputs[i]!.name, shape, type: input.type };
  });
}

function partInput(header: OnnxHeader, place: OnnxPlace, index: number): TensorInfo {
  const input = header.inputs[index];
  if (input === undefined) throw unusableModel(place, 'encoder', 'it has no input', exportAgain);
  return input;
}

function partOutput(header: OnnxHeader, place: OnnxPlace, part: keyof OnnxHeaders): string {
  const output = header.outputs[0];
  if (output === undefined) throw unusableModel(place, part, 'it has no output', exportAgain);
  return output.name;
}

function vocabularySize(joiner: OnnxHeader): number | null {
  return fixedSize(joiner.outputs[0]?.shape?.at(-1));
}

function fixedSize(size: number | string | undefined): number | null {
  return typeof size === 'number' && size > 0 ? size : null;
}

function metadataNumber(header: OnnxHeader, place: OnnxPlace, part: keyof OnnxHeaders, key: string): number {
  const text = header.metadata.get(key);
  const value = Number(text);
  if (text !== undefined && Number.isInteger(value) && value > 0) return value;
  const problem = text === undefined ? `its metadata lack ${key}` : `its metadata say ${key} is "${text}"`;
  throw unusableModel(place, part, problem, exportAgain);
}

function metadataNumbers(header: OnnxHeader, place: OnnxPlace, key: string): number[] {
  const text = header.metadata.get(key);
  if (text === undefined) throw unusableModel(place, 'encoder', `its metadata lack ${key}`, exportAgain);
  const values = text.split(',').map(Number);
  if (values.every((value) => Number.isInteger(value) && value > 0)) return values;
  throw unusableModel(place, 'encoder', `its metadata say ${key} is "${text}"`, exportAgain);
}
