import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { UtterError } from '../core/errors';
import { type FolderFile, type Precision, readFolder } from '../core/onnx/folder';
import { onnxFormat, type OnnxManifest } from '../core/onnx/manifest';

/** Folders of ONNX models as other projects publish them, without a manifest of Utter's. */

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

export interface FolderNaming {
  readonly id?: string;
  readonly name?: string;
  readonly language?: string;
  readonly licence?: string;
  readonly source?: string;
  readonly precision?: Precision;
}

/**
 * The manifest that a folder of ONNX files would have.
 * @throws UtterError `model-invalid` where a part is missing, naming it and what is there.
 */
export async function describeFolder(folder: string, naming: FolderNaming = {}): Promise<OnnxManifest> {
  const reading = readFolder(await folderListing(folder), naming.precision);
  if (reading.state !== 'complete') throw incompleteFolder(folder, reading);
  const described = async ({ name, bytes }: FolderFile) => ({ file: name, bytes, sha256: await fileSha256(join(folder, name)) });
  const { encoder, decoder, joiner, tokens } = reading.parts;
  for (const { name } of [encoder, decoder, joiner, tokens]) {
    if (!/^[\w.-]+$/.test(name)) {
      throw new UtterError('model-invalid', `${join(folder, name)} has a name with other signs than letters, digits, ".", "_" and "-".`, 'Rename it.');
    }
  }
  const title = basename(resolve(folder));
  return {
    format: onnxFormat,
    version: 1,
    id: naming.id ?? modelId(title),
    name: naming.name ?? title,
    language: naming.language ?? 'und',
    licence: naming.licence ?? 'unknown',
    ...(naming.source !== undefined && { source: naming.source }),
    parts: {
      encoder: await described(encoder),
      decoder: await described(decoder),
      joiner: await described(joiner),
      tokens: await described(tokens),
    },
    search: { paths: 1 },
    evaluation: [],
  };
}

/** A plain name made of any title. */
export function modelId(title: string): string {
  return title.normalize('NFKD').replace(/[^\w.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '') || 'model';
}

function incompleteFolder(folder: string, reading: Exclude<ReturnType<typeof readFolder>, { state: 'complete' }>): UtterError {
  const there = reading.found.length === 0 ? 'it is empty' : `it has ${reading.found.slice(0, 8).join(', ')}${reading.found.length > 8 ? ', …' : ''}`;
  if (reading.state === 'other') {
    return new UtterError(
      'model-invalid',
      `${folder} is no model that Utter knows: ${there}.`,
      'Choose a folder with encoder, decoder and joiner (.onnx) and tokens.txt of a streaming transducer, or with a manifest.json.',
    );
  }
  return new UtterError(
    'model-invalid',
    `${folder} is not complete: ${reading.missing.join(' and ')} ${reading.missing.length === 1 ? 'is' : 'are'} missing (${there}).`,
    'Put the missing files beside the others; a model of CTC or Whisper has no such parts and can’t be used.',
  );
}
