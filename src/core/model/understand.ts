import { UtterError } from '../errors';
import { describedOnnx, type FolderNaming, type FolderSource } from '../onnx/describe';
import { readOnnxHeader } from '../onnx/header';
import { contractText, inspectOnnx } from '../onnx/inspect';
import { onnxFormat, type OnnxManifest } from '../onnx/manifest';
import { decodeUtf8 } from '../onnx/utf8';
import { describedSeq2seq } from '../seq2seq/describe';
import { seq2seqFormat, type Seq2seqManifest } from '../seq2seq/manifest';
import { type AnyManifest, manifestFile, manifestFiles } from './any-manifest';
import { invalidModel } from './files';
import { modelFolder, type ModelFolder } from './inventory';

/** What a folder turned out to be: a whole model. */
export interface UnderstoodModel {
  /** Its files lie beside it, whatever folder they were in. */
  readonly manifest: AnyManifest;
  /** The files that belong to it, beside `manifest.json`: where each is, and its name in the manifest. */
  readonly files: readonly { readonly from: string; readonly to: string }[];
  /** In a few words. */
  readonly what: string;
}

/**
 * Understands a folder as a model: Utter's own, whose every file is checked against its manifest, or one of another project,
 * with a manifest or without.
 * @throws UtterError `model-invalid`: what is missing or wrong.
 */
export async function understandFolder(folder: FolderSource): Promise<UnderstoodModel> {
  const { location, files } = folder;
  const hasManifest = files.some(({ name }) => name === manifestFile);
  const model = modelFolder({ location, manifest: hasManifest ? decodeUtf8(await folder.read(manifestFile)) : null, files });
  switch (model.kind) {
    case 'live':
    case 'final': {
      const manifest = wholeManifest(model.manifest, folder);
      for (const { file, ...expected } of manifestFiles(manifest)) await checkFile(folder, file, expected);
      return understood(folder, manifest);
    }
    case 'plain':
    case 'other':
      return understood(folder, await describedModel(folder));
    case 'damaged':
      throw model.failure;
  }
}

/**
 * The manifest of a model that has all its files in its own folder: a model of the user's must not depend on another that may
 * go, or become another with an update.
 * @throws UtterError `model-invalid` where files lie in another model's folder only.
 */
function wholeManifest(manifest: AnyManifest, folder: FolderSource): AnyManifest {
  if (manifest.format !== 'utter-model') return manifest;
  const missing = manifestFiles(manifest).filter(
    ({ file, of }) => of !== undefined && !folder.files.some(({ name }) => name === file),
  );
  if (missing.length > 0) {
    const names = missing.map(({ file }) => file).join(', ');
    const others = [...new Set(missing.map(({ of }) => `"${of}"`))].join(' and ');
    throw new UtterError(
      'model-invalid',
      `${folder.location} is not a complete model: ${names} are in the folder of the model ${others}.`,
      'Copy them from there into this folder, or export the model with its own files.',
    );
  }
  const files = Object.entries(manifest.files).map(([name, { bytes, sha256 }]) => [name, { bytes, sha256 }] as const);
  return { ...manifest, files: Object.fromEntries(files) };
}

/**
 * The manifest that a folder of ONNX files would have: a streaming transducer's, or an encoder–decoder model's.
 * @throws UtterError `model-invalid` where a part is missing, naming it and what is there.
 */
export function describedModel(folder: FolderSource, naming?: FolderNaming): Promise<OnnxManifest | Seq2seqManifest> {
  const model = modelFolder({ location: folder.location, manifest: null, files: folder.files });
  const isSeq2seq = model.kind === 'plain' && model.layout === 'encoder-decoder';
  return isSeq2seq ? describedSeq2seq(folder, naming) : describedOnnx(folder, naming);
}

/** @throws UtterError `model-invalid` where its files' own words say that it can't be run. */
async function understood(folder: FolderSource, manifest: AnyManifest): Promise<UnderstoodModel> {
  const { read, location } = folder;
  const files = manifestFiles(manifest).map(({ file }) => ({ from: file, to: file }));
  switch (manifest.format) {
    case seq2seqFormat:
      await checkGraphs(folder, manifest);
      return { ...gathered(manifest), what: seq2seqText(manifest) };
    case onnxFormat:
      return { manifest, files, what: contractText(await inspectOnnx(read, manifest, location)) };
    case 'utter-model':
      return { manifest, files, what: `a model of Utter’s own, with ${manifest.units.count} ${manifest.units.kind}` };
  }
}

async function checkGraphs({ read, location }: FolderSource, { parts }: Seq2seqManifest): Promise<void> {
  for (const { file } of [parts.encoder, parts.decoder]) {
    const { hasExternalWeights } = readOnnxHeader(await read(file), location, file);
    if (hasExternalWeights) throw invalidModel(location, file, 'keeps its weights in another file, which can’t be read');
  }
}

/** An encoder–decoder model in a few words. */
export function seq2seqText({ family, languages }: Seq2seqManifest): string {
  const known = languages.length > 4 ? `${languages.length} languages` : languages.join(', ');
  return `an encoder–decoder model (${family}, ${known}) that hears each segment once more`;
}

/** The same model with all files in one folder. */
function gathered(manifest: Seq2seqManifest): Pick<UnderstoodModel, 'manifest' | 'files'> {
  const names = new Map<string, string>();
  for (const { file } of manifestFiles(manifest)) {
    const plain = file.replace(/^.*\//, '');
    const isTaken = manifestFiles(manifest).some((other) => other.file !== file && other.file.replace(/^.*\//, '') === plain);
    names.set(file, isTaken ? file.replace('/', '-') : plain);
  }
  const moved = <P extends { readonly file: string }>(part: P): P => ({ ...part, file: names.get(part.file)! });
  const { parts, selfTest } = manifest;
  const { generationConfig } = parts;
  return {
    manifest: {
      ...manifest,
      parts: {
        encoder: moved(parts.encoder),
        decoder: moved(parts.decoder),
        tokenizer: moved(parts.tokenizer),
        config: moved(parts.config),
        ...(generationConfig && { generationConfig: moved(generationConfig) }),
      },
      ...(selfTest && { selfTest: moved(selfTest) }),
    },
    files: [...names].map(([from, to]) => ({ from, to })),
  };
}

async function checkFile(
  folder: FolderSource,
  name: string,
  expected: { readonly bytes: number; readonly sha256: string },
): Promise<void> {
  const { location } = folder;
  const file = folder.files.find((one) => one.name === name);
  if (file === undefined) throw invalidModel(location, name, 'is missing');
  if (file.bytes !== expected.bytes)
    throw invalidModel(location, name, `has ${file.bytes} bytes, but should have ${expected.bytes}`);
  const actual = await folder.sha256(name);
  if (actual !== expected.sha256) throw invalidModel(location, name, `has SHA-256 ${actual}, but should have ${expected.sha256}`);
}

/**
 * The manifest under a name that no other model has: that of its own where there is none, or the very same model.
 * @param there the folder with an id for its name; null where there is none.
 */
export async function withFreeId<M extends AnyManifest>(
  manifest: M,
  there: (id: string) => Promise<ModelFolder | null>,
): Promise<M> {
  const { id, name } = manifest;
  for (let number = 1; ; number++) {
    const numbered = number === 1 ? manifest : { ...manifest, id: `${id}-${number}`, name: `${name} (${number})` };
    const other = await there(numbered.id);
    const isSame = (other?.kind === 'live' || other?.kind === 'final') && contentsOf(other.manifest) === contentsOf(manifest);
    if (other === null || isSame) return numbered;
  }
}

function contentsOf(manifest: AnyManifest): string {
  return manifestFiles(manifest)
    .map(({ sha256 }) => sha256)
    .toSorted()
    .join();
}
