import { encoderInconsistency } from './encoder-facts';
import { featurizerInconsistency } from './featurizer-schema';
import { invalidModel } from './files';
import { manifestSchema } from './manifest-schema';
import type { Manifest } from './manifest-schema';

export { isPhoneManifest } from './manifest-schema';
export type * from './manifest-schema';
export { layerStateFrames } from './encoder-layers';
export { dependsOnChunk, lookaheadFrames, receptiveFrames } from './encoder-facts';

/**
 * Checks a parsed `manifest.json`, also that its parts fit each other.
 * @param location folder or URL of the model, for the message.
 * @throws UtterError `model-invalid`, naming the file and the field.
 */
export function parseManifest(json: unknown, location: string): Manifest {
  const result = manifestSchema.safeParse(json);
  if (!result.success) {
    const problems = result.error.issues.slice(0, 3).map((issue) => `${fieldName(issue.path)}: ${issue.message}`);
    throw invalidModel(location, 'manifest.json', `is not valid: ${problems.join('; ')}`, result.error);
  }
  const problem = inconsistency(result.data);
  if (problem !== null) throw invalidModel(location, 'manifest.json', `is not valid: ${problem}`);
  return result.data;
}

function fieldName(path: readonly PropertyKey[]): string {
  const joined = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return joined.replace(/^\./, '') || 'the file';
}

/** What contradicts what, or null when everything fits. */
function inconsistency(manifest: Manifest): string | null {
  const { units, featurizer, encoder, files } = manifest;
  if (units.blankId >= units.count) return `units.blankId: ${units.blankId} is not below units.count ${units.count}`;
  for (const name of ['weights.safetensors', units.file, 'golden.json']) {
    if (files[name] === undefined) return `files: ${name} is missing`;
  }
  const own = Object.entries(files).find(([, { of }]) => of === manifest.id);
  if (own !== undefined) return `files.${own[0]}.of: ${manifest.id} is the model itself; leave it out`;
  const language = languageInconsistency(manifest);
  if (language !== null) return language;
  const features = featurizerInconsistency(featurizer);
  if (features !== null) return features;
  if (encoder.inputDim !== featurizer.bins) {
    return `encoder.inputDim: ${encoder.inputDim}, but featurizer.bins is ${featurizer.bins}`;
  }
  return encoderInconsistency(manifest) ?? transducerInconsistency(manifest);
}

/** Predictor and joint go together, and with what the encoder gives them. */
function transducerInconsistency({ units, encoder, predictor, joint }: Manifest): string | null {
  if (predictor.architecture === 'table' && joint.architecture === 'table') {
    const wanted = units.count ** 2;
    if (encoder.outputDim === wanted) return null;
    return `encoder.outputDim: ${encoder.outputDim}, but a table of ${units.count} units has ${wanted} logits`;
  }
  if (predictor.architecture === 'table' || joint.architecture === 'table') {
    return `joint.architecture: ${joint.architecture} does not go with predictor.architecture ${predictor.architecture}`;
  }
  if (predictor.outputDim !== encoder.outputDim) {
    return `predictor.outputDim: ${predictor.outputDim}, but encoder.outputDim is ${encoder.outputDim}`;
  }
  if (joint.dim !== encoder.outputDim) {
    return `joint.dim: ${joint.dim}, but encoder.outputDim is ${encoder.outputDim}`;
  }
  return null;
}

/** The lexicon search has a table of all predictor contexts. */
const maxPhoneContexts = 2 ** 20;

function languageInconsistency(manifest: Manifest): string | null {
  const { units, predictor, files } = manifest;
  for (const field of ['lexicon', 'languageModel', 'search', 'g2p'] as const) {
    const part = manifest[field];
    if (units.kind === 'phones') {
      if (part === undefined && field !== 'g2p') return `${field}: a model of phones needs one`;
      if (part !== undefined && 'file' in part && files[part.file] === undefined) return `files: ${part.file} is missing`;
    } else if (part !== undefined) {
      return `${field}: only a model of phones has one, but units.kind is ${units.kind}`;
    }
  }
  if (units.kind === 'phones' && units.silenceId !== undefined) {
    const { silenceId, count, blankId } = units;
    if (silenceId >= count) return `units.silenceId: ${silenceId} is not below units.count ${count}`;
    if (silenceId === blankId) return `units.silenceId: ${silenceId} is the blank`;
  }
  if (units.kind === 'phones' && units.count ** predictor.contextUnits > maxPhoneContexts) {
    return `predictor.contextUnits: ${predictor.contextUnits} phones of ${units.count} are too many contexts to search`;
  }
  return null;
}
