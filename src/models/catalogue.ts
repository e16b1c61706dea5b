import { z } from 'zod';
import { errorText, UtterError } from '../core/errors';

/** Models that can be had, as data: `resources/catalogue.json`, and the user's own file of the same form. */

const plainName = z.string().regex(/^[\w-][\w.-]*$/, 'must be a plain name');

const catalogueFileSchema = z.object({
  /** Name in the repository, and on the disk. */
  file: plainName,
  /** Of whole files; where they are not known, the hub is asked. */
  bytes: z.int().positive().optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

const entrySchema = z.object({
  id: plainName,
  name: z.string().min(1),
  /** BCP 47 tags, commas between. */
  language: z.string().min(1),
  licence: z.string().min(1),
  family: z.enum(['zipformer', 'zipformer2', 'conformer', 'lstm', 'nemo']),
  /** Where its files are: `{base}/<file>`. */
  address: z.url(),
  /** Of all its files, about. */
  megabytes: z.number().positive(),
  parts: z.object({
    encoder: catalogueFileSchema,
    decoder: catalogueFileSchema,
    joiner: catalogueFileSchema,
    tokens: catalogueFileSchema,
  }),
  /** Published word (or character) error rates; `source` says where. */
  evaluation: z.array(z.object({ set: z.string(), wer: z.number(), source: z.string() })).default([]),
  /** What there is to know of it besides, and why it has no error rate where it has none. */
  note: z.string().min(1).optional(),
});

const catalogueSchema = z.object({ format: z.literal('utter-catalogue'), version: z.literal(1), models: z.array(entrySchema) });

export type CatalogueEntry = z.infer<typeof entrySchema>;
export type CatalogueFile = z.infer<typeof catalogueFileSchema>;

/** @throws UtterError `model-invalid`, naming the file and the entry. */
export function parseCatalogue(text: string, path: string): readonly CatalogueEntry[] {
  const fail = (problem: string, cause: unknown): never => {
    throw new UtterError('model-invalid', `The catalogue ${path} is not valid: ${problem}.`, 'Correct the file, or remove it.', {
      cause,
    });
  };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return fail(errorText(error), error);
  }
  const result = catalogueSchema.safeParse(json);
  if (result.success) return result.data.models;
  const issue = result.error.issues[0]!;
  return fail(`${issue.path.join('.')}: ${issue.message}`, result.error);
}

/** Entries of several catalogues; one with an id that came before takes its place. */
export function mergeCatalogues(catalogues: readonly (readonly CatalogueEntry[])[]): readonly CatalogueEntry[] {
  return [...new Map(catalogues.flat().map((entry) => [entry.id, entry])).values()];
}

/** `mirror` in place of an address's scheme and host; a mirror may have a path of its own. */
export function mirrored(address: string, mirror: string | null): string {
  if (mirror === null || mirror === '') return address;
  const { pathname, search } = new URL(address);
  return `${mirror.replace(/\/$/, '')}${pathname}${search}`;
}
