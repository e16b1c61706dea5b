import { readdir, readFile, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { manifestFile } from '../core/model/any-manifest';
import { invalidModel } from '../core/model/files';
import { isInstalledName, modelFolder, type ModelFolder, type NamedFolder } from '../core/model/inventory';
import { folderListing } from './folder';

/** What a folder of the disk is as a model. */
export async function readModelFolder(folder: string): Promise<ModelFolder> {
  try {
    return modelFolder({ location: folder, manifest: await readFile(join(folder, manifestFile), 'utf8'), files: [] });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
    if (!isMissing) return { kind: 'damaged', failure: invalidModel(folder, manifestFile, 'can’t be read', error) };
    return modelFolder({ location: folder, manifest: null, files: await folderListing(folder).catch(() => []) });
  }
}

/** A folder in a folder of models. */
export interface DiskFolder extends NamedFolder {
  readonly path: string;
}

/** The folders in a folder of models, by name; none where it is not there. */
export async function readModelFolders(root: string): Promise<DiskFolder[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const names = entries.filter((entry) => !entry.isFile() && isInstalledName(entry.name)).map(({ name }) => name);
  const folders: DiskFolder[] = [];
  for (const name of names.toSorted((a, b) => a.localeCompare(b))) {
    const path = join(root, name);
    folders.push({ name, path, model: await readModelFolder(path) });
  }
  return folders;
}

/** What a folder takes on the disk, the folders in it included; 0 where there is none. */
export async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map((name) =>
      stat(join(folder, name)).then(
        (stats) => (stats.isFile() ? stats.size : 0),
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** What is left on the disk that a folder is on; null where it can't be told. */
export async function freeBytes(folder: string): Promise<number | null> {
  return statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  );
}
