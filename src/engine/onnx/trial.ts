import { percentile } from '../../core/metrics';
import { errorText, UtterError } from '../../core/errors';
import type { Patience, Timed, Trial } from '../backend-choice';
import { withTimeout } from '../backends';
import { type EncoderShape, fbankConfig, startEncoderStream } from './encoder';
import type { OnnxModelParts } from './read';
import { loadOnnxRuntime, type OnnxBackend, type OnnxRuntime, type OnnxSession } from './runtime';

/** A model of another project on one backend, tried. */
export interface Prepared extends Timed {
  readonly runtime: OnnxRuntime;
  readonly encoder: OnnxSession;
  readonly decoder: OnnxSession;
  readonly joiner: OnnxSession;
  readonly shape: EncoderShape;
  /** What it gave for the trial's features. */
  readonly output: Float32Array;
  dispose(): Promise<void>;
}

/** The first chunks set up kernels and say nothing of the speed. */
const warmUpChunks = 2;
const trialChunks = 7;
/** Of the largest output: what half precision and another order of sums may change. */
const tolerance = 0.05;

/** How a model of another project is tried: there is no output of its training, so WebAssembly's is what others must give. */
export function onnxTrial(parts: OnnxModelParts): Trial<'onnx', Prepared> {
  return {
    runtime: 'onnx',
    chunkMs: chunkMs(parts),
    async run(backend: OnnxBackend, { timeoutMs }: Patience, best: Prepared | null) {
      try {
        const preparing = loadOnnxRuntime(backend).then((runtime) => prepare(parts, runtime));
        const prepared = await withTimeout(preparing, timeoutMs, 'its self-test did not end');
        const difference = best === null ? 0 : relativeDifference(prepared.output, best.output);
        if (difference <= tolerance) return prepared;
        await prepared.dispose();
        throw new Error(`its encoder output differs by ${(difference * 100).toPrecision(2)} % from WebAssembly's`);
      } catch (error) {
        // What WebAssembly can't load, nothing can; others may lack what a graph needs.
        if (error instanceof UtterError && backend !== 'wasm') throw new Error(error.message, { cause: error });
        throw error;
      }
    },
  };
}

function chunkMs({ contract }: OnnxModelParts): number {
  return contract.shiftFrames * fbankConfig(contract).frameShiftMs;
}

/** Sets the graphs up and runs the encoder on a few chunks of noise. */
async function prepare(parts: OnnxModelParts, runtime: OnnxRuntime): Promise<Prepared> {
  const { contract, bytes, manifest } = parts;
  const opened: OnnxSession[] = [];
  try {
    const open = async (part: 'encoder' | 'decoder' | 'joiner'): Promise<OnnxSession> => {
      const session = await runtime.createSession(bytes[part], manifest.parts[part].file, part !== 'encoder');
      opened.push(session);
      return session;
    };
    const encoder = await open('encoder');
    const decoder = await open('decoder');
    const joiner = await open('joiner');
    const stream = startEncoderStream(contract, runtime, encoder);
    const noise = noiseFeatures(contract.chunkFrames * contract.bins);
    const took: number[] = [];
    let last = { frames: 0, dim: 0, data: new Float32Array(0) as Float32Array };
    for (let i = 0; i < trialChunks; i++) {
      const start = performance.now();
      last = await stream.encode(noise);
      took.push(performance.now() - start);
    }
    if (last.frames === 0) throw new Error('the encoder gave no frames');
    const msPerChunk = percentile(took.slice(warmUpChunks), 0.5);
    return {
      runtime,
      encoder,
      decoder,
      joiner,
      shape: { outputDim: last.dim, framesPerChunk: last.frames },
      output: last.data,
      msPerChunk,
      rtf: msPerChunk / chunkMs(parts),
      async dispose() {
        for (const session of opened) await session.release();
      },
    };
  } catch (error) {
    for (const session of opened) await session.release();
    if (error instanceof UtterError) throw error;
    const reason = errorText(error);
    throw new UtterError(
      'model-invalid',
      `${manifest.parts.encoder.file} of ${manifest.name} can't be run (${reason}).`,
      'The model may need operations that this ONNX Runtime lacks. Choose another one.',
      { cause: error },
    );
  }
}

/** Log-mel features of noise, the same each time. */
function noiseFeatures(length: number): Float32Array {
  let seed = 1;
  return Float32Array.from({ length }, () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return (seed / 2 ** 32) * 6 - 10;
  });
}

function relativeDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Infinity;
  let largest = 1e-6;
  let difference = 0;
  for (let i = 0; i < a.length; i++) {
    largest = Math.max(largest, Math.abs(b[i]!));
    difference = Math.max(difference, Math.abs(a[i]! - b[i]!));
  }
  return difference / largest;
}
