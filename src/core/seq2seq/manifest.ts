import { z } from 'zod';
import { invalidModel } from '../model/files';

/**
 * `manifest.json` of an encoder–decoder model, which hears a whole segment of speech again: which of its files is what, what it
 * knows, and how it is run. What it computes is in its ONNX files, in the layout of Hugging Face's exports. `docs/model-format.md`
 * explains the fields.
 */

/** A file's name, or that of a file in a folder beside the manifest, as `onnx/encoder_model.onnx`. */
const fileName = z.string().regex(/^(?:[\w-][\w.-]*\/)?[\w-][\w.-]*$/, 'must be a plain file name, at most one folder deep');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal');

const fileSchema = z.object({ file: fileName, bytes: z.int().positive(), sha256 });

export const seq2seqFormat = 'onnx-encoder-decoder';

export const seq2seqFamilies = ['whisper', 'moonshine'] as const;

export const seq2seqManifestSchema = z
  .object({
    format: z.literal(seq2seqFormat),
    version: z.literal(1),
    // It becomes a folder's name.
    id: z.string().regex(/^[\w-][\w.-]*$/, 'must be a plain name'),
    name: z.string().min(1),
    family: z.enum(seq2seqFamilies),
    /** ISO 639 codes, as the model itself calls its languages. */
    languages: z
      .array(z.string().regex(/^[a-z]{2,3}$/, 'must be an ISO 639 code'))
      .min(1)
      .refine((codes) => new Set(codes).size === codes.length, 'names a language twice'),
    licence: z.string().min(1),
    /** Where it was had from. */
    source: z.string().optional(),
    /** Who made it, as its licence asks to be told. */
    credit: z.string().optional(),
    parts: z.object({
      encoder: fileSchema,
      /** Both branches in one graph: with the state of earlier steps and without. */
      decoder: fileSchema,
      tokenizer: fileSchema,
      config: fileSchema,
      generationConfig: fileSchema.optional(),
    }),
    /** A recording that the model must hear as `text`, and in which its speed is measured. */
    selfTest: fileSchema.extend({ text: z.string().min(1) }).optional(),
    /** Silence that is put behind the sound. */
    silenceBehindMs: z.number().min(0),
    /** The same where another language than English may be spoken, if a model that was tuned to short windows needs more there. */
    silenceBehindElsewhereMs: z.number().min(0).optional(),
    /** The longest window that the encoder takes, silence included; absent where it has no limit of its own. */
    fullWindowMs: z.number().positive().optional(),
    /** Hypotheses that are followed at once; 1 is greedy. */
    beam: z.int().min(1).max(8),
    evaluation: z.array(z.looseObject({ set: z.string(), wer: z.number().min(0), source: z.string().optional() })).default([]),
  })
  .refine(({ silenceBehindMs, fullWindowMs = Infinity }) => silenceBehindMs < fullWindowMs, {
    path: ['silenceBehindMs'],
    message: 'leaves no room for sound within fullWindowMs',
  })
  .refine(({ silenceBehindElsewhereMs = 0, fullWindowMs = Infinity }) => silenceBehindElsewhereMs < fullWindowMs, {
    path: ['silenceBehindElsewhereMs'],
    message: 'leaves no room for sound within fullWindowMs',
  });

export type Seq2seqManifest = z.infer<typeof seq2seqManifestSchema>;
export type Seq2seqPart = keyof Seq2seqManifest['parts'];
export type Seq2seqFamily = Seq2seqManifest['family'];

export function isSeq2seqManifest(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'format' in json && json.format === seq2seqFormat;
}

/** @throws UtterError `model-invalid`, naming the field. */
export function parseSeq2seqManifest(json: unknown, location: string): Seq2seqManifest {
  const result = seq2seqManifestSchema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw invalidModel(
    location,
    'manifest.json',
    `is not valid: ${issue.path.join('.') || 'the file'}: ${issue.message}`,
    result.error,
  );
}

/** All files that belong to the model beside its manifest. */
export function seq2seqFiles({
  parts,
  selfTest,
}: Seq2seqManifest): { readonly file: string; readonly bytes: number; readonly sha256: string }[] {
  const listed = [parts.encoder, parts.decoder, parts.tokenizer, parts.config, parts.generationConfig, selfTest];
  const files = new Map(listed.flatMap((part) => (part === undefined ? [] : [[part.file, part] as const])));
  return [...files.values()].map(({ file, bytes, sha256: hash }) => ({ file, bytes, sha256: hash }));
}
