import { z } from 'zod';

/** The kinds of featurizers that a manifest may name; `docs/model-format.md` describes their computation. */

const count = z.int().positive();

const framesSchema = {
  sampleRateHz: count,
  frameLengthMs: z.number().positive(),
  frameShiftMs: z.number().positive(),
  bins: count,
  lowHz: z.number().min(0),
};

const kaldiFbankSchema = z.object({
  kind: z.literal('kaldi-fbank'),
  ...framesSchema,
  highHz: z.number(),
  preemphasis: z.number().min(0).max(1),
  window: z.enum(['povey', 'hann', 'hamming']),
  removeDcOffset: z.boolean(),
  snipEdges: z.boolean(),
  energyFloor: z.number().positive(),
});

/** Levels are powers of ten of the mel power. */
const whisperLogMelSchema = z.object({
  kind: z.literal('whisper-log-mel'),
  ...framesSchema,
  highHz: z.number().positive(),
  powerFloor: z.number().positive(),
  /** How far below the loudest value so far features reach. */
  dynamicRange: z.number().positive(),
  /** The loudest value before any sound. */
  initialMaximum: z.number(),
  offset: z.number(),
});

export const featurizerSchema = z.discriminatedUnion('kind', [kaldiFbankSchema, whisperLogMelSchema]);

export type FeaturizerConfig = z.infer<typeof featurizerSchema>;
export type KaldiFbankConfig = z.infer<typeof kaldiFbankSchema>;
export type WhisperLogMelConfig = z.infer<typeof whisperLogMelSchema>;

/** What contradicts what in a featurizer, or null when everything fits. */
export function featurizerInconsistency(featurizer: FeaturizerConfig): string | null {
  const { sampleRateHz, lowHz, frameShiftMs, frameLengthMs } = featurizer;
  const nyquistHz = sampleRateHz / 2;
  const highHz = featurizer.highHz > 0 ? featurizer.highHz : nyquistHz + featurizer.highHz;
  if (lowHz >= highHz || highHz > nyquistHz) {
    return `featurizer.highHz: ${lowHz} to ${highHz} Hz does not fit ${sampleRateHz} Hz`;
  }
  if (frameShiftMs > frameLengthMs) return 'featurizer.frameShiftMs: longer than frameLengthMs';
  if (featurizer.kind === 'whisper-log-mel' && (sampleRateHz * frameLengthMs) % 2000 !== 0) {
    return 'featurizer.frameLengthMs: frames have a sample in their middle, so they need an even number of samples';
  }
  return null;
}
