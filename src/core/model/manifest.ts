import { z } from 'zod';
import { invalidModel } from './files';

/** The schema of `manifest.json`; the fields are explained in `docs/model-format.md`. */

const count = z.int().positive();
const plainFileName = z.string().regex(/^[\w.-]+$/, 'must be a plain file name');

const featurizerSchema = z.object({
  kind: z.literal('kaldi-fbank'),
  sampleRateHz: count,
  frameLengthMs: z.number().positive(),
  frameShiftMs: z.number().positive(),
  bins: count,
  lowHz: z.number().min(0),
  highHz: z.number(),
  preemphasis: z.number().min(0).max(1),
  window: z.enum(['povey', 'hann', 'hamming']),
  removeDcOffset: z.boolean(),
  snipEdges: z.boolean(),
  energyFloor: z.number().positive(),
});

const convLayerSchema = z.object({
  kind: z.literal('conv'),
  in: count,
  out: count,
  kernel: count,
  stride: count,
  dilation: count,
});
const blockLayerSchema = z.object({
  kind: z.literal('block'),
  in: count,
  out: count,
  bottleneck: count,
  kernel: count,
  stride: z.literal(1),
  dilation: count,
});
const projectionLayerSchema = z.object({ kind: z.literal('projection'), in: count, out: count });

const causalConvSchema = z.object({
  architecture: z.literal('causal-conv'),
  inputDim: count,
  outputDim: count,
  subsampling: count,
  layers: z
    .array(z.discriminatedUnion('kind', [convLayerSchema, blockLayerSchema, projectionLayerSchema]))
    .min(1),
  states: z.array(z.object({ name: z.string().min(1), shape: z.tuple([count, count]) })),
});

const pieceUnitsSchema = z.object({
  kind: z.enum(['pieces', 'characters']),
  file: plainFileName,
  count: z.int().min(2),
  blankId: z.int().min(0),
  wordBoundary: z.string().min(1),
});
/** Unit ids of phones are bytes in the lexicon. */
const phoneUnitsSchema = z.object({
  kind: z.literal('phones'),
  file: plainFileName,
  count: z.int().min(2).max(256),
  blankId: z.int().min(0),
});

const searchSchema = z.object({
  lmWeight: z.number().min(0),
  wordScore: z.number(),
  beam: z.number().positive(),
  maxTokens: z.int().positive().max(100_000),
  blankScale: z.number().positive(),
});

export const manifestSchema = z.object({
  format: z.literal('utter-model'),
  version: z.literal(1),
  id: z.string().regex(/^[\w.-]+$/, 'must be a plain name'),
  name: z.string().min(1),
  language: z.string().min(1),
  licence: z.string().min(1),
  units: z.discriminatedUnion('kind', [pieceUnitsSchema, phoneUnitsSchema]),
  /** Phone models only, which need all but `g2p`. */
  lexicon: z.object({ file: plainFileName, words: count }).optional(),
  languageModel: z.object({ file: plainFileName, order: count.max(8) }).optional(),
  g2p: z.object({ file: plainFileName, order: count.max(8) }).optional(),
  search: searchSchema.optional(),
  featurizer: featurizerSchema,
  encoder: z.discriminatedUnion('architecture', [causalConvSchema]),
  predictor: z.object({
    architecture: z.literal('conv'),
    contextUnits: count,
    embeddingDim: count,
    outputDim: count,
  }),
  joint: z.object({ architecture: z.literal('linear'), activation: z.literal('tanh'), dim: count }),
  streaming: z.object({
    chunkFrames: count,
    chunkFramesChoices: z.array(count).min(1),
    lookaheadFrames: z.int().min(0),
    flushFrames: z.int().min(0),
  }),
  files: z.record(plainFileName, z.object({ bytes: count, sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
  training: z.looseObject({}).optional(),
  evaluation: z
    .array(z.looseObject({ set: z.string(), wer: z.number(), low: z.number().optional(), high: z.number().optional() }))
    .default([]),
});

export type Manifest = z.infer<typeof manifestSchema>;
/** The manifest of a model whose units are phones, so that words come from its lexicon and language model. */
export type PhoneManifest = Manifest & {
  readonly units: z.infer<typeof phoneUnitsSchema>;
  readonly lexicon: NonNullable<Manifest['lexicon']>;
  readonly languageModel: NonNullable<Manifest['languageModel']>;
  readonly search: NonNullable<Manifest['search']>;
};
export type SearchConfig = PhoneManifest['search'];
export type FeaturizerConfig = Manifest['featurizer'];
export type EncoderConfig = Manifest['encoder'];
export type EncoderLayer = EncoderConfig['layers'][number];

/** Whether the search needs a lexicon; that all of it is there, `parseManifest` has checked. */
export function isPhoneManifest(manifest: Manifest): manifest is PhoneManifest {
  return manifest.units.kind === 'phones';
}

/** Input frames a layer keeps from one chunk to the next; 0 for a layer that doesn't look back. */
export function layerStateFrames(layer: EncoderLayer): number {
  return layer.kind === 'projection' ? 0 : (layer.kernel - 1) * layer.dilation + 1 - layer.stride;
}

/** Feature frames of the past that can still change an output frame: the sum of the layers' states. */
export function receptiveFrames(encoder: EncoderConfig): number {
  let frames = 0;
  let featureFramesPerFrame = 1;
  for (const layer of encoder.layers) {
    frames += layerStateFrames(layer) * featureFramesPerFrame;
    if (layer.kind !== 'projection') featureFramesPerFrame *= layer.stride;
  }
  return frames;
}

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
  const { units, featurizer, encoder, predictor, joint, streaming, files } = manifest;
  if (units.blankId >= units.count) return `units.blankId: ${units.blankId} is not below units.count ${units.count}`;
  for (const name of ['weights.safetensors', units.file, 'golden.json']) {
    if (files[name] === undefined) return `files: ${name} is missing`;
  }
  const language = languageInconsistency(manifest);
  if (language !== null) return language;
  const nyquistHz = featurizer.sampleRateHz / 2;
  const highHz = featurizer.highHz > 0 ? featurizer.highHz : nyquistHz + featurizer.highHz;
  if (featurizer.lowHz >= highHz || highHz > nyquistHz) {
    return `featurizer.highHz: ${featurizer.lowHz} to ${highHz} Hz does not fit ${featurizer.sampleRateHz} Hz`;
  }
  if (featurizer.frameShiftMs > featurizer.frameLengthMs) return 'featurizer.frameShiftMs: longer than frameLengthMs';
  if (encoder.inputDim !== featurizer.bins) {
    return `encoder.inputDim: ${encoder.inputDim}, but featurizer.bins is ${featurizer.bins}`;
  }
  const layers = layerInconsistency(encoder);
  if (layers !== null) return layers;
  if (predictor.outputDim !== encoder.outputDim) {
    return `predictor.outputDim: ${predictor.outputDim}, but encoder.outputDim is ${encoder.outputDim}`;
  }
  if (joint.dim !== encoder.outputDim) {
    return `joint.dim: ${joint.dim}, but encoder.outputDim is ${encoder.outputDim}`;
  }
  for (const frames of [streaming.chunkFrames, ...streaming.chunkFramesChoices]) {
    if (frames % encoder.subsampling !== 0) {
      return `streaming.chunkFrames: ${frames} is not a multiple of encoder.subsampling ${encoder.subsampling}`;
    }
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
  if (units.kind === 'phones' && units.count ** predictor.contextUnits > maxPhoneContexts) {
    return `predictor.contextUnits: ${predictor.contextUnits} phones of ${units.count} are too many contexts to search`;
  }
  return null;
}

function layerInconsistency(encoder: EncoderConfig): string | null {
  let dim = encoder.inputDim;
  let stride = 1;
  const states: { name: string; shape: [number, number] }[] = [];
  for (const [index, layer] of encoder.layers.entries()) {
    const field = `encoder.layers[${index}]`;
    if (layer.in !== dim) return `${field}.in: ${layer.in}, but ${dim} channels come in`;
    if (layer.kind === 'conv' && layer.stride > 1 && layer.dilation > 1) {
      return `${field}.dilation: ${layer.dilation} does not go with stride ${layer.stride}`;
    }
    if (layer.kind === 'block' && layer.in !== layer.out) return `${field}.out: a block keeps its ${layer.in} channels`;
    const stateFrames = layerStateFrames(layer);
    if (stateFrames < 0) return `${field}.stride: ${layer.kind} layer skips input`;
    if (stateFrames > 0) states.push({ name: `encoder.${index}`, shape: [stateFrames, layer.in] });
    if (layer.kind !== 'projection') stride *= layer.stride;
    dim = layer.out;
  }
  if (dim !== encoder.outputDim) return `encoder.outputDim: ${encoder.outputDim}, but the last layer gives ${dim}`;
  if (stride !== encoder.subsampling) {
    return `encoder.subsampling: ${encoder.subsampling}, but the layers' strides give ${stride}`;
  }
  if (states.length !== encoder.states.length) {
    return `encoder.states: ${encoder.states.length} states, but ${states.length} layers look back`;
  }
  for (const [index, expected] of states.entries()) {
    const described = ({ name, shape }: (typeof states)[number]): string => `${name} (${shape.join(', ')})`;
    const actual = described(encoder.states[index]!);
    if (actual !== described(expected)) {
      return `encoder.states[${index}]: ${actual}, but the layers need ${described(expected)}`;
    }
  }
  return null;
}
