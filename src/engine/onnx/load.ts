import { backendTitles, type BackendChoice, type BackendReport } from '../../core/backend';
import { createBeamSearch } from '../../core/decoder/beam-search';
import type { SearchStart } from '../../core/decoder/types';
import { UtterError } from '../../core/errors';
import { tableSpelling } from '../../core/language/piece-spelling';
import type { ModelFiles } from '../../core/model/files';
import { percentile } from '../../core/metrics';
import type { OnnxManifest } from '../../core/onnx/manifest';
import { createRecognizer, type ActiveWords } from '../../core/recognizer';
import { isSoftwareRendered, unavailableReason, withTimeout } from '../backends';
import type { LoadedModel, LoadOptions } from '../load';
import { createPieceUserWords } from '../user-words';
import { createOnnxEncoder, type EncoderShape, fbankConfig, startEncoderStream } from './encoder';
import { type OnnxModelParts, readOnnxModel } from './read';
import { isNode, loadOnnxRuntime, type OnnxBackend, onnxBackends, type OnnxRuntime, type OnnxSession } from './runtime';
import { createOnnxScorer } from './scorer';

/** A model that another project made, on ONNX Runtime. */
export type OnnxModel = Omit<LoadedModel, 'manifest'> & { readonly manifest: OnnxManifest };

/** A model on one backend, tried. */
interface Prepared {
  readonly runtime: OnnxRuntime;
  readonly encoder: OnnxSession;
  readonly decoder: OnnxSession;
  readonly joiner: OnnxSession;
  readonly shape: EncoderShape;
  /** What it gave for the trial's features. */
  readonly output: Float32Array;
  readonly report: Extract<BackendReport, { state: 'ok' }>;
}

const filesFraction = 0.5;
/** Nobody waits longer for a backend they didn't ask for. */
const unaskedMs = 30_000;
const askedMs = 300_000;
/** The first chunks set up kernels and say nothing of the speed. */
const warmUpChunks = 2;
const trialChunks = 7;
/** Of the largest output: what half precision and another order of sums may change. */
const tolerance = 0.05;
/** A word of the user's is found only if its beginning is followed beside a likelier one. */
const pathsWithWords = 6;

/**
 * Loads a streaming transducer of another project on ONNX Runtime.
 * @throws UtterError `model-not-found`, `model-invalid`, `backend-unavailable`; the signal's reason when aborted.
 */
export async function loadOnnxModel(files: ModelFiles, manifest: OnnxManifest, options: LoadOptions): Promise<OnnxModel> {
  const { signal } = options;
  const progress = (fraction: number): void => options.onProgress?.(fraction);
  const parts = await readOnnxModel(files, manifest, (fraction) => progress(fraction * filesFraction), signal);
  const { prepared, choice } = await chooseBackend(parts, options, (f) => progress(filesFraction + f * (1 - filesFraction)));
  if (signal?.aborted) {
    await release(prepared);
    signal.throwIfAborted();
  }
  progress(1);
  const { contract, headers, table, search } = parts;
  const { runtime, encoder, decoder, joiner, shape } = prepared;
  const userWords = createPieceUserWords(tableSpelling(table));
  const scorer = createOnnxScorer({ contract, headers, runtime, decoder, joiner, frameDim: shape.outputDim });
  return {
    manifest,
    choice,
    createRecognizer(recognizerOptions = {}) {
      const stream = createOnnxEncoder(contract, runtime, encoder, shape);
      const createSearch = ({ pieces: words }: ActiveWords, start: SearchStart) => {
        const paths = words === null ? search.paths : Math.max(search.paths, pathsWithWords);
        return createBeamSearch(scorer, table, stream.frameMs, { ...search, paths, words }, start);
      };
      const { sampleRateHz } = contract;
      return createRecognizer({ encoder: stream, createSearch, userWords: userWords.active, sampleRateHz }, recognizerOptions);
    },
    setUserWords: (words) => userWords.set(words),
    learnPronunciations: async (_, word) => userWords.learn([], word),
    dispose: () => void release(prepared),
  };
}

async function release({ encoder, decoder, joiner }: Pick<Prepared, 'encoder' | 'decoder' | 'joiner'>): Promise<void> {
  for (const session of [encoder, decoder, joiner]) await session.release();
}

/** The fastest backend whose output is WebAssembly's; the one asked for where one is. */
async function chooseBackend(
  parts: OnnxModelParts,
  { backend: wanted, signal }: LoadOptions,
  onTried: (fraction: number) => void,
): Promise<{ prepared: Prepared; choice: BackendChoice }> {
  if (wanted === 'webgl' || wanted === 'cpu') {
    throw new UtterError(
      'backend-unavailable',
      `${parts.manifest.name} is an ONNX model, which ${backendTitles[wanted]} can't run.`,
      'Choose the backend "auto", "webgpu" or "wasm".',
    );
  }
  // WebAssembly first: what it gives is what the others are compared with.
  const candidates: readonly OnnxBackend[] = wanted === 'auto' ? onnxBackends.toReversed() : [wanted];
  const reports: BackendReport[] = [];
  let best: Prepared | null = null;
  for (const [index, backend] of candidates.entries()) {
    if (signal?.aborted && best !== null) await release(best);
    signal?.throwIfAborted();
    const tried = await tryBackend(parts, backend, best, wanted === 'auto');
    reports.push('report' in tried ? tried.report : tried);
    if ('report' in tried) {
      const isFaster = best === null || tried.report.msPerChunk < best.report.msPerChunk;
      const loser: Prepared | null = isFaster ? best : tried;
      if (isFaster) best = tried;
      if (loser !== null) await release(loser);
    }
    onTried((index + 1) / candidates.length);
  }
  if (best === null) {
    const reasons = reports.flatMap((report) => (report.state === 'failed' ? [`${backendTitles[report.backend]}: ${report.reason}`] : []));
    throw new UtterError(
      'backend-unavailable',
      `${parts.manifest.name} can't be run here (${reasons.join('; ')}).`,
      'Choose the backend "auto", or another model.',
    );
  }
  const { backend, msPerChunk } = best.report;
  const speed = `${msPerChunk.toFixed(msPerChunk < 10 ? 1 : 0)} ms for ${chunkMs(parts)} ms of speech`;
  const why = wanted === 'auto' ? `${backendTitles[backend]} is the fastest that works here` : `You chose ${backendTitles[wanted]}`;
  return { prepared: best, choice: { backend, reason: `${why}: ${speed}.`, reports } };
}

function chunkMs({ contract }: OnnxModelParts): number {
  return contract.shiftFrames * fbankConfig(contract).frameShiftMs;
}

async function tryBackend(
  parts: OnnxModelParts,
  backend: OnnxBackend,
  reference: Prepared | null,
  isAutomatic: boolean,
): Promise<Prepared | Extract<BackendReport, { state: 'failed' }>> {
  const failed = (reason: string) => ({ backend, state: 'failed', reason }) as const;
  if (backend === 'webgpu') {
    const unavailable = isNode ? 'ONNX Runtime has WebGPU in the window only' : unavailableReason(backend);
    if (unavailable !== null) return failed(unavailable);
    if (isAutomatic && (await isSoftwareRendered(backend))) {
      return failed('there is no graphics processor, only a slow imitation of one');
    }
  }
  try {
    const preparing = loadOnnxRuntime(backend).then((runtime) => prepare(parts, runtime));
    const prepared = await withTimeout(preparing, isAutomatic && backend !== 'wasm' ? unaskedMs : askedMs, 'its self-test did not end');
    if (reference === null) return prepared;
    const difference = relativeDifference(prepared.output, reference.output);
    if (difference <= tolerance) return prepared;
    await release(prepared);
    return failed(`its encoder output differs by ${(difference * 100).toPrecision(2)} % from WebAssembly's`);
  } catch (error) {
    // What WebAssembly can't load, nothing can.
    if (error instanceof UtterError && backend === 'wasm') throw error;
    return failed(error instanceof Error ? error.message : String(error));
  }
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
    const rtf = msPerChunk / chunkMs(parts);
    return {
      runtime,
      encoder,
      decoder,
      joiner,
      shape: { outputDim: last.dim, framesPerChunk: last.frames },
      output: last.data,
      report: { backend: runtime.backend, state: 'ok', msPerChunk, rtf },
    };
  } catch (error) {
    for (const session of opened) await session.release();
    if (error instanceof UtterError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UtterError(
      'model-invalid',
      `${manifest.parts.encoder.file} of ${manifest.name} can't be run (${reason}).`,
      'The model may need operations that ONNX Runtime lacks here: choose another one.',
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
