import { backendTitles } from '../../core/backend';
import { errorText, UtterError } from '../../core/errors';
import { createFinalPass } from '../../core/final/pass';
import { finalSampleRateHz, type FinalModel, type FinalPass, type FinalTier, type Heard } from '../../core/final/types';
import { wordErrors, wer } from '../../core/metrics';
import type { ModelFiles } from '../../core/model/files';
import { manifestBytes } from '../../core/model/any-manifest';
import { readModelKind } from '../../core/model/inventory';
import type { Seq2seqManifest } from '../../core/seq2seq/manifest';
import { chooseFastest, type Timed } from '../backend-choice';
import { loadOnnxRuntime, type OnnxBackend } from '../onnx/runtime';
import { loadFinalModel } from './final-model';
import { waveSamples } from './wave';

export interface FinalPassOptions {
  /** `auto` takes what the self-test finds this machine fast enough for. */
  readonly tier: FinalTier | 'auto';
  /** ISO 639-1 codes of what is spoken; the first is the usual one. */
  readonly languages: readonly string[];
  /** Threads of WebAssembly; by default half of the processor's, where the page may have any. */
  readonly threads?: number;
  /** From 0 to 1. */
  onProgress?(fraction: number): void;
  readonly signal?: AbortSignal;
}

export interface ModelReport {
  readonly modelId: string;
  /** Time that an utterance of 10 s would take. */
  readonly msFor10s: number;
  readonly loadMs: number;
  /** Size of its files; in memory it takes somewhat more. */
  readonly bytes: number;
  readonly backend: OnnxBackend;
}

export interface LoadedFinalPass {
  /** Null where the tier is `none`. */
  readonly pass: FinalPass | null;
  readonly tier: FinalTier;
  /** In a sentence, for people. */
  readonly reason: string;
  readonly reports: readonly ModelReport[];
}

/** What an utterance of 10 s may take with both models, and with the small one alone. */
const bothWithinMs = 2000;
const smallWithinMs = 4000;
/** Of the utterance that times are told for. */
const spokenMs = 10_000;
/** Share of the self-test's words that may be wrong: above it the model, or what computes it, is broken. */
const mostErrors = 0.34;

interface Tried extends Timed {
  readonly model: FinalModel;
  readonly report: ModelReport;
}

/**
 * Loads the models of the final pass and tries them: each must hear its own recording right, and the tier is what this machine has time for.
 * @throws UtterError `model-not-found`, `model-invalid`; the signal's reason when aborted.
 */
export async function loadFinalPass(
  { small, large }: { readonly small: ModelFiles | null; readonly large: ModelFiles | null },
  options: FinalPassOptions,
): Promise<LoadedFinalPass> {
  const { tier: wanted, languages, signal } = options;
  const progress = (fraction: number): void => options.onProgress?.(fraction);
  if (wanted === 'none') return nothing('The final pass is switched off.');
  if (small === null && large === null) return nothing('No model for the final text is installed.');
  const hasEnglish = languages.length === 0 || languages.includes('en');
  const tried: Tried[] = [];
  try {
    const isSmallUseful = small !== null && hasEnglish;
    if (isSmallUseful) tried.push(await tryModel(small, options, (fraction) => progress(fraction * 0.3)));
    // With the small model alone too slow, the large one need not be tried.
    const isTooSlow = wanted !== 'both' && (tried[0]?.report.msFor10s ?? 0) > bothWithinMs;
    if (large !== null && (!isSmallUseful || (wanted !== 'small' && !isTooSlow))) {
      tried.push(await tryModel(large, options, (fraction) => progress(0.3 + fraction * 0.7)));
    }
    signal?.throwIfAborted();
    const chosen = await chosenTier(tried, wanted, isSmallUseful);
    progress(1);
    return chosen;
  } catch (error) {
    for (const { model } of tried) await model.dispose();
    throw error;
  }
}

async function chosenTier(tried: readonly Tried[], wanted: FinalTier | 'auto', hasSmall: boolean): Promise<LoadedFinalPass> {
  const reports = tried.map(({ report }) => report);
  const smallOne = hasSmall ? (tried[0] ?? null) : null;
  const largeOne = tried[hasSmall ? 1 : 0] ?? null;
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  const allMs = reports.reduce((sum, { msFor10s }) => sum + msFor10s, 0);
  const pass = (tier: 'both' | 'small', reason: string): LoadedFinalPass => ({
    pass: createFinalPass({ small: smallOne?.model ?? null, large: tier === 'both' ? (largeOne?.model ?? null) : null, tier }),
    tier,
    reason,
    reports,
  });
  if (largeOne !== null && (wanted === 'both' || smallOne === null || allMs <= bothWithinMs)) {
    return pass(
      'both',
      `${seconds(allMs)} for ten seconds of speech with ${smallOne === null ? 'the large model' : 'both models'}.`,
    );
  }
  if (smallOne !== null && (wanted === 'small' || wanted === 'both' || smallOne.report.msFor10s <= smallWithinMs)) {
    await largeOne?.model.dispose();
    const why = largeOne === null ? '' : ` Both models would take ${seconds(allMs)}.`;
    return pass('small', `${seconds(smallOne.report.msFor10s)} for ten seconds of speech with the small model.${why}`);
  }
  for (const { model } of tried) await model.dispose();
  return { ...nothing(`This machine would take ${seconds(allMs)} for ten seconds of speech.`), reports };
}

function nothing(reason: string): LoadedFinalPass {
  return { pass: null, tier: 'none', reason, reports: [] };
}

async function tryModel(files: ModelFiles, options: FinalPassOptions, onProgress: (fraction: number) => void): Promise<Tried> {
  const manifest = await readManifest(files);
  const { model } = await chooseFastest<'onnx', Tried>(
    {
      runtime: 'onnx',
      chunkMs: spokenMs,
      run: (backend) =>
        backend === 'wasm'
          ? tryOn(backend, files, manifest, options, onProgress)
          : // Its encoder on the GPU, if that hears the same and is faster; wrong text in half precision has been reported.
            tryOn(backend, files, manifest, options, () => {}).catch((error: unknown) =>
              Promise.reject(new Error(errorText(error), { cause: error })),
            ),
    },
    () => {},
    options.signal,
  );
  return model;
}

async function readManifest(files: ModelFiles): Promise<Seq2seqManifest> {
  const { kind, manifest } = await readModelKind(files);
  if (kind === 'final') return manifest;
  const problem = `${manifest.name} (${manifest.id}) hears while one speaks, and no segment once more when it has ended.`;
  throw new UtterError('model-invalid', problem, 'Choose a model of the final pass; this one is a live model.');
}

async function tryOn(
  backend: OnnxBackend,
  files: ModelFiles,
  manifest: Seq2seqManifest,
  { tier, threads, signal }: FinalPassOptions,
  onProgress: (fraction: number) => void,
): Promise<Tried> {
  const began = performance.now();
  const runtime = await loadOnnxRuntime(backend, threads);
  const model = await loadFinalModel(files, manifest, runtime, (fraction) => onProgress(fraction * 0.8));
  const loadMs = performance.now() - began;
  try {
    signal?.throwIfAborted();
    const { selfTest } = manifest;
    const samples =
      selfTest === undefined ? noise() : waveSamples(await files.read(selfTest.file), `${files.location}/${selfTest.file}`);
    const languages = [manifest.languages.includes('en') ? 'en' : manifest.languages[0]!];
    const timed = async (): Promise<{ heard: Heard; tookMs: number }> => {
      const start = performance.now();
      const heard = await model.hear(samples, { languages });
      return { heard, tookMs: performance.now() - start };
    };
    const first = await timed();
    if (selfTest !== undefined) checkHeard(manifest, backend, selfTest.text, textOf(first.heard));
    // The first run sets kernels up; where the time decides, a second one tells it.
    const { tookMs } = tier === 'auto' ? await timed() : first;
    onProgress(1);
    const msFor10s = (tookMs * spokenMs * finalSampleRateHz) / (1000 * samples.length);
    const report = { modelId: manifest.id, msFor10s, loadMs, bytes: manifestBytes(manifest), backend };
    return { model, report, msPerChunk: msFor10s, rtf: msFor10s / spokenMs, dispose: () => model.dispose() };
  } catch (error) {
    await model.dispose();
    throw error;
  }
}

function textOf({ hypotheses }: Heard): string {
  return hypotheses[0]?.words.map(({ text }) => text).join(' ') ?? '';
}

function checkHeard(manifest: Seq2seqManifest, backend: OnnxBackend, said: string, heard: string): void {
  if (wer(wordErrors(said, heard)) <= mostErrors) return;
  throw new UtterError(
    'model-invalid',
    `${manifest.name} fails its self-test on ${backendTitles[backend]}: it recognised “${heard}” instead of “${said}”.`,
    'Reinstall the model; until then the live model’s words are used.',
  );
}

/** Three seconds that say nothing, for models without a recording of their own. */
function noise(): Float32Array {
  let seed = 1;
  return Float32Array.from({ length: 3 * finalSampleRateHz }, () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return (seed / 2 ** 32 - 0.5) * 0.02;
  });
}
