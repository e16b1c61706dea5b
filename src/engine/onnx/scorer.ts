import type * as Ort from 'onnxruntime-web';
import type { TransducerScorer } from '../../core/decoder/scorer';
import type { OnnxContract, OnnxHeaders } from '../../core/onnx/contract';
import { type OnnxRuntime, type OnnxSession, toFloats } from './runtime';

/** What predictor and joint remember of a hypothesis; `prediction` once it has been asked for. */
interface OnnxState {
  /** The last units, or the last one where the predictor is a recurrent network. */
  readonly context: readonly number[];
  /** Of a recurrent network before the last unit of `context`. */
  readonly memory: Promise<Readonly<Record<string, Ort.Tensor>>> | null;
  prediction: Promise<Prediction> | null;
}

interface Prediction {
  /** `(dim)` */
  readonly output: Float32Array;
  readonly memory: Readonly<Record<string, Ort.Tensor>> | null;
}

export interface ScorerParts {
  readonly contract: OnnxContract;
  readonly headers: OnnxHeaders;
  readonly runtime: OnnxRuntime;
  readonly decoder: OnnxSession;
  readonly joiner: OnnxSession;
  /** Width of an encoder frame. */
  readonly frameDim: number;
}

/** About 8 MB of outputs at 512 dimensions. */
const maxCachedContexts = 4096;

/** A unit before the first: icefall's predictors take no embedding for it. */
const noUnit = -1;

/** Predictor and joint graphs as the search's scorer. Any number of searches may share it. */
export function createOnnxScorer({
  contract,
  headers,
  runtime,
  decoder,
  joiner,
  frameDim,
}: ScorerParts): TransducerScorer<OnnxState> {
  const { units, contextUnits } = contract;
  const blankId = contextUnits === null ? units - 1 : 0;
  const [encoderInput, decoderInput] = headers.joiner.inputs;
  const logitsOutput = headers.joiner.outputs[0]!.name;
  const cache = new Map<string, Promise<Prediction>>();
  const canBatch = contextUnits !== null && isFree(encoderInput!.shape?.[0]) && isFree(decoderInput!.shape?.[0]);

  async function predictStateless(context: readonly number[]): Promise<Prediction> {
    const { name, type } = headers.decoder.inputs[0]!;
    const results = await decoder.run({ [name]: runtime.tensor(type, context, [1, context.length]) });
    return { output: await toFloats(results[headers.decoder.outputs[0]!.name]!), memory: null };
  }

  async function predictRecurrent(unit: number, memory: OnnxState['memory']): Promise<Prediction> {
    const [target, length] = headers.decoder.inputs;
    const results = await decoder.run({
      ...(await memory!),
      [target!.name]: runtime.tensor(target!.type, [unit], [1, 1]),
      [length!.name]: runtime.tensor(length!.type, [1], [1]),
    });
    return {
      output: await toFloats(results[headers.decoder.outputs[0]!.name]!),
      memory: Object.fromEntries(contract.predictorStates.map((state) => [state.input, results[state.output]!])),
    };
  }

  function predict(state: OnnxState): Promise<Prediction> {
    if (state.prediction !== null) return state.prediction;
    if (contextUnits === null) return (state.prediction = predictRecurrent(state.context[0]!, state.memory));
    const key = state.context.join();
    let prediction = cache.get(key);
    if (prediction === undefined) {
      prediction = predictStateless(state.context);
      if (cache.size >= maxCachedContexts) cache.delete(cache.keys().next().value!);
      cache.set(key, prediction);
      prediction.catch(() => cache.delete(key));
    }
    return (state.prediction = prediction);
  }

  /** Logits `(rows, units)` of one frame with `rows` predictor outputs. */
  async function join(frame: Float32Array, predictions: readonly Float32Array[]): Promise<Float32Array> {
    const rows = predictions.length;
    const dim = predictions[0]!.length;
    const frames = new Float32Array(rows * frame.length);
    const outputs = new Float32Array(rows * dim);
    for (const [row, prediction] of predictions.entries()) {
      frames.set(frame, row * frame.length);
      outputs.set(prediction, row * dim);
    }
    const shape = (width: number): number[] => (contextUnits === null ? [rows, width, 1] : [rows, width]);
    const results = await joiner.run({
      [encoderInput!.name]: runtime.tensor(encoderInput!.type, frames, shape(frame.length)),
      [decoderInput!.name]: runtime.tensor(decoderInput!.type, outputs, shape(dim)),
    });
    return toFloats(results[logitsOutput]!);
  }

  function startMemory(): OnnxState['memory'] {
    if (contextUnits !== null) return null;
    const tensors = contract.predictorStates.map(({ input, shape, type }) => {
      const zeros = new Float32Array(shape.reduce((product, size) => product * size, 1));
      return [input, runtime.tensor(type, zeros, shape)] as const;
    });
    return Promise.resolve(Object.fromEntries(tensors));
  }

  return {
    units,
    blankId,
    contextUnits: contextUnits ?? 0,
    maxUnitsPerFrame: contract.maxUnitsPerFrame,
    start() {
      const context = contextUnits === null ? [blankId] : [...new Array<number>(contextUnits - 1).fill(noUnit), blankId];
      return { context, memory: startMemory(), prediction: null };
    },
    extend(state, unit) {
      if (contextUnits !== null) return { context: [...state.context.slice(1), unit], memory: null, prediction: null };
      const memory = predict(state).then(({ memory: after }) => after!);
      // Whoever asks for the prediction hears of the failure.
      memory.catch(() => undefined);
      return { context: [unit], memory, prediction: null };
    },
    async score(data, offset, states) {
      const predictions = await Promise.all(states.map(async (state) => (await predict(state)).output));
      const frame = data.slice(offset, offset + frameDim);
      if (canBatch || states.length === 1) return join(frame, predictions);
      const logits = new Float32Array(states.length * units);
      for (const [row, prediction] of predictions.entries()) logits.set(await join(frame, [prediction]), row * units);
      return logits;
    },
  };
}

function isFree(size: number | string | undefined): boolean {
  return typeof size === 'string';
}
