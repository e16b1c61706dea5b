import type { BeamSearchOptions, UnitScores } from '../../core/decoder/beam-search';
import { UtterError } from '../../core/errors';
import { parseNgram, specialWords } from '../../core/language/ngram';
import { invalidModel, type ModelFiles } from '../../core/model/files';
import { parseSafetensors } from '../../core/model/safetensors';
import { checkPieces, onnxContract, type OnnxContract, type OnnxHeaders, type OnnxPlace } from '../../core/onnx/contract';
import { readOnnxHeader } from '../../core/onnx/header';
import type { OnnxManifest, OnnxPart } from '../../core/onnx/manifest';
import { parseSentencePiece, parseTokens, type PieceTable } from '../../core/onnx/tokens';
import { sha256 } from '../sha256';

/** A model's files, checked and understood, before anything is run. */
export interface OnnxModelParts {
  readonly manifest: OnnxManifest;
  readonly bytes: Readonly<Record<'encoder' | 'decoder' | 'joiner', Uint8Array>>;
  readonly headers: OnnxHeaders;
  readonly contract: OnnxContract;
  readonly table: PieceTable;
  readonly search: BeamSearchOptions;
}

/** WebAssembly's memory ends at 4 GiB, and weights are held twice while they are loaded. */
const largestBytes = 1.9 * 2 ** 30;

/**
 * Reads the files of a model and checks them against its manifest and each other.
 * @throws UtterError `model-not-found`, `model-invalid`
 */
export async function readOnnxModel(
  files: ModelFiles,
  manifest: OnnxManifest,
  onProgress: (fraction: number) => void = () => {},
  signal?: AbortSignal,
): Promise<OnnxModelParts> {
  const { location } = files;
  const parts = Object.entries(manifest.parts).flatMap(([part, file]) =>
    file === undefined ? [] : [{ part: part as OnnxPart, ...file }],
  );
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > largestBytes) {
    throw new UtterError(
      'model-invalid',
      `${location} has ${gigabytes(total)} of weights, more than the ${gigabytes(largestBytes)} that fit.`,
      'Choose a smaller model, or its int8 variant.',
    );
  }
  const contents = {} as Record<OnnxPart, Uint8Array>;
  let done = 0;
  for (const { part, file, bytes: size, sha256: wanted } of parts) {
    signal?.throwIfAborted();
    const bytes = await files.read(file);
    if (bytes.byteLength !== size) throw invalidModel(location, file, `has ${bytes.byteLength} bytes, but should have ${size}`);
    const actual = await sha256(bytes);
    if (actual !== wanted) throw invalidModel(location, file, `has SHA-256 ${actual}, but should have ${wanted}`);
    contents[part] = bytes;
    done += size;
    onProgress(done / total);
  }
  return understoodParts(manifest, contents, location);
}

/** As `readOnnxModel`, with the files at hand. */
export function understoodParts(
  manifest: OnnxManifest,
  contents: Record<OnnxPart, Uint8Array>,
  location: string,
): OnnxModelParts {
  const { parts } = manifest;
  const place: OnnxPlace = {
    location,
    files: { encoder: parts.encoder.file, decoder: parts.decoder.file, joiner: parts.joiner.file },
  };
  const header = (part: keyof OnnxHeaders) => readOnnxHeader(contents[part], location, parts[part].file);
  const headers: OnnxHeaders = { encoder: header('encoder'), decoder: header('decoder'), joiner: header('joiner') };
  const contract = onnxContract(headers, place);
  const pieces = readPieces(contents.tokens, location, parts.tokens.file);
  checkPieces(contract, pieces, place, parts.tokens.file);
  // To NeMo's predictor the unknown unit is one as any other, only that nothing is written for it.
  const table = contract.family === 'nemo' ? { ...pieces, unknownId: null } : pieces;
  const scores = parts.languageModel === undefined ? [] : [languageScores(manifest, contents.languageModel, contract, location)];
  return {
    manifest,
    bytes: { encoder: contents.encoder, decoder: contents.decoder, joiner: contents.joiner },
    headers,
    contract,
    table,
    search: { paths: manifest.search.paths, scores },
  };
}

export function readPieces(bytes: Uint8Array, location: string, file: string): PieceTable {
  if (file.endsWith('.model')) return parseSentencePiece(bytes, location, file);
  return parseTokens(new TextDecoder().decode(bytes), location, file);
}

/** The n-gram's words are the pieces, after its three special ones. */
function languageScores(manifest: OnnxManifest, bytes: Uint8Array, contract: OnnxContract, location: string): UnitScores {
  const { file, order, weight } = manifest.parts.languageModel!;
  const fail = (problem: string): never => {
    throw invalidModel(location, file, problem);
  };
  const ngram = parseNgram(parseSafetensors(bytes, location, file), order, fail);
  if (ngram.words !== contract.units + specialWords.length) {
    fail(`has ${ngram.words - specialWords.length} pieces, but the model has ${contract.units}`);
  }
  return {
    startState: ngram.startState,
    score: (state, unit) => weight * ngram.score(state, unit + specialWords.length),
    get nextState() {
      return ngram.nextState;
    },
  };
}

const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
