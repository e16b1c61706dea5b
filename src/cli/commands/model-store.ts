import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UtterError } from '../../core/errors';
import { onnxModelBytes } from '../../core/onnx/manifest';
import { loadAnyModel } from '../../engine/load-any';
import { type CatalogueEntry, mergeCatalogues, parseCatalogue } from '../../models/catalogue';
import { describeFolder } from '../../models/folder';
import { inspectFolder } from '../../models/inspect';
import { importModel, installEntry, removeModel, userModels } from '../../models/install';
import { proxyFetch } from '../../models/proxy';
import { modelFiles, shippedModels } from '../model-folder';
import { table } from '../table';
import type { Terminal } from '../terminal';

/** The commands below `utter models`: what there is to download, downloading, importing, checking and removing. */

/** The catalogue that comes with Utter, and the user's own beside their models. */
export async function readCatalogue(root: string): Promise<readonly CatalogueEntry[]> {
  const paths = [join(shippedModels, '..', 'catalogue.json'), join(dirname(root), 'catalogue.json')];
  const present = paths.filter((path) => existsSync(path));
  return mergeCatalogues(await Promise.all(present.map(async (path) => parseCatalogue(await readFile(path, 'utf8'), path))));
}

export async function listCatalogue(options: { readonly json?: boolean }, terminal: Terminal, root = userModels()): Promise<number> {
  const entries = await readCatalogue(root);
  if (options.json === true) {
    terminal.out(`${JSON.stringify(entries, null, 2)}\n`);
    return 0;
  }
  const rows = entries.map(({ id, name, language, megabytes, licence, evaluation }) => [
    id,
    name,
    language,
    `${megabytes} MB`,
    licence,
    evaluation.map(({ set, wer }) => `${(100 * wer).toFixed(1)} % (${set})`).join(', ') || 'not published',
    existsSync(join(root, id, 'manifest.json')) ? 'yes' : '',
  ]);
  terminal.out(table(['id', 'name', 'language', 'size', 'licence', 'word error rate', 'installed'], rows));
  return 0;
}

export interface DownloadCommandOptions {
  readonly mirror?: string;
  readonly proxy?: string;
}

export async function downloadModel(
  id: string,
  { mirror, proxy }: DownloadCommandOptions,
  terminal: Terminal,
  signal?: AbortSignal,
  root = userModels(),
): Promise<number> {
  const entries = await readCatalogue(root);
  const entry = entries.find((one) => one.id === id);
  if (entry === undefined) {
    const known = entries.map((one) => one.id).join(', ');
    throw new UtterError('model-not-found', `The catalogue has no model "${id}".`, `Choose one of: ${known}.`);
  }
  const send = proxyFetch(process.env, proxy);
  const folder = await installEntry(entry, root, {
    ...(send !== null && { fetch: send }),
    mirror: mirror ?? process.env['UTTER_MIRROR'] ?? null,
    ...(signal && { signal }),
    onProgress: (done, total) => terminal.status?.show(`${id}: ${megabytes(done)} of ${megabytes(total)}`),
  });
  terminal.status?.clear();
  terminal.out(`${folder}\n`);
  return 0;
}

export async function importModelCommand(source: string, terminal: Terminal, signal?: AbortSignal, root = userModels()): Promise<number> {
  const { folder, manifest, contract } = await importModel(source, root, signal);
  terminal.out(`Imported as ${manifest.id}: ${described(contract)}, ${megabytes(onnxModelBytes(manifest))}.\n`);
  terminal.out(await speed(folder, terminal, signal));
  return 0;
}

/** What a folder is, whether it is whole and will run, and how fast; or exactly what is wrong. */
export async function checkModel(folder: string, terminal: Terminal, signal?: AbortSignal): Promise<number> {
  const manifest = await describeFolder(folder);
  const contract = await inspectFolder(folder, manifest);
  terminal.out(`${folder}: ${described(contract)}, ${megabytes(onnxModelBytes(manifest))}.\n`);
  terminal.out(await speed(folder, terminal, signal));
  return 0;
}

export async function removeModelCommand(id: string, terminal: Terminal, root = userModels()): Promise<number> {
  await removeModel(id, root);
  terminal.out(`Removed ${id}.\n`);
  return 0;
}

/** Loading tries a few chunks, which is a benchmark. */
async function speed(folder: string, terminal: Terminal, signal: AbortSignal | undefined): Promise<string> {
  const start = performance.now();
  const model = await loadAnyModel(await modelFiles(folder), {
    backend: 'wasm',
    onProgress: (fraction) => terminal.status?.show(`Trying ${folder}: ${Math.round(fraction * 100)} %`),
    ...(signal && { signal }),
  });
  const loadMs = performance.now() - start;
  terminal.status?.clear();
  const report = model.choice.reports.find(({ state }) => state === 'ok');
  model.dispose();
  const rtf = report?.state === 'ok' ? report.rtf : NaN;
  const verdict = rtf < 0.7 ? 'fast enough to dictate' : rtf < 1 ? 'barely fast enough to dictate' : 'too slow to dictate here; recordings work';
  return `It runs here: loaded in ${(loadMs / 1000).toFixed(1)} s, real-time factor of the encoder ${rtf.toFixed(2)} on WebAssembly: ${verdict}.\n`;
}

function described({ family, units, chunkFrames, shiftFrames, sampleRateHz }: Awaited<ReturnType<typeof inspectFolder>>): string {
  return `a streaming ${family} transducer, ${units} pieces, chunks of ${chunkFrames * 10} ms every ${shiftFrames * 10} ms at ${sampleRateHz} Hz`;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
