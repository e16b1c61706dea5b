import type * as Ort from 'onnxruntime-web';
import type { Encoder, EncoderOutput } from '../../core/decoder/types';
import { joinedFloats } from '../../core/joined-floats';
import type { OnnxContract } from '../../core/onnx/contract';
import { createFbank, type FbankConfig } from './fbank';
import { type OnnxRuntime, type OnnxSession, toFloats } from './runtime';

/** One stream's way through the encoder graph: a chunk of features in, frames out, the state kept. */
export interface EncoderStream {
  /** Features `(chunkFrames, bins)` → frames `(frames, dim)`. */
  encode(features: Float32Array): Promise<EncoderOutput>;
}

export function startEncoderStream(contract: OnnxContract, runtime: OnnxRuntime, session: OnnxSession): EncoderStream {
  const { chunkFrames, shiftFrames, bins } = contract;
  const { features: input, output, processedFrames, length, states } = contract.encoder;
  const isNemo = contract.family === 'nemo';
  let current: Record<string, Ort.Tensor> = Object.fromEntries(
    states.map(({ input: name, shape, type }) => [name, runtime.tensor(type, zeros(shape), shape)]),
  );
  let processed = 0;

  return {
    async encode(features) {
      const shape = isNemo ? [1, bins, chunkFrames] : [1, chunkFrames, bins];
      const data = isNemo ? transposed(features, chunkFrames, bins) : features;
      const feeds: Record<string, Ort.Tensor> = { ...current, [input.name]: runtime.tensor(input.type, data, shape) };
      if (processedFrames !== null) feeds[processedFrames] = runtime.tensor('int64', [processed], [1]);
      if (length !== null) feeds[length] = runtime.tensor('int64', [chunkFrames], [1]);
      const results = await session.run(feeds);
      current = Object.fromEntries(states.map((state) => [state.input, results[state.output]!]));
      processed += shiftFrames;
      const frames = results[output]!;
      const values = await toFloats(frames);
      for (const value of values) if (!Number.isFinite(value)) throw new Error('the encoder gave a result that is not a number');
      const [rows, columns] = [frames.dims[1] ?? 0, frames.dims[2] ?? 0];
      if (!isNemo) return { frames: rows, dim: columns, data: values };
      return { frames: columns, dim: rows, data: transposed(values, rows, columns) };
    },
  };
}

/** What a warmed-up encoder is known to give. */
export interface EncoderShape {
  readonly outputDim: number;
  readonly framesPerChunk: number;
}

/** Silence after the last sample, in feature frames, that brings every sample out: a whole chunk, and one shift more. */
export function flushFrames({ chunkFrames, shiftFrames }: OnnxContract): number {
  return chunkFrames + shiftFrames;
}

/** Filterbank, chunking and encoder graph as the search's encoder. */
export function createOnnxEncoder(
  contract: OnnxContract,
  runtime: OnnxRuntime,
  session: OnnxSession,
  { outputDim, framesPerChunk }: EncoderShape,
): Encoder {
  const { chunkFrames, shiftFrames, bins, sampleRateHz } = contract;
  const config = fbankConfig(contract);
  const fbank = createFbank(config);
  const shiftSamples = (sampleRateHz * config.frameShiftMs) / 1000;
  let pending: Float32Array = new Float32Array(0);
  let stream = startEncoderStream(contract, runtime, session);
  let utterance = 0;

  async function encodeAvailable(): Promise<EncoderOutput> {
    const current = utterance;
    const parts: Float32Array[] = [];
    let frames = 0;
    while (pending.length >= chunkFrames * bins) {
      const chunk = pending.slice(0, chunkFrames * bins);
      pending = pending.slice(shiftFrames * bins);
      const output = await stream.encode(chunk);
      if (current !== utterance) return { frames: 0, dim: outputDim, data: new Float32Array(0) };
      parts.push(output.data);
      frames += output.frames;
    }
    return { frames, dim: outputDim, data: joinedFloats(parts) };
  }

  function accept(samples: Float32Array): Promise<EncoderOutput> {
    pending = joinedFloats([pending, fbank.accept(samples)]);
    return encodeAvailable();
  }

  return {
    outputDim,
    frameMs: (shiftFrames * config.frameShiftMs) / framesPerChunk,
    chunkSamples: shiftFrames * shiftSamples,
    acceptWaveform: accept,
    inputFinished: () => accept(new Float32Array(flushFrames(contract) * shiftSamples)),
    reset() {
      utterance++;
      fbank.reset();
      pending = new Float32Array(0);
      stream = startEncoderStream(contract, runtime, session);
    },
    dispose() {
      utterance++;
    },
  };
}

/** kaldi-native-fbank's settings in sherpa-onnx, `features.h` and `online-recognizer-transducer-nemo-impl.h`. */
export function fbankConfig({ family, bins, sampleRateHz }: OnnxContract): FbankConfig {
  const common = {
    kind: 'kaldi-fbank',
    sampleRateHz,
    frameLengthMs: 25,
    frameShiftMs: 10,
    bins,
    preemphasis: 0.97,
    snipEdges: false,
  } as const;
  // Single precision's epsilon.
  const energyFloor = 2 ** -23;
  if (family === 'nemo') {
    return {
      ...common,
      energyFloor,
      lowHz: 0,
      highHz: sampleRateHz / 2,
      window: 'hann',
      removeDcOffset: false,
      melScale: 'slaney',
    };
  }
  return { ...common, energyFloor, lowHz: 20, highHz: -400, window: 'povey', removeDcOffset: true, melScale: 'htk' };
}

function zeros(shape: readonly number[]): Float32Array {
  return new Float32Array(shape.reduce((product, size) => product * size, 1));
}

/** `(rows, columns)` → `(columns, rows)`. */
function transposed(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) out[column * rows + row] = matrix[row * columns + column]!;
  }
  return out;
}
