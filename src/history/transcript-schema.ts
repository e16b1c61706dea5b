import { z } from 'zod';

/* What is read from outside the database: each part is checked before anything of it is used. */

const times = { startMs: z.number(), endMs: z.number() };

// Loose: what a later version adds to words and segments is kept (J5).
export const wordSchema = z.looseObject({ text: z.string(), ...times, confidence: z.number() });
const span = z.looseObject({ text: z.string(), ...times });
export const segmentSchema = z.looseObject({ words: z.array(wordSchema), ...times, written: z.array(span).exactOptional() });
const partial = z.looseObject({ committed: z.array(wordSchema), tentative: z.array(wordSchema) });
export const transcriptSchema = z.looseObject({ segments: z.array(segmentSchema), partial, durationMs: z.number() });

export const factsSchema = z.object({
  kind: z.enum(['streamed', 'final', 'heard', 'edited']),
  modelIds: z.array(z.string()).max(100),
  atMs: z.number().exactOptional(),
});

export const versionSchema = factsSchema.extend({ transcript: transcriptSchema, text: z.string() });
