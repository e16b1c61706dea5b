import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UtterError } from '../core/errors';
import { type AnyManifest, manifestBytes, manifestFile } from '../core/model/any-manifest';
import type { ModelFiles } from '../core/model/files';
import { hasManifest, wholeModel } from '../core/model/inventory';
import { folderFiles } from '../engine/node';
import { type DiskFolder, readModelFolder, readModelFolders } from '../models/facts';
import { describeFolder } from '../models/folder';
import { userModels } from '../models/install';

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
  for (const { path, model } of await installed(root)) {
    const { manifest } = wholeModel(model);
    models.push({ folder: path, manifest, bytes: manifestBytes(manifest) });
  }
  return models;
}

/**
 * The folder of a model: the shipped one of that id, or a folder of one's own; the default live model when none is named.
 * @throws UtterError model-not-found
 */
export async function modelFolder(idOrFolder: string | undefined, root: string = shippedModels): Promise<string> {
  const folders = await installed(root);
  const ids = folders.map(({ name }) => name);
  if (idOrFolder === undefined) {
    // One that can't be read counts too: loading it says what is wrong.
    const firstLive = folders.find(({ model }) => model.kind !== 'final')?.name ?? null;
    const id = preferredIds.find((preferred) => ids.includes(preferred)) ?? firstLive;
    if (id !== null) return join(root, id);
    throw new UtterError('model-not-found', `No live model is installed in ${root}.`, 'Name a model folder with --model.');
  }
  if (ids.includes(idOrFolder)) return join(root, idOrFolder);
  const own = join(userModels(), idOrFolder);
  if (/^[\w.-]+$/.test(idOrFolder) && hasManifest(await readModelFolder(own))) return own;
  const folder = resolve(idOrFolder);
  if ((await readModelFolder(folder)).kind !== 'other') return folder;
  const known = ids.length === 0 ? 'none is installed' : `installed are ${ids.join(', ')}`;
  throw new UtterError(
    'model-not-found',
    `There is no model "${idOrFolder}": it is neither an installed model nor a folder with a manifest.json or ONNX files.`,
    `Name one of the models (${known}) or a model's folder.`,
  );
}

/** Folders without a manifest are not models. */
async function installed(root: string): Promise<DiskFolder[]> {
  return (await readModelFolders(root)).filter(({ model }) => hasManifest(model));
}

/** A model's files; for a folder of ONNX files without a manifest, with the one that it would have. */
export async function modelFiles(folder: string): Promise<ModelFiles> {
  const files = folderFiles(folder);
  if (hasManifest(await readModelFolder(folder))) return files;
  const manifest = new TextEncoder().encode(JSON.stringify(await describeFolder(folder)));
  return { location: folder, read: (name) => (name === manifestFile ? Promise.resolve(manifest) : files.read(name)) };
}
