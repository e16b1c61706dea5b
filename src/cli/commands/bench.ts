import { type BackendName, backendNames } from '../../core/backend';
import { toFailure } from '../../core/errors';
import { percentile, realTimeFactor } from '../../core/metrics';
import { unavailableReason } from '../../engine/backends';
import { type Golden, parseGolden } from '../../engine/golden';
import { loadModel } from '../../engine/load';
import { folderFiles, nodeEnvironment } from '../../engine/node';
import { modelFolder } from '../model-folder';
import { table } from '../table';
import type { Terminal } from '../terminal';

export type BackendBench =
  | {
      readonly backend: BackendName;
      readonly state: 'measured';
      /** Reading the model and passing the self-test. */
      readonly loadMs: number;
      /** The first two chunks, when kernels may still be compiled; the first may end before a whole one is there. */
      readonly warmUpMs: number;
      readonly rtf: number;
      readonly chunkMsP50: number;
      readonly chunkMsP95: number;
      /** Audio in one chunk. */
      readonly chunkAudioMs: number;
      readonly chunks: number;
    }
  | { readonly backend: BackendName; readonly state: 'unavailable'; readonly reason: string };

export interface BenchOptions {
  readonly model?: string;
  readonly json?: boolean;
}

/** A slow backend is measured this long, a fast one until `mostChunks`. */
const longestMs = 15_000;
const mostChunks = 100;

/** Measures every backend on the recording that comes with the model. */
export async function bench(options: BenchOptions, terminal: Terminal, signal?: AbortSignal): Promise<number> {
  const folder = await modelFolder(options.model);
  const noWebGpu = await nodeEnvironment();
  const files = folderFiles(folder);
  const golden = parseGolden(JSON.parse(new TextDecoder().decode(await files.read('golden.json'))), folder);
  const results: BackendBench[] = [];
  for (const backend of backendNames) {
    signal?.throwIfAborted();
    terminal.status?.show(`Measuring ${backend}`);
    const reason = backend === 'webgpu' && noWebGpu !== null ? noWebGpu : unavailableReason(backend);
    const result =
      reason !== null
        ? ({ backend, state: 'unavailable', reason } as const)
        : await benchBackend(folder, backend, golden, signal).catch((error: unknown): BackendBench => {
            signal?.throwIfAborted();
            return { backend, state: 'unavailable', reason: toFailure(error).message };
          });
    results.push(result);
  }
  terminal.status?.clear();
  terminal.out(options.json === true ? `${JSON.stringify(results)}\n` : benchTable(results));
  return 0;
}

async function benchBackend(
  folder: string,
  backend: BackendName,
  golden: Golden,
  signal: AbortSignal | undefined,
): Promise<BackendBench> {
  const loadStart = performance.now();
  const model = await loadModel(folderFiles(folder), { backend, ...(signal && { signal }) });
  const loadMs = performance.now() - loadStart;
  const recognizer = model.createRecognizer({ endpointRules: null });
  try {
    const { streaming, featurizer } = model.manifest;
    const chunkAudioMs = streaming.chunkFrames * featurizer.frameShiftMs;
    const chunkSamples = Math.round((chunkAudioMs / 1000) * golden.sampleRateHz);
    const took: number[] = [];
    const start = performance.now();
    for (let at = 0; took.length < mostChunks + 2 && performance.now() - start < longestMs; at += chunkSamples) {
      signal?.throwIfAborted();
      const chunkStart = performance.now();
      await recognizer.acceptWaveform(looped(golden.samples, at, chunkSamples), golden.sampleRateHz);
      took.push(performance.now() - chunkStart);
    }
    const [first = NaN, second = NaN, ...steady] = took;
    return {
      backend,
      state: 'measured',
      loadMs,
      warmUpMs: first + second,
      rtf: realTimeFactor(steady.reduce((total, ms) => total + ms, 0), steady.length * chunkAudioMs),
      chunkMsP50: percentile(steady, 0.5),
      chunkMsP95: percentile(steady, 0.95),
      chunkAudioMs,
      chunks: steady.length,
    };
  } finally {
    recognizer.dispose();
    model.dispose();
  }
}

/** `count` samples from `start` of a recording that begins again at its end. */
function looped(samples: Float32Array, start: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => samples[(start + i) % samples.length] ?? 0);
}

function benchTable(results: readonly BackendBench[]): string {
  const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
  const rows = results.map((result) =>
    result.state === 'unavailable'
      ? [result.backend, `not available: ${result.reason}`]
      : [
          result.backend,
          ms(result.loadMs),
          ms(result.warmUpMs),
          result.rtf.toFixed(3),
          ms(result.chunkMsP50),
          ms(result.chunkMsP95),
          ms(result.chunkAudioMs),
        ],
  );
  const measured = rows.filter((row) => row.length > 2);
  const others = rows.filter((row) => row.length === 2).map(([name, reason]) => `${name}: ${reason}\n`);
  const head = ['backend', 'load', 'first chunks', 'real-time factor', 'chunk, median', 'chunk, 95 %', 'audio in a chunk'];
  return `${measured.length > 0 ? table(head, measured) : ''}${others.join('')}`;
}
