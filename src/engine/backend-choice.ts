import { backendTitles } from '../core/backend';
import type { BackendChoice, BackendName, BackendReport } from '../core/backend';
import { UtterError } from '../core/errors';
import type { Safetensors } from '../core/model/safetensors';
import { createAcousticModel } from './acoustic-model';
import type { AcousticModel } from './acoustic-model';
import { isSoftwareRendered, unavailableReason, withTimeout } from './backends';
import { checkParity, chunkMs } from './parity';
import type { ParityParts } from './parity';

/** A backend chosen by self-test, with the model on it. */
export interface Chosen {
  readonly model: AcousticModel;
  readonly choice: BackendChoice;
}

/** How long a self-test may take, and what it may need for a millisecond of speech. */
interface Patience {
  readonly timeoutMs: number;
  readonly maxRtf: number;
}

/** Nobody waits longer for a backend they didn't ask for; compiling shaders is most of it. */
const unasked: Patience = { timeoutMs: 15000, maxRtf: 1 };
const asked: Patience = { timeoutMs: 120000, maxRtf: Infinity };

type Tested = { readonly report: BackendReport; readonly model: AcousticModel | null };

/** Sets a backend up and compares it with training; the model is null when it must not be used. */
async function test(
  backend: BackendName,
  parts: ParityParts,
  weights: Safetensors,
  { timeoutMs, maxRtf }: Patience,
): Promise<Tested> {
  const failed = (reason: string): Tested => ({ report: { backend, state: 'failed', reason }, model: null });
  const unavailable = unavailableReason(backend);
  if (unavailable !== null) return failed(unavailable);
  let model: AcousticModel | null = null;
  try {
    if (maxRtf <= 1 && (await isSoftwareRendered(backend))) {
      return failed('there is no graphics processor, only a slow imitation of one');
    }
    model = await createAcousticModel(backend, parts.manifest, weights);
    const parity = await withTimeout(checkParity(model, parts, maxRtf), timeoutMs, 'its self-test did not end');
    if (parity.problem !== null) throw new Error(parity.problem);
    const { msPerChunk, rtf } = parity;
    return { report: { backend, state: 'ok', msPerChunk, rtf }, model };
  } catch (error) {
    model?.dispose();
    // A damaged model is damaged everywhere.
    if (error instanceof UtterError) throw error;
    return failed(error instanceof Error ? error.message : String(error));
  }
}

/**
 * The fastest backend that gives training's result. Plain JavaScript is tried when nothing else works only.
 * @param onTested told the fraction of backends that have been tested.
 * @throws UtterError `backend-unavailable`
 */
export async function chooseFastest(
  parts: ParityParts,
  weights: Safetensors,
  onTested: (fraction: number) => void,
  signal?: AbortSignal,
): Promise<Chosen> {
  const candidates: readonly BackendName[] = ['webgpu', 'webgl', 'wasm'];
  const reports: BackendReport[] = [];
  let best: { model: AcousticModel; msPerChunk: number } | null = null;
  for (const [index, backend] of candidates.entries()) {
    if (signal?.aborted) {
      best?.model.dispose();
      signal.throwIfAborted();
    }
    // WebAssembly is the yardstick: on a busy machine it is slow, and everything else would be slower.
    const { report, model } = await test(backend, parts, weights, backend === 'wasm' ? asked : unasked);
    reports.push(report);
    if (report.state === 'ok' && model !== null) {
      if (best === null || report.msPerChunk < best.msPerChunk) {
        best?.model.dispose();
        best = { model, msPerChunk: report.msPerChunk };
      } else {
        model.dispose();
      }
    }
    onTested((index + 1) / candidates.length);
  }
  if (best === null) return firstThatWorks(['cpu'], parts, weights, 'Nothing faster works here', reports);
  const { backend } = best.model;
  const correct = reports.filter((report) => report.state === 'ok').length;
  const speed = speedOf(best.msPerChunk, parts);
  const reason =
    correct > 1
      ? `${backendTitles[backend]} is the fastest of the ${correct} that work here: ${speed}.`
      : `${backendTitles[backend]} is the one that works here: ${speed}.`;
  return { model: best.model, choice: { backend, reason, reports } };
}

/**
 * The first of `backends` that gives training's result.
 * @param because starts the reason shown to the user.
 * @throws UtterError `backend-unavailable`, with every backend's reason.
 */
export async function firstThatWorks(
  backends: readonly BackendName[],
  parts: ParityParts,
  weights: Safetensors,
  because: string,
  earlier: readonly BackendReport[] = [],
): Promise<Chosen> {
  const reports = [...earlier];
  for (const backend of backends) {
    const { report, model } = await test(backend, parts, weights, asked);
    reports.push(report);
    if (report.state === 'ok' && model !== null) {
      const reason = `${because}: ${backendTitles[backend]} needs ${speedOf(report.msPerChunk, parts)}.`;
      return { model, choice: { backend, reason, reports } };
    }
  }
  const reasons = reports.flatMap((report) =>
    report.state === 'failed' ? [`${backendTitles[report.backend]}: ${report.reason}`] : [],
  );
  throw new UtterError(
    'backend-unavailable',
    `Speech can't be recognised with ${backends.map((name) => backendTitles[name]).join(' or ')} here (${reasons.join('; ')}).`,
    'Choose the backend "auto", or update the graphics driver.',
  );
}

function speedOf(msPerChunk: number, { manifest }: ParityParts): string {
  return `${msPerChunk.toFixed(msPerChunk < 10 ? 1 : 0)} ms for ${chunkMs(manifest)} ms of speech`;
}
