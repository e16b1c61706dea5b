import { invalidModel } from './files';
import type { Manifest } from './manifest';

/** SHA-256 of `bytes` as lower-case hex. Injected, because hashing belongs to the host. */
export type Sha256 = (bytes: Uint8Array) => Promise<string>;

/** Throws `model-invalid` unless `bytes` are exactly the file the manifest was written with. */
export async function verifyFile(
  manifest: Manifest,
  location: string,
  name: string,
  bytes: Uint8Array,
  sha256: Sha256,
): Promise<void> {
  const expected = manifest.files[name];
  if (expected === undefined) throw invalidModel(location, name, 'is not listed in manifest.json');
  if (bytes.byteLength !== expected.bytes) {
    throw invalidModel(location, name, `has ${bytes.byteLength} bytes, but manifest.json says ${expected.bytes}`);
  }
  const actual = await sha256(bytes);
  if (actual !== expected.sha256) {
    throw invalidModel(location, name, `has SHA-256 ${actual}, but manifest.json says ${expected.sha256}`);
  }
}
