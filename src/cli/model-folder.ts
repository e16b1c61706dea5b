import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UtterError } from '../core/errors';
import { type AnyManifest, isLiveManifest, manifestBytes } from '../core/model/any-manifest';
import type { ModelFiles } from '../core/model/files';
import { folderFiles } from '../engine/node';
import { readModelManifest } from '../models/facts';
import { describeFolder, folderListing } from '../models/folder';
import { userModels } from '../models/install';
import { readFolder } from '../core/onnx/folder';
import { looksLikeSeq2seq } from '../core/seq2seq/describe';

/** The folder of the models that come with Utter, wherever the command is run. */
export const shippedModels = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'resources', 'models');

/** Taken in this order when no model is named; otherwise the first by name. */
const preferredIds = ['utter-en', 'utter-en-pieces'];

export interface ShippedModel {
  readonly folder: string;
  readonly manifest: AnyManifest;
  readonly bytes: number;
}

/** The models in a folder, by id; folders without a manifest are not models. */
export async function listModels(root: string = shippedModels): Promise<ShippedModel[]> {
  const models: ShippedModel[] = [];
  for (const id of await modelIds(root)) {
    const folder = join(root, id);
    const manifest = await readModelManifest(folder);
    models.push({ folder, manifest, bytes: manifestBytes(manifest) });
  }
  return models;
}

/**
 * The folder of a model: the shipped one of that id, or a folder of one's own; the default live model when none is named.
 * @throws UtterError model-not-found
 */
export async function modelFolder(idOrFolder: string | undefined, root: string = shippedModels): Promise<string> {
  const ids = await modelIds(root);
  if (idOrFolder === undefined) {
    const id = preferredIds.find((preferred) => ids.includes(preferred)) ?? (await firstLive(root, ids));
    if (id !== null) return join(root, id);
    throw new UtterError('model-not-found', `No live model is installed in ${root}.`, 'Name a model folder with --model.');
  }
  if (ids.includes(idOrFolder)) return join(root, idOrFolder);
  const own = join(userModels(), idOrFolder);
  if (/^[\w.-]+$/.test(idOrFolder) && (await isModel(own))) return own;
  const folder = resolve(idOrFolder);
  if ((await isModel(folder)) || (await isPlainModel(folder))) return folder;
  const known = ids.length === 0 ? 'none is installed' : `installed are ${ids.join(', ')}`;
  throw new UtterError(
    'model-not-found',
    `There is no model "${idOrFolder}": it is neither an installed model nor a folder with a manifest.json or ONNX files.`,
    `Name one of the models (${known}) or a model's folder.`,
  );
}

/** One that can't be read counts too: loading it says what is wrong. */
async function firstLive(root: string, ids: readonly string[]): Promise<string | null> {
  for (const id of ids) if (await readModelManifest(join(root, id)).then(isLiveManifest, () => true)) return id;
  return null;
}

async function modelIds(root: string): Promise<string[]> {
  const entries = await readdir(root).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  const ids: string[] = [];
  // Names with a dot are models that are still being installed.
  const named = entries.filter((id) => !id.startsWith('.')).toSorted((a, b) => a.localeCompare(b));
  for (const id of named) if (await isModel(join(root, id))) ids.push(id);
  return ids;
}

function isModel(folder: string): Promise<boolean> {
  return stat(join(folder, 'manifest.json')).then((stats) => stats.isFile(), () => false);
}

/** A folder of ONNX files without a manifest. */
async function isPlainModel(folder: string): Promise<boolean> {
  const files = await folderListing(folder).catch(() => []);
  return looksLikeSeq2seq(files) || readFolder(files).state !== 'other';
}

/** A model's files; for a folder of ONNX files without a manifest, with the one that it would have. */
export async function modelFiles(folder: string): Promise<ModelFiles> {
  const files = folderFiles(folder);
  if (await isModel(folder)) return files;
  const manifest = new TextEncoder().encode(JSON.stringify(await describeFolder(folder)));
  return { location: folder, read: (name) => (name === 'manifest.json' ? Promise.resolve(manifest) : files.read(name)) };
}
