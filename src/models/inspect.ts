import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkPieces, onnxContract, type OnnxContract, type OnnxPlace } from '../core/onnx/contract';
import { readOnnxHeader } from '../core/onnx/header';
import type { OnnxManifest } from '../core/onnx/manifest';
import { parseSentencePiece, parseTokens } from '../core/onnx/tokens';

/**
 * What a folder's model is, from its files' own words, before anything is run.
 * @throws UtterError `model-invalid`: what is wrong with it, and the way out.
 */
export async function inspectFolder(folder: string, { parts }: OnnxManifest): Promise<OnnxContract> {
  const header = async (file: string) => readOnnxHeader(await readFile(join(folder, file)), folder, file);
  const headers = {
    encoder: await header(parts.encoder.file),
    decoder: await header(parts.decoder.file),
    joiner: await header(parts.joiner.file),
  };
  const place: OnnxPlace = {
    location: folder,
    files: { encoder: parts.encoder.file, decoder: parts.decoder.file, joiner: parts.joiner.file },
  };
  const contract = onnxContract(headers, place);
  const { file } = parts.tokens;
  const bytes = await readFile(join(folder, file));
  const table = file.endsWith('.model') ? parseSentencePiece(bytes, folder, file) : parseTokens(bytes.toString('utf8'), folder, file);
  checkPieces(contract, table, place, file);
  return contract;
}
