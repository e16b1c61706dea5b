import { readdir, readFile, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type AnyManifest, manifestFile, readAnyManifest } from '../core/model/any-manifest';
import { invalidModel } from '../core/model/files';

/** The manifest of a model's folder, of any kind. @throws UtterError `model-invalid` */
export async function readModelManifest(folder: string): Promise<AnyManifest> {
  const text = await readFile(join(folder, manifestFile), 'utf8').catch((error: unknown) => {
    throw invalidModel(folder, manifestFile, 'can’t be read', error);
  });
  return readAnyManifest(text, folder);
}

/** What a folder takes on the disk, the folders in it included; 0 where there is none. */
export async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(entries.map((name) => stat(join(folder, name)).then((stats) => (stats.isFile() ? stats.size : 0), () => 0)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** What is left on the disk that a folder is on; null where it can't be told. */
export async function freeBytes(folder: string): Promise<number | null> {
  return statfs(folder).then(({ bavail, bsize }) => bavail * bsize, () => null);
}
