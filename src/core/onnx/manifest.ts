import { z } from 'zod';
import { invalidModel } from '../model/files';

/**
 * `manifest.json` of a model that another project made: which of its files is what, where it came from, and how it is
 * searched. What the model computes is in its ONNX files' own metadata. `docs/model-format.md` explains the fields.
 */

const plainFileName = z.string().regex(/^[\w.-]+$/, 'must be a plain file name');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal');

const fileSchema = z.object({ file: plainFileName, bytes: z.int().positive(), sha256 });

export const onnxFormat = 'onnx-transducer';

export const onnxManifestSchema = z.object({
  format: z.literal(onnxFormat),
  version: z.literal(1),
  // It becomes a folder's name.
  id: z.string().regex(/^[\w-][\w.-]*$/, 'must be a plain name'),
  name: z.string().min(1),
  /** BCP 47 tags separated by commas, or `und`. */
  language: z.string().min(1),
  licence: z.string().min(1),
  /** Where it was had from. */
  source: z.string().optional(),
  parts: z.object({
    encoder: fileSchema,
    decoder: fileSchema,
    joiner: fileSchema,
    /** `tokens.txt`, or a SentencePiece model. */
    tokens: fileSchema,
    /** Optional n-gram of the pieces, in the arrays of `lm.safetensors`. */
    languageModel: fileSchema.extend({ order: z.int().min(1).max(8), weight: z.number().min(0) }).optional(),
  }),
  search: z.object({ paths: z.int().min(1).max(64) }).default({ paths: 1 }),
  evaluation: z.array(z.looseObject({ set: z.string(), wer: z.number(), source: z.string().optional() })).default([]),
});

export type OnnxManifest = z.infer<typeof onnxManifestSchema>;
export type OnnxPart = keyof OnnxManifest['parts'];

export function isOnnxManifest(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'format' in json && json.format === onnxFormat;
}

/** @throws UtterError `model-invalid`, naming the field. */
export function parseOnnxManifest(json: unknown, location: string): OnnxManifest {
  const result = onnxManifestSchema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw invalidModel(location, 'manifest.json', `is not valid: ${issue.path.join('.')}: ${issue.message}`, result.error);
}
