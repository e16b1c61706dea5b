import { errorText, UtterError } from '../errors';
import { invalidModel, type ModelFiles } from './files';
import type { Manifest } from './manifest';

/** SHA-256 of `bytes` as lower-case hex. Injected, because hashing belongs to the host. */
export type Sha256 = (bytes: Uint8Array) => Promise<string>;

/**
 * Reads a file of a model, from the model's own folder or from the one beside it that the manifest names, and checks that it
 * is exactly the file the manifest was written with. What lies elsewhere in the other folder's manifest is not followed.
 * @throws UtterError `model-not-found`, `model-invalid`, naming the file; of a shared one also the model that has it.
 */
export async function readModelFile(files: ModelFiles, manifest: Manifest, name: string, sha256: Sha256): Promise<Uint8Array> {
  const expected = manifest.files[name];
  if (expected === undefined) throw invalidModel(files.location, name, 'is not listed in manifest.json');
  const { of } = expected;
  if (of === undefined) {
    const bytes = await files.read(name);
    const problem = await difference(bytes, expected, sha256);
    if (problem !== null) throw invalidModel(files.location, name, `has ${problem[0]}, but manifest.json says ${problem[1]}`);
    return bytes;
  }
  const bytes = await readShared(files, manifest, name, of);
  const problem = await difference(bytes, expected, sha256);
  if (problem === null) return bytes;
  throw new UtterError(
    'model-invalid',
    `${name} of the model "${of}" has ${problem[0]}, but the model "${manifest.id}", which shares it, needs ${problem[1]}.`,
    `Reinstall both models from the same version of Utter, or remove your own model called "${of}".`,
  );
}

async function readShared(files: ModelFiles, { id }: Manifest, name: string, of: string): Promise<Uint8Array> {
  try {
    const other = files.beside?.(of);
    if (other === undefined) throw new Error(`${files.location} has no folder beside it`);
    return await other.read(name);
  } catch (error) {
    const reason = errorText(error).replace(/\.$/, '');
    throw new UtterError(
      'model-not-found',
      `The model "${id}" shares ${name} with the model "${of}", but it can't be read there: ${reason}.`,
      `Put the complete model "${of}" into the folder that contains "${id}", or reinstall Utter.`,
      { cause: error },
    );
  }
}

/** What a file has and what it should have; null where it is the one expected. */
async function difference(
  bytes: Uint8Array,
  expected: Manifest['files'][string],
  sha256: Sha256,
): Promise<readonly [has: string, needs: string] | null> {
  if (bytes.byteLength !== expected.bytes) return [`${bytes.byteLength} bytes`, `${expected.bytes}`];
  const actual = await sha256(bytes);
  return actual === expected.sha256 ? null : [`SHA-256 ${actual}`, expected.sha256];
}
