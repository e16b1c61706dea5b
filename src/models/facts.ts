import { readdir, readFile, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { invalidModel } from '../core/model/files';
import { type Manifest, parseManifest } from '../core/model/manifest';
import { isOnnxManifest, onnxModelBytes, type OnnxManifest, parseOnnxManifest } from '../core/onnx/manifest';

/** The manifest of a model's folder, of either kind. @throws UtterError `model-invalid` */
export async function readModelManifest(folder: string): Promise<Manifest | OnnxManifest> {
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch((error: unknown) => invalid(folder, 'can’t be read', error));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return invalid(folder, 'is not JSON', error);
  }
  return isOnnxManifest(json) ? parseOnnxManifest(json, folder) : parseManifest(json, folder);
}

function invalid(folder: string, problem: string, cause: unknown): never {
  throw invalidModel(folder, 'manifest.json', problem, cause);
}

/** Size of all files that a manifest lists. */
export function modelBytes(manifest: Manifest | OnnxManifest): number {
  if (manifest.format === 'onnx-transducer') return onnxModelBytes(manifest);
  return Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0);
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
