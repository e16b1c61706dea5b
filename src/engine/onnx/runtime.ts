import type * as Ort from 'onnxruntime-web';
import { errorText, UtterError } from '../../core/errors';
import type { TensorType } from '../../core/onnx/header';

/** ONNX Runtime, loaded only when a model needs it. */

/** What of ONNX Runtime computes here. */
export const onnxBackends = ['webgpu', 'wasm'] as const;
export type OnnxBackend = (typeof onnxBackends)[number];

/** Where a bundler put the two builds of ONNX Runtime; Node finds them by itself. */
export type OnnxUrls = Readonly<Record<OnnxBackend, { readonly mjs: string; readonly wasm: string }>>;

/** There the runtime never answers on Dawn's WebGPU, and has one thread. */
export const isNode = 'process' in globalThis && !('WorkerGlobalScope' in globalThis) && !('window' in globalThis);

let urls: OnnxUrls | null = null;

/** Must be called before the first model is loaded, where the engine runs bundled. */
export function configureOnnx(configured: OnnxUrls): void {
  urls = configured;
}

export type OnnxTensor = Ort.Tensor;
export type OnnxTensors = Readonly<Record<string, Ort.Tensor>>;

/** A graph that is ready to run; runs of all graphs go one after the other, as the runtime wants it. */
export interface OnnxSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** @param outputs those that are wanted; all by default. Each one is copied out of the runtime's memory. */
  run(feeds: OnnxTensors, outputs?: readonly string[]): Promise<OnnxTensors>;
  release(): Promise<void>;
}

export interface OnnxRuntime {
  readonly backend: OnnxBackend;
  /** @param isLight for graphs too small to be worth a GPU. */
  createSession(bytes: Uint8Array, name: string, isLight: boolean): Promise<OnnxSession>;
  tensor(type: TensorType, data: ArrayLike<number>, shape: readonly number[]): Ort.Tensor;
  /** A truth value, `(1)`. */
  flag(isTrue: boolean): Ort.Tensor;
}

/** More threads gain nothing for chunks this short, and the machine has other work. */
const mostThreads = 4;

let lastRun: Promise<unknown> = Promise.resolve();

function inOrder<T>(work: () => Promise<T>): Promise<T> {
  const result = lastRun.then(work, work);
  lastRun = result.catch(() => undefined);
  return result;
}

/**
 * @param threads those of the first call count for all; in Node there is one.
 * @throws Error saying why it is unavailable.
 */
export async function loadOnnxRuntime(backend: OnnxBackend, threads = defaultThreads()): Promise<OnnxRuntime> {
  // The build without WebGPU is half the size.
  const ort: typeof Ort = backend === 'webgpu' ? await import('onnxruntime-web/webgpu') : await import('onnxruntime-web/wasm');
  ort.env.logLevel = 'error';
  // In Node the runtime would fetch its threads' script by address, which Node can't do for files.
  ort.env.wasm.numThreads = isNode ? 1 : threads;
  if (urls !== null) ort.env.wasm.wasmPaths = { ...urls[backend] };

  return {
    backend,
    async createSession(bytes, name, isLight) {
      const providers = backend === 'webgpu' && !isLight ? ['webgpu', 'wasm'] : ['wasm'];
      const options: Ort.InferenceSession.SessionOptions = {
        executionProviders: providers,
        graphOptimizationLevel: 'all',
        // Errors only: nobody here needs hints about the graph.
        logSeverityLevel: 3,
      };
      const session = await inOrder(() => ort.InferenceSession.create(bytes, options)).catch((error: unknown) => {
        throw creationError(name, error);
      });
      return {
        inputNames: session.inputNames,
        outputNames: session.outputNames,
        run: (feeds, outputs = session.outputNames) => inOrder(() => session.run(feeds, outputs)),
        release: () => inOrder(() => session.release()),
      };
    },
    flag: (isTrue) => new ort.Tensor('bool', [isTrue], [1]),
    tensor(type, data, shape) {
      switch (type) {
        case 'int64':
          return new ort.Tensor('int64', BigInt64Array.from(Array.from(data, (value) => BigInt(value))), shape);
        case 'int32':
          return new ort.Tensor('int32', Int32Array.from(data), shape);
        case 'float16':
          return new ort.Tensor('float16', Uint16Array.from(Array.from(data, toHalf)), shape);
        case 'float32':
        case 'other':
          return new ort.Tensor('float32', data instanceof Float32Array ? data : Float32Array.from(data), shape);
      }
    },
  };
}

function defaultThreads(): number {
  const isIsolated = !('crossOriginIsolated' in globalThis) || globalThis.crossOriginIsolated;
  const cores = typeof navigator === 'undefined' ? 1 : (navigator.hardwareConcurrency ?? 1);
  return isIsolated ? Math.max(1, Math.min(mostThreads, Math.floor(cores / 2))) : 1;
}

function creationError(name: string, cause: unknown): UtterError {
  const reason = errorText(cause);
  if (/opset|IR version/i.test(reason)) {
    return new UtterError(
      'model-invalid',
      `${name} was written for a newer ONNX Runtime than Utter has (${reason}).`,
      'Export the model with an older opset (13 to 17 are widely used), or update Utter.',
      { cause },
    );
  }
  if (/bad_alloc|out of memory|memory access|Array buffer allocation|RangeError|ERROR_CODE: 6/i.test(reason)) {
    return new UtterError(
      'model-invalid',
      `${name} needs more memory than is available (${reason}).`,
      'Choose a smaller model, or its int8 variant; close other applications.',
      { cause },
    );
  }
  return new UtterError(
    'model-invalid',
    `${name} can't be loaded (${reason}).`,
    'The file may be damaged. Reinstall the model, or choose another one.',
    { cause },
  );
}

/** A tensor's numbers as float32. */
export async function toFloats(tensor: Ort.Tensor): Promise<Float32Array> {
  const data = await tensor.getData();
  if (data instanceof Float32Array) return data;
  if (data instanceof Uint16Array && tensor.type === 'float16') return Float32Array.from(data, fromHalf);
  return Float32Array.from(data as ArrayLike<number>, Number);
}

const scratch = new DataView(new ArrayBuffer(4));

/** IEEE 754 half precision, rounded to nearest; too large becomes infinite. */
function toHalf(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = Math.abs(value);
  if (Number.isNaN(value)) return sign | 0x7e00;
  if (magnitude >= 65520) return sign | 0x7c00;
  if (magnitude < 2 ** -14) return sign | Math.round(magnitude * 2 ** 24);
  const exponent = Math.floor(Math.log2(magnitude));
  const mantissa = Math.round((magnitude / 2 ** exponent - 1) * 1024);
  return sign | (((exponent + 15) << 10) + mantissa);
}

function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa === 0 ? sign * Infinity : NaN;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}
