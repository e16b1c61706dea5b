import { contractText, inspectOnnx } from '../onnx/inspect';
import { describedOnnx, type FolderSource } from '../onnx/describe';
import { isOnnxManifest, parseOnnxManifest, type OnnxManifest } from '../onnx/manifest';
import { decodeUtf8 } from '../onnx/utf8';
import { invalidModel } from './files';
import { parseManifest, type Manifest } from './manifest';

/** What a folder turned out to be: a whole model. */
export interface UnderstoodModel {
  readonly manifest: Manifest | OnnxManifest;
  /** The files that belong to it, beside `manifest.json`. */
  readonly files: readonly string[];
  /** In a few words. */
  readonly what: string;
}

const manifestFile = 'manifest.json';

/**
 * Understands a folder as a model: Utter's own, whose every file is checked against its manifest, or one of another project,
 * with a manifest or without.
 * @throws UtterError `model-invalid`: what is missing or wrong.
 */
export async function understandFolder(folder: FolderSource): Promise<UnderstoodModel> {
  const { location } = folder;
  if (!folder.files.some(({ name }) => name === manifestFile)) return understoodOnnx(folder, await describedOnnx(folder));
  let json: unknown;
  try {
    json = JSON.parse(decodeUtf8(await folder.read(manifestFile)));
  } catch (error) {
    throw invalidModel(location, manifestFile, 'is not JSON', error);
  }
  if (isOnnxManifest(json)) {
    const manifest = parseOnnxManifest(json, location);
    for (const part of Object.values(manifest.parts)) if (part !== undefined) await checkFile(folder, part.file, part);
    return understoodOnnx(folder, manifest);
  }
  const manifest = parseManifest(json, location);
  for (const [name, expected] of Object.entries(manifest.files)) await checkFile(folder, name, expected);
  return { manifest, files: Object.keys(manifest.files), what: `a model of Utter’s own, with ${manifest.units.count} ${manifest.units.kind}` };
}

async function understoodOnnx({ read, location }: FolderSource, manifest: OnnxManifest): Promise<UnderstoodModel> {
  const contract = await inspectOnnx(read, manifest, location);
  const files = Object.values(manifest.parts).flatMap((part) => (part === undefined ? [] : [part.file]));
  return { manifest, files: [...new Set(files)], what: contractText(contract) };
}

async function checkFile(folder: FolderSource, name: string, expected: { readonly bytes: number; readonly sha256: string }): Promise<void> {
  const { location } = folder;
  const file = folder.files.find((one) => one.name === name);
  if (file === undefined) throw invalidModel(location, name, 'is missing');
  if (file.bytes !== expected.bytes) throw invalidModel(location, name, `has ${file.bytes} bytes, but should have ${expected.bytes}`);
  const actual = await folder.sha256(name);
  if (actual !== expected.sha256) throw invalidModel(location, name, `has SHA-256 ${actual}, but should have ${expected.sha256}`);
}

/**
 * The manifest under a name that no other model has: that of its own where there is none, or the very same model.
 * @param there the manifest of the model with an id; null where there is none.
 */
export async function withFreeId<M extends Manifest | OnnxManifest>(
  manifest: M,
  there: (id: string) => Promise<Manifest | OnnxManifest | 'damaged' | null>,
): Promise<M> {
  const { id, name } = manifest;
  for (let number = 1; ; number++) {
    const numbered = number === 1 ? manifest : { ...manifest, id: `${id}-${number}`, name: `${name} (${number})` };
    const other = await there(numbered.id);
    if (other === null || (other !== 'damaged' && contentsOf(other) === contentsOf(manifest))) return numbered;
  }
}

function contentsOf(manifest: Manifest | OnnxManifest): string {
  const files = manifest.format === 'onnx-transducer' ? Object.values(manifest.parts) : Object.values(manifest.files);
  return files.map((file) => file?.sha256 ?? '').toSorted().join();
}
