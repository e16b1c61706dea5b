import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { describedOnnx, type FolderNaming, type FolderSource } from '../core/onnx/describe';
import type { FolderFile } from '../core/onnx/folder';
import type { OnnxManifest } from '../core/onnx/manifest';

/** SHA-256 of a file in lower-case hex, read in pieces. */
export async function fileSha256(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { ...(signal && { signal }) })) hash.update(piece as Buffer);
  return hash.digest('hex');
}

/** The files of a folder; not those of the folders in it. */
export async function folderListing(folder: string): Promise<FolderFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files: FolderFile[] = [];
  for (const entry of entries) {
    const { size, isFile } = await stat(join(folder, entry.name)).then(
      (stats) => ({ size: stats.size, isFile: stats.isFile() }),
      () => ({ size: 0, isFile: false }),
    );
    if (isFile) files.push({ name: entry.name, bytes: size });
  }
  return files;
}

/** A folder of the disk. @param title its name, where it is not the path's last. */
export async function folderSource(folder: string, title = basename(resolve(folder)), signal?: AbortSignal): Promise<FolderSource> {
  return { location: folder, title, files: await folderListing(folder), sha256: (name) => fileSha256(join(folder, name), signal) };
}

/** As `describedOnnx`, of a folder of the disk. */
export async function describeFolder(folder: string, naming: FolderNaming = {}): Promise<OnnxManifest> {
  return describedOnnx(await folderSource(folder), naming);
}
