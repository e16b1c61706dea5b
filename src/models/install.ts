import { copyFile, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { errorText, UtterError } from '../core/errors';
import { type AnyManifest, manifestFile } from '../core/model/any-manifest';
import type { ModelFolder } from '../core/model/inventory';
import { understandFolder, withFreeId } from '../core/model/understand';
import { onnxFormat, type OnnxManifest } from '../core/onnx/manifest';
import { archiveTitle, isArchive, unpackModel } from './archive';
import { type CatalogueEntry, type CatalogueFile, mirrored } from './catalogue';
import { download, type DownloadOptions } from './download';
import { readModelFolder } from './facts';
import { folderSource } from './folder';
import { inspectFolder } from './inspect';

/** Installing models into the user's folder: from the catalogue, from a folder, from an archive; and removing them. */

/** Where the user's own models are: the desktop application's data folder, which the command line shares. */
export function userModels(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  if (env['UTTER_DATA'] !== undefined && env['UTTER_DATA'] !== '') return join(env['UTTER_DATA'], 'models');
  const home = homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Utter', 'models');
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Utter', 'models');
  return join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'Utter', 'models');
}

export interface InstallOptions {
  /** Instead of the addresses' own scheme and host. */
  readonly mirror?: string | null;
  readonly fetch?: typeof fetch;
  readonly signal?: AbortSignal;
  onProgress?(doneBytes: number, totalBytes: number): void;
  /** For tests. */
  readonly download?: Pick<DownloadOptions, 'attempts' | 'retryMs' | 'stallMs'>;
}

const partNames = ['encoder', 'decoder', 'joiner', 'tokens'] as const;

/** A folder that is being filled; names with a dot are not listed as models. */
export const downloading = (root: string, id: string): string => join(root, `.${id}.downloading`);

/**
 * Downloads a model of the catalogue and installs it under its id. What was downloaded before a failure is gone on with the next
 * time; when aborted, nothing is left. A model of that id that was there before stays until the new one is whole.
 * @throws UtterError `download-failed`, `file-unwritable`, `model-invalid`; the signal's reason when aborted.
 */
export async function installEntry(entry: CatalogueEntry, root: string, options: InstallOptions = {}): Promise<string> {
  const { signal, mirror = null, onProgress } = options;
  const folder = downloading(root, entry.id);
  await mkdir(folder, { recursive: true });
  try {
    const wanted = await Promise.all(
      partNames.map(async (part) => ({ part, ...(await expected(entry, entry.parts[part], options)) })),
    );
    const total = wanted.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0) || entry.megabytes * 1e6;
    let done = 0;
    const parts = {} as Record<(typeof partNames)[number], { file: string; bytes: number; sha256: string }>;
    for (const { part, file, bytes, sha256 } of wanted) {
      const { bytes: size, sha256: hash } = await download(mirrored(`${entry.address}/${file}`, mirror), join(folder, file), {
        ...options.download,
        bytes,
        sha256,
        signal,
        ...(options.fetch && { fetch: options.fetch }),
        onProgress: (fileBytes) => onProgress?.(done + fileBytes, total),
      });
      parts[part] = { file, bytes: size, sha256: hash };
      done += size;
    }
    const { id, name, language, licence, address: source, evaluation } = entry;
    const manifest: OnnxManifest = {
      format: onnxFormat,
      version: 1,
      id,
      name,
      language,
      licence,
      source,
      parts,
      search: { paths: 1 },
      evaluation,
    };
    await inspectFolder(folder, manifest);
    return await put(folder, root, manifest);
  } catch (error) {
    const isUseless = error instanceof UtterError && error.code === 'model-invalid';
    if (signal?.aborted || isUseless) await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** What a file must be: as the catalogue says, or as the hub's answer to a HEAD request says of files that it keeps by their hash. */
async function expected(
  { address }: CatalogueEntry,
  file: CatalogueFile,
  { mirror = null, signal, fetch: send = fetch }: InstallOptions,
): Promise<CatalogueFile> {
  if (file.sha256 !== undefined) return file;
  const url = mirrored(`${address}/${file.file}`, mirror);
  const response = await send(url, { method: 'HEAD', redirect: 'manual', ...(signal && { signal }) }).catch(() => null);
  const hash = /^"?([0-9a-f]{64})"?$/.exec(response?.headers.get('x-linked-etag') ?? '')?.[1];
  const size = Number(response?.headers.get('x-linked-size') ?? NaN);
  return { ...file, ...(hash !== undefined && { sha256: hash }), ...(Number.isInteger(size) && size > 0 && { bytes: size }) };
}

/** What was imported, and as what it was understood. */
export interface Imported {
  readonly folder: string;
  readonly manifest: AnyManifest;
  /** In a few words. */
  readonly what: string;
}

/** A file of a model stands for its folder. */
const isPart = (path: string): boolean => /\.onnx$|(^|[/\\])(manifest\.json|tokens[^/\\]*\.txt|tokenizer\.json)$/.test(path);

/**
 * Installs the model in a folder or archive, under the name of its manifest or one made of the source's; with a number where another
 * model has that name.
 * @throws UtterError `model-invalid`: what is missing or wrong; `file-unwritable`.
 */
export async function importModel(source: string, root: string, signal?: AbortSignal): Promise<Imported> {
  const path = isPart(source) ? dirname(resolve(source)) : resolve(source);
  const stats = await stat(path).catch(() => null);
  if (stats === null) throw new UtterError('model-not-found', `${path} does not exist.`, 'Name a model’s folder or archive.');
  if (stats.isFile() && !isArchive(path)) {
    const remedy = 'Choose a folder, or an archive (.zip, .tar, .tar.gz or .tar.bz2); unpack other archives first.';
    throw new UtterError('model-invalid', `${path} is neither a folder nor an archive that Utter can unpack.`, remedy);
  }
  const title = stats.isFile() ? archiveTitle(path) : basename(path);
  await mkdir(root, { recursive: true });
  const work = await mkdtemp(join(root, '.import-'));
  try {
    if (stats.isFile()) await unpackModel(path, work, signal);
    const origin = stats.isFile() ? work : path;
    const source = await folderSource(origin, title, signal);
    const { manifest: own, files, what } = await understandFolder(source);
    const manifest = await withFreeId(own, (id) => folderThere(join(root, id)));
    for (const { from, to } of files) {
      signal?.throwIfAborted();
      if (origin === path) await copyFile(join(path, from), join(work, to)).catch((error: unknown) => unwritable(work, error));
      else if (from !== to) await rename(join(work, from), join(work, to)).catch((error: unknown) => unwritable(work, error));
    }
    const kept = new Set(files.map(({ to }) => to));
    for (const name of await readdir(work)) if (!kept.has(name)) await rm(join(work, name), { recursive: true });
    return { folder: await put(work, root, manifest), manifest, what };
  } catch (error) {
    await rm(work, { recursive: true, force: true });
    throw error;
  }
}

async function folderThere(folder: string): Promise<ModelFolder | null> {
  return (await stat(folder).catch(() => null)) ? readModelFolder(folder) : null;
}

/** Removes a model of the user's, by its folder's name, and what was downloaded of it; one that came with Utter stays. */
export async function removeModel(id: string, root: string): Promise<void> {
  const names: readonly string[] = await readdir(root).catch(() => []);
  const isThere = names.includes(id) && !id.startsWith('.');
  if (!isThere && !names.includes(basename(downloading(root, id)))) {
    throw new UtterError(
      'model-not-found',
      `There is no model "${id}" in ${root}.`,
      'See "utter models" for those that are installed.',
    );
  }
  if (isThere) await rm(join(root, id), { recursive: true });
  await rm(downloading(root, id), { recursive: true, force: true });
}

/** Gives a filled folder its manifest and its name; what had the name before goes only then. */
async function put(folder: string, root: string, manifest: AnyManifest): Promise<string> {
  const target = join(root, manifest.id);
  const old = join(root, `.${manifest.id}.old`);
  try {
    await writeFile(join(folder, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
    await rm(old, { recursive: true, force: true });
    await rename(target, old).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await rename(folder, target);
    await rm(old, { recursive: true, force: true });
  } catch (error) {
    unwritable(target, error);
  }
  return target;
}

function unwritable(path: string, cause: unknown): never {
  const reason = errorText(cause);
  throw new UtterError(
    'file-unwritable',
    `${path} can't be written (${reason}).`,
    'Free some disk space, and check that you have permission to write there.',
    { cause },
  );
}
