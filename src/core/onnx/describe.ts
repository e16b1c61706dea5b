import { UtterError } from '../errors';
import { type FolderFile, type FolderReading, type Precision, readFolder } from './folder';
import { onnxFormat, type OnnxManifest } from './manifest';

/** Folders of ONNX models as other projects publish them, without a manifest of Utter's. */

export interface FolderNaming {
  readonly id?: string;
  readonly name?: string;
  readonly language?: string;
  readonly licence?: string;
  readonly source?: string;
  readonly precision?: Precision;
}

/** A folder, wherever it is. */
export interface FolderSource {
  /** For messages. */
  readonly location: string;
  /** The folder's own name. */
  readonly title: string;
  /** Those in it and, as `onnx/<name>`, those of a folder of that name in it. */
  readonly files: readonly FolderFile[];
  read(name: string): Promise<Uint8Array>;
  /** In lower-case hex. */
  sha256(name: string): Promise<string>;
}

/**
 * The manifest that a folder of ONNX files would have.
 * @throws UtterError `model-invalid` where a part is missing, naming it and what is there.
 */
export async function describedOnnx(
  { location, title, files, sha256 }: FolderSource,
  naming: FolderNaming = {},
): Promise<OnnxManifest> {
  const reading = readFolder(
    files.filter(({ name }) => !name.includes('/')),
    naming.precision,
  );
  if (reading.state !== 'complete') throw incompleteFolder(location, reading);
  const { encoder, decoder, joiner, tokens } = reading.parts;
  for (const { name } of [encoder, decoder, joiner, tokens]) {
    if (!/^[\w.-]+$/.test(name)) {
      const problem = `${location}/${name} has a name with other signs than letters, digits, ".", "_" and "-".`;
      throw new UtterError('model-invalid', problem, 'Rename it.');
    }
  }
  const described = async ({ name, bytes }: FolderFile) => ({ file: name, bytes, sha256: await sha256(name) });
  return {
    format: onnxFormat,
    version: 1,
    id: naming.id ?? modelId(title),
    name: naming.name ?? title,
    language: naming.language ?? 'und',
    licence: naming.licence ?? 'unknown',
    ...(naming.source !== undefined && { source: naming.source }),
    parts: {
      encoder: await described(encoder),
      decoder: await described(decoder),
      joiner: await described(joiner),
      tokens: await described(tokens),
    },
    search: { paths: 1 },
    evaluation: [],
  };
}

/** A plain name made of any title. */
export function modelId(title: string): string {
  return (
    title
      .normalize('NFKD')
      .replace(/[^\w.-]+/g, '-')
      .replace(/^[-.]+|[-.]+$/g, '') || 'model'
  );
}

function incompleteFolder(location: string, reading: Exclude<FolderReading, { state: 'complete' }>): UtterError {
  const there =
    reading.found.length === 0
      ? 'it is empty'
      : `it has ${reading.found.slice(0, 8).join(', ')}${reading.found.length > 8 ? ', …' : ''}`;
  if (reading.state === 'other') {
    return new UtterError(
      'model-invalid',
      `${location} is not a model that Utter knows: ${there}.`,
      'Choose a folder with a streaming transducer (encoder, decoder and joiner as .onnx, and tokens.txt), with Hugging Face’s ONNX files of Whisper or Moonshine, or with a manifest.json.',
    );
  }
  return new UtterError(
    'model-invalid',
    `${location} is not complete: ${reading.missing.join(' and ')} ${reading.missing.length === 1 ? 'is' : 'are'} missing (${there}).`,
    'Put the missing files beside the others. A CTC model has no such parts and can’t be used.',
  );
}
