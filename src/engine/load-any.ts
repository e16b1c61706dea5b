import { UtterError } from '../core/errors';
import type { LiveManifest } from '../core/model/any-manifest';
import type { ModelFiles } from '../core/model/files';
import { readModelKind } from '../core/model/inventory';
import { onnxFormat } from '../core/onnx/manifest';
import { loadModel, type LoadedModel, type LoadOptions } from './load';

/** A live model of either kind. */
export type AnyModel = Omit<LoadedModel, 'manifest'> & { readonly manifest: LiveManifest };

/**
 * Loads a live model of either kind, as its `manifest.json` says: Utter's own, or a streaming transducer in ONNX files, whose
 * runtime is loaded only then. A model of the final pass is refused.
 * @throws UtterError `model-not-found`, `model-invalid`, `backend-unavailable`; the signal's reason when aborted.
 */
export async function loadAnyModel(files: ModelFiles, options: LoadOptions): Promise<AnyModel> {
  options.signal?.throwIfAborted();
  const { kind, manifest } = await readModelKind(files);
  if (kind === 'final') {
    const problem = `${manifest.name} (${manifest.id}) hears whole segments once more when they have ended, and nothing live.`;
    throw new UtterError('model-invalid', problem, 'Choose a live model; this one is for the final pass.');
  }
  if (manifest.format === onnxFormat) {
    const { loadOnnxModel } = await import('./onnx/load');
    return loadOnnxModel(files, manifest, options);
  }
  return loadModel(files, options, manifest);
}
