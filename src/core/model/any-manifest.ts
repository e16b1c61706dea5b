import { languageCodes } from '../language/language-codes';
import { isOnnxManifest, onnxFormat, type OnnxManifest, parseOnnxManifest } from '../onnx/manifest';
import { isSeq2seqManifest, parseSeq2seqManifest, seq2seqFiles, seq2seqFormat, type Seq2seqManifest } from '../seq2seq/manifest';
import { invalidModel } from './files';
import { parseManifest, type Manifest } from './manifest';

/** A model of any kind by its `manifest.json`, and what is said of it wherever models are listed. */

/** A model that hears during speech. */
export type LiveManifest = Manifest | OnnxManifest;
/** `format` tells the kinds apart. */
export type AnyManifest = LiveManifest | Seq2seqManifest;

/** `live` hears during speech, `final` hears each segment again when it has ended. */
export type ModelRole = 'live' | 'final';

export const manifestFile = 'manifest.json';

/** A file that belongs to a model, relative to its manifest. */
export interface ManifestFile {
  readonly file: string;
  readonly bytes: number;
  /** In lower-case hex. */
  readonly sha256: string;
  /** The neighbouring folder that contains the file; absent for the manifest's own. */
  readonly of?: string | undefined;
}

/**
 * @param location folder or URL of the model, for messages.
 * @throws UtterError `model-invalid`, naming the file and the field.
 */
export function parseAnyManifest(json: unknown, location: string): AnyManifest {
  if (isSeq2seqManifest(json)) return parseSeq2seqManifest(json, location);
  return isOnnxManifest(json) ? parseOnnxManifest(json, location) : parseManifest(json, location);
}

/** As `parseAnyManifest`, of the file's text. @throws UtterError `model-invalid` */
export function readAnyManifest(text: string, location: string): AnyManifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw invalidModel(location, manifestFile, 'is not JSON', error);
  }
  return parseAnyManifest(json, location);
}

export function isLiveManifest(manifest: AnyManifest): manifest is LiveManifest {
  return manifest.format !== seq2seqFormat;
}

/** All files of a model but its manifest, those in another model's folder included. */
export function manifestFiles(manifest: AnyManifest): readonly ManifestFile[] {
  switch (manifest.format) {
    case seq2seqFormat:
      return seq2seqFiles(manifest);
    case onnxFormat: {
      const parts = Object.values(manifest.parts).flatMap((part) => part ?? []);
      return [...new Map(parts.map(({ file, bytes, sha256 }) => [file, { file, bytes, sha256 }])).values()];
    }
    case 'utter-model':
      return Object.entries(manifest.files).map(([file, facts]) => ({ file, ...facts }));
  }
}

/** Size of all files in the model's own folder: those of another's count there. */
export function manifestBytes(manifest: AnyManifest): number {
  return manifestFiles(manifest).reduce((sum, { bytes, of }) => (of === undefined ? sum + bytes : sum), 0);
}

/** SHA-256 of the weights, or of the encoder's where they are several files: tells a model from another version of it. */
export function weightsHash(manifest: AnyManifest): string {
  return manifest.format === 'utter-model' ? manifest.files['weights.safetensors']!.sha256 : manifest.parts.encoder.sha256;
}

/** A published word (or character) error rate, as a fraction. */
export interface ManifestRate {
  readonly set: string;
  readonly wer: number;
  /** Where it was published; null for Utter's own. */
  readonly source: string | null;
}

/** What people are told about a manifest. */
export interface ManifestFacts {
  readonly id: string;
  readonly name: string;
  /** BCP 47 tags separated by commas, or `und`. */
  readonly language: string;
  /** The languages' ISO 639 codes; none where they are not known. */
  readonly languages: readonly string[];
  readonly licence: string;
  readonly bytes: number;
  readonly rates: readonly ManifestRate[];
  /** Where it was had from; null where that isn't known. */
  readonly source: string | null;
  readonly role: ModelRole;
}

export function manifestFacts(manifest: AnyManifest): ManifestFacts {
  const { id, name, licence, evaluation } = manifest;
  const language = manifest.format === seq2seqFormat ? manifest.languages.join(',') : manifest.language;
  return {
    id,
    name,
    language,
    languages: languageCodes(language),
    licence,
    bytes: manifestBytes(manifest),
    rates: evaluation.map(({ set, wer, source }) => ({ set, wer, source: typeof source === 'string' ? source : null })),
    source: (manifest.format === 'utter-model' ? undefined : manifest.source) ?? null,
    role: isLiveManifest(manifest) ? 'live' : 'final',
  };
}
