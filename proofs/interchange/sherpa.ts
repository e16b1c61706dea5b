import { createRequire } from 'node:module';

/** sherpa-onnx's streaming recogniser from npm, the reference that Utter's is compared with; optional, for tests only. */

export interface SherpaFiles {
  readonly encoder: string;
  readonly decoder: string;
  readonly joiner: string;
  readonly tokens: string;
}

export interface SherpaResult {
  readonly text: string;
  readonly tokens: readonly string[];
}

export interface Sherpa {
  readonly name: string;
  /** Recognises a recording of 16 kHz with greedy search (one path) or modified beam search, without endpoints. */
  recognize(samples: Float32Array): SherpaResult;
  free(): void;
}

interface NativeStream {
  acceptWaveform(wave: { samples: Float32Array; sampleRate: number }): void;
}
interface NativeRecognizer {
  createStream(): NativeStream;
  isReady(stream: NativeStream): boolean;
  decode(stream: NativeStream): void;
  getResult(stream: NativeStream): { text: string; tokens: string[] };
}
interface WasmStream {
  acceptWaveform(sampleRate: number, samples: Float32Array): void;
  free(): void;
}
interface WasmRecognizer {
  createStream(): WasmStream;
  isReady(stream: WasmStream): boolean;
  decode(stream: WasmStream): void;
  getResult(stream: WasmStream): { text: string; tokens: string[] };
  free(): void;
}

const require = createRequire(import.meta.url);

function config(files: SherpaFiles, paths: number): object {
  const { tokens, ...transducer } = files;
  return {
    featConfig: { sampleRate: 16000, featureDim: 80 },
    modelConfig: { transducer, tokens, numThreads: 1, provider: 'cpu', debug: 0 },
    decodingMethod: paths === 1 ? 'greedy_search' : 'modified_beam_search',
    maxActivePaths: paths,
    enableEndpoint: 0,
  };
}

/** Why the package can't be used, or null. */
export function sherpaMissing(name: 'sherpa-onnx-node' | 'sherpa-onnx'): string | null {
  try {
    require(name);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0]! : String(error);
  }
}

export function createNativeSherpa(files: SherpaFiles, paths = 1): Sherpa {
  const { OnlineRecognizer } = require('sherpa-onnx-node') as { OnlineRecognizer: new (config: object) => NativeRecognizer };
  const recognizer = new OnlineRecognizer(config(files, paths));
  return {
    name: 'sherpa-onnx-node',
    recognize(samples) {
      const stream = recognizer.createStream();
      stream.acceptWaveform({ samples, sampleRate: 16000 });
      while (recognizer.isReady(stream)) recognizer.decode(stream);
      return recognizer.getResult(stream);
    },
    free: () => {},
  };
}

export function createWasmSherpa(files: SherpaFiles, paths = 1): Sherpa {
  const { createOnlineRecognizer } = require('sherpa-onnx') as { createOnlineRecognizer(config: object): WasmRecognizer };
  const recognizer = createOnlineRecognizer(config(files, paths));
  return {
    name: 'sherpa-onnx (WebAssembly)',
    recognize(samples) {
      const stream = recognizer.createStream();
      stream.acceptWaveform(16000, samples);
      while (recognizer.isReady(stream)) recognizer.decode(stream);
      const result = recognizer.getResult(stream);
      stream.free();
      return result;
    },
    free: () => recognizer.free(),
  };
}
