import { dirname, join } from 'node:path';
import { UtterError } from '../../core/errors';
import { type AnyManifest, isLiveManifest, manifestBytes } from '../../core/model/any-manifest';
import { hasManifest } from '../../core/model/inventory';
import { understandFolder } from '../../core/model/understand';
import type { Seq2seqManifest } from '../../core/seq2seq/manifest';
import { speedText } from '../../core/speed';
import { loadAnyModel } from '../../engine/load-any';
import { loadFinalPass } from '../../engine/seq2seq/load-pass';
import type { CatalogueEntry } from '../../models/catalogue';
import { readCatalogues } from '../../models/catalogue-file';
import { readModelFolders } from '../../models/facts';
import { folderSource } from '../../models/folder';
import { importModel, installEntry, removeModel, userModels } from '../../models/install';
import { proxyFetch } from '../../models/proxy';
import { modelFiles, shippedModels } from '../model-folder';
import { table } from '../table';
import type { Terminal } from '../terminal';

/** The commands below `utter models`: what there is to download, downloading, importing, checking and removing. */

export function readCatalogue(root: string): Promise<readonly CatalogueEntry[]> {
  return readCatalogues([join(shippedModels, '..', 'catalogue.json'), join(dirname(root), 'catalogue.json')]);
}

export async function listCatalogue(
  options: { readonly json?: boolean },
  terminal: Terminal,
  root = userModels(),
): Promise<number> {
  const entries = await readCatalogue(root);
  if (options.json === true) {
    terminal.out(`${JSON.stringify(entries, null, 2)}\n`);
    return 0;
  }
  const installed = new Set((await readModelFolders(root)).filter(({ model }) => hasManifest(model)).map(({ name }) => name));
  const rows = entries.map(({ id, name, language, megabytes, licence, evaluation }) => [
    id,
    name,
    language,
    `${megabytes} MB`,
    licence,
    evaluation.map(({ set, wer }) => `${(100 * wer).toFixed(1)} % (${set})`).join(', ') || 'not published',
    installed.has(id) ? 'yes' : '',
  ]);
  terminal.out(table(['id', 'name', 'language', 'size', 'licence', 'word error rate', 'installed'], rows));
  for (const { id, note } of entries) if (note !== undefined) terminal.out(`${id}: ${note}\n`);
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

export async function importModelCommand(
  source: string,
  terminal: Terminal,
  signal?: AbortSignal,
  root = userModels(),
): Promise<number> {
  const { folder, manifest, what } = await importModel(source, root, signal);
  terminal.out(`Imported as ${manifest.id}: ${what}, ${megabytes(manifestBytes(manifest))}.\n`);
  terminal.out(await speed(folder, manifest, terminal, signal));
  return 0;
}

/** What a folder is, whether it is whole and will run, and how fast; or exactly what is wrong. */
export async function checkModel(folder: string, terminal: Terminal, signal?: AbortSignal): Promise<number> {
  const { manifest, what } = await understandFolder(await folderSource(folder));
  terminal.out(`${folder}: ${what}, ${megabytes(manifestBytes(manifest))}.\n`);
  terminal.out(await speed(folder, manifest, terminal, signal));
  return 0;
}

export async function removeModelCommand(id: string, terminal: Terminal, root = userModels()): Promise<number> {
  await removeModel(id, root);
  terminal.out(`Removed ${id}.\n`);
  return 0;
}

/** Loading tries a few chunks, which is a benchmark. */
async function speed(
  folder: string,
  manifest: AnyManifest,
  terminal: Terminal,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (!isLiveManifest(manifest)) return finalSpeed(folder, manifest, terminal, signal);
  const start = performance.now();
  const model = await loadAnyModel(await modelFiles(folder), {
    backend: 'wasm',
    onProgress: (fraction) => terminal.status?.show(`Trying ${folder}: ${Math.round(fraction * 100)} %`),
    ...(signal && { signal }),
  });
  const loadMs = performance.now() - start;
  terminal.status?.clear();
  const text = speedText(model.choice, loadMs);
  model.dispose();
  return `${text}\n`;
}

/** The same of a model of the final pass, whose self-test hears a recording. */
async function finalSpeed(
  folder: string,
  { family, languages }: Seq2seqManifest,
  terminal: Terminal,
  signal: AbortSignal | undefined,
): Promise<string> {
  const files = await modelFiles(folder);
  const { pass, reports } = await loadFinalPass(
    family === 'moonshine' ? { small: files, large: null } : { small: null, large: files },
    {
      tier: 'both',
      languages: languages.slice(0, 1),
      onProgress: (fraction) => terminal.status?.show(`Trying ${folder}: ${Math.round(fraction * 100)} %`),
      ...(signal && { signal }),
    },
  );
  terminal.status?.clear();
  await pass?.dispose();
  const [report] = reports;
  if (report === undefined) throw new Error(`${folder} was not tried`);
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  return `It runs here: loaded in ${seconds(report.loadMs)}, ten seconds of speech take ${seconds(report.msFor10s)}.\n`;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
