import { UtterError } from '../errors';
import { type AnyManifest, manifestFiles } from './any-manifest';

/**
 * Checks that models that lie side by side have the files that they share.
 * @param models their manifests, by the names of their folders
 * @throws UtterError `model-invalid`, naming the file and both models
 */
export function checkSharedFiles(models: ReadonlyMap<string, AnyManifest>): void {
  for (const [folder, manifest] of models) {
    for (const { file, sha256, of } of manifestFiles(manifest)) {
      if (of === undefined) continue;
      const other = models.get(of);
      // One that itself has the file from elsewhere has nothing to share.
      const there = other && manifestFiles(other).find((one) => one.file === file && one.of === undefined);
      if (there?.sha256 === sha256) continue;
      const problem = other === undefined ? 'which is not there' : there === undefined ? 'which has none' : 'which has another';
      throw new UtterError(
        'model-invalid',
        `The model in ${folder} shares ${file} with the one in ${of}, ${problem}.`,
        `Put the model that it was exported with into ${of}, or export it again with --share ${of}.`,
      );
    }
  }
}
