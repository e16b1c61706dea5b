import { checkPieces, onnxContract, type OnnxContract, type OnnxPlace } from './contract';
import { readOnnxHeader } from './header';
import type { OnnxManifest } from './manifest';
import { parseSentencePiece, parseTokens } from './tokens';
import { decodeUtf8 } from './utf8';

/**
 * What a model is, from its files' own words, before anything is run.
 * @throws UtterError `model-invalid`: what is wrong with it, and the remedy.
 */
export async function inspectOnnx(
  read: (file: string) => Promise<Uint8Array>,
  { parts }: Pick<OnnxManifest, 'parts'>,
  location: string,
): Promise<OnnxContract> {
  const header = async (file: string) => readOnnxHeader(await read(file), location, file);
  const headers = {
    encoder: await header(parts.encoder.file),
    decoder: await header(parts.decoder.file),
    joiner: await header(parts.joiner.file),
  };
  const place: OnnxPlace = {
    location,
    files: { encoder: parts.encoder.file, decoder: parts.decoder.file, joiner: parts.joiner.file },
  };
  const contract = onnxContract(headers, place);
  const { file } = parts.tokens;
  const bytes = await read(file);
  const table = file.endsWith('.model')
    ? parseSentencePiece(bytes, location, file)
    : parseTokens(decodeUtf8(bytes), location, file);
  checkPieces(contract, table, place, file);
  return contract;
}

/** A model in a few words. */
export function contractText({ family, units, chunkFrames, shiftFrames, sampleRateHz }: OnnxContract): string {
  return `a streaming ${family} transducer, ${units} pieces, chunks of ${chunkFrames * 10} ms every ${shiftFrames * 10} ms at ${sampleRateHz} Hz`;
}
