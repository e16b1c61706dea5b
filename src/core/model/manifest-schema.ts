import { z } from 'zod';
import { encoderSchema } from './encoder-schema';
import { featurizerSchema } from './featurizer-schema';

export type { CausalConvConfig, ChunkAttentionConfig, EncoderConfig, EncoderLayer, EncoderState } from './encoder-schema';
export type { FeaturizerConfig, KaldiFbankConfig, WhisperLogMelConfig } from './featurizer-schema';

/** The schema of `manifest.json`; the fields are explained in `docs/model-format.md`. */

const count = z.int().positive();
/** It becomes a folder's name: without slashes, and no way out of the folder that it lies in. */
const plainName = z.string().regex(/^[\w-][\w.-]*$/, 'must be a plain name');
const plainFileName = z.string().regex(/^[\w.-]+$/, 'must be a plain file name');

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
  /** A unit for silence between words, which no pronunciation has. */
  silenceId: z.int().min(0).optional(),
});

export const searchSchema = z.object({
  lmWeight: z.number().min(0),
  wordScore: z.number(),
  beam: z.number().positive(),
  maxTokens: z.int().positive().max(100_000),
  blankScale: z.number().positive(),
  silenceScore: z.number().default(0),
  /** Added where an utterance's first word begins: what speech must outweigh to be told from silence. */
  speechScore: z.number().default(0),
  /** Narrower than the beam for words that end; the beam itself by default. */
  wordBeam: z.number().positive().optional(),
  /** Of hypotheses that can't be told apart from here on, the score of the best (the default) or of all together. */
  recombination: z.enum(['best', 'sum']).optional(),
  /** Logistic calibration of the words' confidences. */
  confidenceScale: z.number().positive().optional(),
  confidenceOffset: z.number().optional(),
});

const convPredictorSchema = z.object({
  architecture: z.literal('conv'),
  contextUnits: count,
  embeddingDim: count,
  outputDim: count,
});
const tablePredictorSchema = z.object({ architecture: z.literal('table'), contextUnits: z.literal(1) });

const linearJointSchema = z.object({ architecture: z.literal('linear'), activation: z.literal('tanh'), dim: count });
const tableJointSchema = z.object({ architecture: z.literal('table'), normalization: z.enum(['local', 'global']) });

export const manifestSchema = z.object({
  format: z.literal('utter-model'),
  version: z.literal(1),
  id: plainName,
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
  encoder: encoderSchema,
  predictor: z.discriminatedUnion('architecture', [convPredictorSchema, tablePredictorSchema]),
  joint: z.discriminatedUnion('architecture', [linearJointSchema, tableJointSchema]),
  streaming: z.object({
    chunkFrames: count,
    chunkFramesChoices: z.array(count).min(1),
    lookaheadFrames: z.int().min(0),
    flushFrames: z.int().min(0),
  }),
  files: z.record(
    plainFileName,
    z.object({
      bytes: count,
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      /** The neighbouring folder that contains the file. */
      of: plainName.optional(),
    }),
  ),
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
export type ConvPredictorConfig = Extract<Manifest['predictor'], { architecture: 'conv' }>;

/** Whether the search needs a lexicon; that all of it is there, `parseManifest` has checked. */
export function isPhoneManifest(manifest: Manifest): manifest is PhoneManifest {
  return manifest.units.kind === 'phones';
}
