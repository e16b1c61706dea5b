import { type AnyManifest, manifestFacts, weightsHash } from '../core/model/any-manifest';
import type { ModelEntry } from './platform';

/** What the page is told of an installed model. */
export function modelEntry(manifest: AnyManifest, url: string): ModelEntry {
  const { id, name, language, languages, bytes, role } = manifestFacts(manifest);
  return { id, name, language, languages, bytes, hash: weightsHash(manifest), role, url };
}
