import { backendNames, backendTitles } from '../core/backend';
import type { BackendChoice, BackendName, BackendReport } from '../core/backend';
import { errorText, UtterError } from '../core/errors';
import { isSoftwareRendered, unavailableReason } from './backends';
import { isNode, onnxBackends } from './onnx/runtime';

/** The one choice of what computes a model, whether TensorFlow.js or ONNX Runtime runs it. */

/** How long a trial may take, and what it may need for a millisecond of speech. */
export interface Patience {
  readonly timeoutMs: number;
  readonly maxRtf: number;
}

/** Where each runtime computes. */
const runtimes = {
  tfjs: {
    /** Those that `auto` tries, in this order. */
    automatic: ['webgpu', 'webgl', 'wasm'],
    all: backendNames,
    /** Compiling shaders is most of it. */
    timeoutMs: { asked: 120_000, unasked: 15_000 },
  },
  onnx: {
    // WebAssembly first: what it gives is what the other is compared with.
    automatic: ['wasm', 'webgpu'],
    all: onnxBackends,
    timeoutMs: { asked: 300_000, unasked: 30_000 },
  },
} as const;
type RuntimeName = keyof typeof runtimes;
type BackendOf<Runtime extends RuntimeName> = (typeof runtimes)[Runtime]['all'][number];

/** A model that was set up on a backend and timed. */
export interface Timed {
  /** Median time of a chunk. */
  readonly msPerChunk: number;
  /** `msPerChunk` for each millisecond of audio. */
  readonly rtf: number;
  dispose(): void | Promise<void>;
}

/** How a model is tried on backends. */
export interface Trial<Runtime extends RuntimeName, Tried extends Timed> {
  readonly runtime: Runtime;
  /** The speech of one chunk. */
  readonly chunkMs: number;
  /**
   * Sets the model up, checks what it gives and times it; nothing is left of it where that fails.
   * @param best the fastest so far
   * @throws UtterError where the model is at fault, and no other backend would help; an Error that says why for anything else.
   */
  run(backend: BackendOf<Runtime>, patience: Patience, best: Tried | null): Promise<Tried>;
}

/** A model on the backend that was chosen for it. */
interface Chosen<Tried> {
  readonly model: Tried;
  readonly choice: BackendChoice;
}

type Tested<Tried> =
  | { readonly state: 'ok'; readonly report: BackendReport; readonly model: Tried }
  | { readonly state: 'failed'; readonly report: BackendReport };

/** Why a backend isn't tried unless somebody asks for it; null where it is. */
async function unfitReason(runtime: RuntimeName, backend: BackendName, isAsked: boolean): Promise<string | null> {
  if (runtime === 'onnx' && backend === 'webgpu' && isNode) return 'ONNX Runtime supports WebGPU only in the window';
  const unavailable = unavailableReason(backend);
  if (unavailable !== null || isAsked) return unavailable;
  return (await isSoftwareRendered(backend)) ? 'there is no GPU, only slow software rendering' : null;
}

async function test<Runtime extends RuntimeName, Tried extends Timed>(
  trial: Trial<Runtime, Tried>,
  backend: BackendOf<Runtime>,
  isAsked: boolean,
  best: Tried | null,
): Promise<Tested<Tried>> {
  const failed = (reason: string): Tested<Tried> => ({ state: 'failed', report: { backend, state: 'failed', reason } });
  const { timeoutMs } = runtimes[trial.runtime];
  const patience = isAsked ? { timeoutMs: timeoutMs.asked, maxRtf: Infinity } : { timeoutMs: timeoutMs.unasked, maxRtf: 1 };
  try {
    const unfit = await unfitReason(trial.runtime, backend, isAsked);
    if (unfit !== null) return failed(unfit);
    const model = await trial.run(backend, patience, best);
    return { state: 'ok', report: { backend, state: 'ok', msPerChunk: model.msPerChunk, rtf: model.rtf }, model };
  } catch (error) {
    if (error instanceof UtterError) throw error;
    return failed(errorText(error));
  }
}

/**
 * The fastest backend that gives the right result. Plain JavaScript is tried only when nothing else works.
 * @param onTested told the fraction of backends that have been tested.
 * @throws UtterError `backend-unavailable`; the signal's reason when aborted.
 */
export async function chooseFastest<Runtime extends RuntimeName, Tried extends Timed>(
  trial: Trial<Runtime, Tried>,
  onTested: (fraction: number) => void,
  signal?: AbortSignal,
): Promise<Chosen<Tried>> {
  const candidates: readonly BackendOf<Runtime>[] = runtimes[trial.runtime].automatic;
  const reports: BackendReport[] = [];
  let best = null as { readonly backend: BackendName; readonly model: Tried } | null;
  for (const [index, backend] of candidates.entries()) {
    if (signal?.aborted) {
      await best?.model.dispose();
      signal.throwIfAborted();
    }
    // WebAssembly is the yardstick: on a busy machine it is slow, and everything else would be slower.
    const tested: Tested<Tried> = await test(trial, backend, backend === 'wasm', best?.model ?? null);
    reports.push(tested.report);
    if (tested.state === 'ok') {
      const isFaster = best === null || tested.model.msPerChunk < best.model.msPerChunk;
      await (isFaster ? best?.model : tested.model)?.dispose();
      if (isFaster) best = { backend, model: tested.model };
    }
    onTested((index + 1) / candidates.length);
  }
  if (best === null) {
    signal?.throwIfAborted();
    const last: readonly BackendOf<Runtime>[] = runtimes[trial.runtime].all.filter((name) => name === 'cpu');
    return firstThatWorks(trial, last, 'Nothing faster works here', reports);
  }
  const { backend, model } = best;
  const correct = reports.filter((report) => report.state === 'ok').length;
  const which = correct > 1 ? `the fastest of the ${correct} that work here` : 'the one that works here';
  return { model, choice: { backend, reason: `${backendTitles[backend]} is ${which}: ${speedOf(model, trial)}.`, reports } };
}

/**
 * The first of `backends` that gives the right result.
 * @param because starts the reason shown to the user.
 * @throws UtterError `backend-unavailable`, with every backend's reason.
 */
export async function firstThatWorks<Runtime extends RuntimeName, Tried extends Timed>(
  trial: Trial<Runtime, Tried>,
  backends: readonly BackendOf<Runtime>[],
  because: string,
  earlier: readonly BackendReport[] = [],
): Promise<Chosen<Tried>> {
  const reports = [...earlier];
  for (const backend of backends) {
    const tested = await test(trial, backend, true, null);
    reports.push(tested.report);
    if (tested.state === 'ok') {
      const { model } = tested;
      const reason = `${because}: ${backendTitles[backend]} needs ${speedOf(model, trial)}.`;
      return { model, choice: { backend, reason, reports } };
    }
  }
  throw unusable(reports);
}

function unusable(reports: readonly BackendReport[]): UtterError {
  const failed = reports.filter((report) => report.state === 'failed');
  const [first] = failed;
  const message =
    failed.length === 1 && first !== undefined
      ? `${backendTitles[first.backend]} can't be used here: ${first.reason}.`
      : `Speech can't be recognised here (${failed.map(({ backend, reason }) => `${backendTitles[backend]}: ${reason}`).join('; ')}).`;
  return new UtterError('backend-unavailable', message, 'Choose the automatic backend, or update the graphics driver.');
}

/**
 * What `wanted` means for a model: the fastest that works for `auto`, else the one that is named, never replaced silently.
 * @param title the model's name, for messages
 * @throws UtterError `backend-unavailable`; the signal's reason when aborted.
 */
export async function chooseBackend<Runtime extends RuntimeName, Tried extends Timed>(
  wanted: BackendName | 'auto',
  title: string,
  trial: Trial<Runtime, Tried>,
  onTested: (fraction: number) => void,
  signal?: AbortSignal,
): Promise<Chosen<Tried>> {
  if (wanted === 'auto') return chooseFastest(trial, onTested, signal);
  const all: readonly BackendOf<Runtime>[] = runtimes[trial.runtime].all;
  const named = all.find((name) => name === wanted);
  if (named !== undefined) return firstThatWorks(trial, [named], `You chose ${backendTitles[wanted]}`);
  throw new UtterError(
    'backend-unavailable',
    `${title} is an ONNX model, which ${backendTitles[wanted]} can't run.`,
    `Choose the automatic backend, or ${all.map((name) => backendTitles[name]).join(' or ')}.`,
  );
}

function speedOf({ msPerChunk }: Timed, { chunkMs }: { readonly chunkMs: number }): string {
  return `${msPerChunk.toFixed(msPerChunk < 10 ? 1 : 0)} ms for ${chunkMs} ms of speech`;
}
