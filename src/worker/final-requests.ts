import { z } from 'zod';
import { finalTiers, languageCodeSchema } from '../core/settings';
import type { FinalRequest } from './final-protocol';

const requestId = z.number().int();
const url = z.string().min(1).max(4096);
const ms = z.number().min(0);
// Loose: what other parts add to words is not for this worker to drop.
const word = z.looseObject({ text: z.string(), startMs: z.number(), endMs: z.number(), confidence: z.number() });

/** More than a segment ever has: half an hour at 16 kHz. */
const mostSamples = 16_000 * 1800;

/** ISO 639-1 codes; more than there are is a mistake. */
export const languagesSchema = z.array(languageCodeSchema).max(200);

/** Which final models are to be loaded. */
export const finalWishSchema = z.object({
  models: z.object({ small: url.nullable(), large: url.nullable() }),
  tier: z.enum(finalTiers),
  languages: languagesSchema,
});

const segment = z.object({
  startMs: ms,
  endMs: ms,
  samples: z.instanceof(Float32Array).refine(({ length }) => length <= mostSamples, 'too much sound'),
  streamed: z.array(word).max(10_000),
  languages: languagesSchema,
  bias: z
    .array(z.object({ text: z.string().min(1).max(1000), weight: z.number(), written: z.string().max(1000).exactOptional() }))
    .max(20_000),
});

/** What the final worker takes: it parses a message with this before anything of it is used. */
export const finalRequest: z.ZodType<FinalRequest> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('load'), id: requestId, ...finalWishSchema.shape }),
  z.object({ type: z.enum(['hear', 'refresh']), id: requestId, segment }),
  z.object({ type: z.literal('abort'), id: requestId }),
]);
