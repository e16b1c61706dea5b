import { invalidModel, type ModelFiles } from '../../core/model/files';
import { seq2seqFiles, type Seq2seqManifest } from '../../core/seq2seq/manifest';
import { sha256 } from '../sha256';

/**
 * Every file that the manifest lists, checked against its size and hash.
 * @throws UtterError `model-not-found`, `model-invalid`, naming the file.
 */
export async function readSeq2seqFiles(
  files: ModelFiles,
  manifest: Seq2seqManifest,
  onProgress: (fraction: number) => void,
): Promise<Map<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  const listed = seq2seqFiles(manifest);
  const total = listed.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  for (const { file, bytes, sha256: wanted } of listed) {
    const content = await files.read(file);
    if (content.byteLength !== bytes)
      throw invalidModel(files.location, file, `has ${content.byteLength} bytes, but should have ${bytes}`);
    const actual = await sha256(content);
    if (actual !== wanted) throw invalidModel(files.location, file, `has SHA-256 ${actual}, but should have ${wanted}`);
    contents.set(file, content);
    onProgress((done += bytes) / total);
  }
  return contents;
}
