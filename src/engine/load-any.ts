import { invalidModel, type ModelFiles } from '../core/model/files';
import { isOnnxManifest, type OnnxManifest, parseOnnxManifest } from '../core/onnx/manifest';
import { loadModel, type LoadedModel, type LoadOptions } from './load';

/** A model of either kind. */
export type AnyModel = Omit<LoadedModel, 'manifest'> & { readonly manifest: LoadedModel['manifest'] | OnnxManifest };

/**
 * Loads a model of either kind, as its `manifest.json` says: Utter's own, or a streaming transducer in ONNX files, whose
 * runtime is loaded only then.
 * @throws UtterError `model-not-found`, `model-invalid`, `backend-unavailable`; the signal's reason when aborted.
 */
export async function loadAnyModel(files: ModelFiles, options: LoadOptions): Promise<AnyModel> {
  options.signal?.throwIfAborted();
  const bytes = await files.read('manifest.json');
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw invalidModel(files.location, 'manifest.json', 'is not JSON', error);
  }
  if (isOnnxManifest(json)) {
    const { loadOnnxModel } = await import('./onnx/load');
    return loadOnnxModel(files, parseOnnxManifest(json, files.location), options);
  }
  const known: ModelFiles = {
    location: files.location,
    read: (name) => (name === 'manifest.json' ? Promise.resolve(bytes) : files.read(name)),
  };
  return loadModel(known, options);
}
