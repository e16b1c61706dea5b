import { UtterError } from '../errors';
import { type FolderFile, readFolder } from '../onnx/folder';
import { decodeUtf8 } from '../onnx/utf8';
import { looksLikeSeq2seq } from '../seq2seq/describe';
import { seq2seqFormat, type Seq2seqManifest } from '../seq2seq/manifest';
import { type AnyManifest, type LiveManifest, manifestFile, readAnyManifest } from './any-manifest';
import { invalidModel, type ModelFiles } from './files';

/**
 * The one inventory: what a folder is as a model, of either kind, and what several folders of models hold. Whoever has a disk, a
 * server or a browser's storage reads the files and asks here.
 */

/** A model, by what it hears. */
export type Model =
  /** Hears while one speaks. */
  | { readonly kind: 'live'; readonly manifest: LiveManifest }
  /** Hears each segment once more when it has ended. */
  | { readonly kind: 'final'; readonly manifest: Seq2seqManifest };

export type ModelFolder =
  | Model
  /** ONNX files as other projects publish them, without a manifest; perhaps not all of them. */
  | { readonly kind: 'plain'; readonly layout: 'transducer' | 'encoder-decoder'; readonly failure: UtterError }
  /** It has a manifest that can't be used. */
  | { readonly kind: 'damaged'; readonly failure: UtterError }
  /** It has nothing of a model. */
  | { readonly kind: 'other'; readonly failure: UtterError };

/** What was read of a folder. */
export interface FolderContents {
  /** Folder or URL, for messages. */
  readonly location: string;
  /** The text of its `manifest.json`; null where there is none. */
  readonly manifest: string | null;
  /** Its files; nobody looks at them where there is a manifest. */
  readonly files: readonly FolderFile[];
}

/** What a folder is. */
export function modelFolder({ location, manifest, files }: FolderContents): ModelFolder {
  if (manifest !== null) return manifestModel(manifest, location);
  const failure = invalidModel(location, manifestFile, 'can’t be read');
  if (looksLikeSeq2seq(files)) return { kind: 'plain', layout: 'encoder-decoder', failure };
  return readFolder(files).state === 'other' ? { kind: 'other', failure } : { kind: 'plain', layout: 'transducer', failure };
}

function manifestModel(text: string, location: string): Model | Extract<ModelFolder, { kind: 'damaged' }> {
  try {
    return ofKind(readAnyManifest(text, location));
  } catch (error) {
    if (error instanceof UtterError) return { kind: 'damaged', failure: error };
    throw error;
  }
}

function ofKind(manifest: AnyManifest): Model {
  return manifest.format === seq2seqFormat ? { kind: 'final', manifest } : { kind: 'live', manifest };
}

/** Whether a folder is, or wants to be, a model with a manifest. */
export function hasManifest({ kind }: ModelFolder): boolean {
  return kind !== 'plain' && kind !== 'other';
}

/** The model that a folder is. @throws UtterError `model-invalid` where it is none with a manifest. */
export function wholeModel(folder: ModelFolder): Model {
  if (folder.kind === 'live' || folder.kind === 'final') return folder;
  throw folder.failure;
}

/** The model that has these files. @throws UtterError `model-not-found`, `model-invalid` */
export async function readModelKind(files: ModelFiles): Promise<Model> {
  return wholeModel(manifestModel(decodeUtf8(await files.read(manifestFile)), files.location));
}

/** Folders of models with a dot before their names are still being installed. */
export function isInstalledName(name: string): boolean {
  return !name.startsWith('.');
}

/** A folder among others. */
export interface NamedFolder {
  readonly name: string;
  readonly model: ModelFolder;
}

/** What several folders of models hold. */
export interface Inventory<F extends NamedFolder> {
  /** By their names for people. */
  readonly models: readonly (F & { readonly model: Model })[];
  readonly unusable: readonly (F & { readonly model: Exclude<ModelFolder, Model> })[];
}

/** Takes the folders in order: a model takes the place of one before it that has the same folder name. */
export function takeInventory<F extends NamedFolder>(folders: readonly F[]): Inventory<F> {
  const models = new Map<string, F & { readonly model: Model }>();
  const unusable: (F & { readonly model: Exclude<ModelFolder, Model> })[] = [];
  for (const folder of folders) {
    const { name, model } = folder;
    if (model.kind === 'live' || model.kind === 'final') models.set(name, { ...folder, model });
    else unusable.push({ ...folder, model });
  }
  return { models: [...models.values()].sort((a, b) => a.model.manifest.name.localeCompare(b.model.manifest.name)), unusable };
}
