import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { describedModel } from '../core/model/understand';
import type { FolderNaming, FolderSource } from '../core/onnx/describe';
import type { FolderFile } from '../core/onnx/folder';
import type { OnnxManifest } from '../core/onnx/manifest';
import type { Seq2seqManifest } from '../core/seq2seq/manifest';

/** SHA-256 of a file in lower-case hex, read in pieces. */
export async function fileSha256(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { ...(signal && { signal }) })) hash.update(piece as Buffer);
  return hash.digest('hex');
}

/** The files of a folder and of the folder `onnx` in it, where exporters put their graphs; no others. */
export async function folderListing(folder: string): Promise<FolderFile[]> {
  const names = await readdir(folder);
  const graphs = await readdir(join(folder, graphFolder)).catch(() => []);
  const files: FolderFile[] = [];
  for (const name of [...names, ...graphs.map((graph) => `${graphFolder}/${graph}`)]) {
    const stats = await stat(join(folder, name)).catch(() => null);
    if (stats?.isFile() === true) files.push({ name, bytes: stats.size });
  }
  return files;
}

const graphFolder = 'onnx';

/** A folder of the disk. @param title its name, where it is not the path's last. */
export async function folderSource(
  folder: string,
  title = basename(resolve(folder)),
  signal?: AbortSignal,
): Promise<FolderSource> {
  return {
    location: folder,
    title,
    files: await folderListing(folder),
    read: (name) => readFile(join(folder, name)),
    sha256: (name) => fileSha256(join(folder, name), signal),
  };
}

/** As `describedModel`, of a folder of the disk. */
export async function describeFolder(folder: string, naming: FolderNaming = {}): Promise<OnnxManifest | Seq2seqManifest> {
  return describedModel(await folderSource(folder), naming);
}
