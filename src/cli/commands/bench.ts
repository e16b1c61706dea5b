import { cpus, loadavg, totalmem } from 'node:os';
import { basename } from 'node:path';
import { type BackendName, backendNames } from '../../core/backend';
import { toFailure } from '../../core/errors';
import { isLiveManifest } from '../../core/model/any-manifest';
import { unavailableReason } from '../../engine/backends';
import { measureModel } from '../../engine/bench/measure';
import type { CompareWithReference } from '../../engine/bench/measure-options';
import { folderFiles, nodeEnvironment } from '../../engine/node';
import type { Bench, BenchResult } from '../bench-result';
import { benchTables } from '../bench-tables';
import { listModels, modelFolder } from '../model-folder';
import { runUtter } from '../self';
import type { Terminal } from '../terminal';

export interface BenchOptions {
  readonly model?: string;
  readonly backend?: BackendName;
  /** How long each measurement may go on. */
  readonly seconds: number;
  readonly json?: boolean;
}

/** What `npm run bench` does in its own way. */
export interface BenchParts {
  /** Runs this command in a process of its own. */
  readonly run: typeof runUtter;
  readonly compareWithReference?: CompareWithReference;
}

/** Measurements of one pair that go on for `seconds`, and what loading, self-test and matrix products may take on a slow machine. */
const mostMeasurements = 3;
const startAllowanceSeconds = 180;

/**
 * Measures models on backends, each pair in a process of its own: so memory and loading are that pair's alone, and a driver
 * that takes its process down costs one result. Where both are named, it is measured in this process.
 */
export async function bench(
  options: BenchOptions,
  terminal: Terminal,
  signal?: AbortSignal,
  parts: BenchParts = { run: runUtter },
): Promise<number> {
  const loadBefore = loadavg()[0]!;
  const folders =
    options.model === undefined
      ? (await listModels()).flatMap(({ folder, manifest }) => (isLiveManifest(manifest) ? [folder] : []))
      : [await modelFolder(options.model)];
  const backends = options.backend === undefined ? backendNames : [options.backend];
  const isAlone = options.model !== undefined && options.backend !== undefined;
  const results: BenchResult[] = [];
  for (const folder of folders) {
    for (const backend of backends) {
      signal?.throwIfAborted();
      const result = isAlone
        ? await measured(folder, backend, options, terminal, signal, parts)
        : await measuredInProcess(folder, backend, options, terminal, signal, parts);
      results.push(result);
      if (backend === 'wasm' && options.backend === undefined) results.push(twoThreads(result.model));
    }
  }
  terminal.status?.clear();
  const machine = { ...machineFacts(), loadBefore, loadAfter: loadavg()[0]! };
  terminal.out(options.json === true ? `${JSON.stringify({ machine, results })}\n` : benchTables({ machine, results }));
  return 0;
}

async function measured(
  folder: string,
  backend: BackendName,
  { seconds }: BenchOptions,
  terminal: Terminal,
  signal: AbortSignal | undefined,
  { compareWithReference }: BenchParts,
): Promise<BenchResult> {
  const noWebGpu = await nodeEnvironment();
  const model = basename(folder);
  const unavailable = (reason: string): BenchResult => ({ model, state: 'unavailable', backend, threads: 1, reason });
  const reason = backend === 'webgpu' && noWebGpu !== null ? noWebGpu : unavailableReason(backend);
  if (reason !== null) return unavailable(reason);
  try {
    const measurement = await measureModel(folderFiles(folder), backend, {
      limitMs: seconds * 1000,
      ...(signal && { signal }),
      ...(compareWithReference && { compareWithReference }),
      host: {
        memory() {
          const { heapUsed, rss } = process.memoryUsage();
          return { heapBytes: heapUsed, rssBytes: rss };
        },
        processorMs() {
          const { user, system } = process.cpuUsage();
          return (user + system) / 1000;
        },
      },
      onProgress: (what) => terminal.status?.show(`${model} on ${backend}: ${what}`),
    });
    return { model, state: 'measured', ...measurement };
  } catch (error) {
    signal?.throwIfAborted();
    return unavailable(toFailure(error).message);
  }
}

/** As `measured`, by a process that runs this command for one pair. */
async function measuredInProcess(
  folder: string,
  backend: BackendName,
  { seconds }: BenchOptions,
  terminal: Terminal,
  signal: AbortSignal | undefined,
  { run }: BenchParts,
): Promise<BenchResult> {
  const model = basename(folder);
  const args = ['bench', '--model', folder, '--backend', backend, '--seconds', String(seconds), '--json'];
  terminal.status?.show(`${model} on ${backend}`);
  const limit = AbortSignal.timeout((seconds * mostMeasurements + startAllowanceSeconds) * 1000);
  const { status, out, err } = await run(args, signal ? AbortSignal.any([signal, limit]) : limit);
  signal?.throwIfAborted();
  if (limit.aborted) return { model, state: 'unavailable', backend, threads: 1, reason: 'it did not finish in time' };
  if (status !== 0) {
    const reason = `its process exited with status ${status}${err === '' ? '' : `: ${err.trim().split('\n').at(-1)}`}`;
    return { model, state: 'unavailable', backend, threads: 1, reason };
  }
  return (JSON.parse(out.trim().split('\n').at(-1)!) as Bench).results[0]!;
}

/** Said rather than left out, because two threads are asked for. */
function twoThreads(model: string): BenchResult {
  const reason = 'Node rejects the address from which TensorFlow.js starts its threads; npm run bench measures them in a browser';
  return { model, state: 'unavailable', backend: 'wasm', threads: 2, reason };
}

function machineFacts(): Omit<Bench['machine'], 'loadBefore' | 'loadAfter'> {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    system: `${process.platform} ${process.arch}`,
    node: process.version,
  };
}
