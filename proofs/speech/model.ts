import { createHash } from 'node:crypto';
import { modelFolder } from '../../src/cli/model-folder';
import type { BackendName } from '../../src/core/backend';
import type { Encoder } from '../../src/core/decoder/types';
import { createAcousticModel } from '../../src/engine/acoustic-model';
import { readModel } from '../../src/engine/load';
import { folderFiles, nodeEnvironment } from '../../src/engine/node';
import { createStreamingEncoder } from '../../src/engine/streaming-encoder';

export interface OpenModel {
  readonly parts: Awaited<ReturnType<typeof readModel>>['parts'];
  readonly encoder: Encoder;
  /** Differs for models, chunk lengths and backends whose encoder output may differ. */
  readonly key: string;
}

/** A model's parts and its encoder on a backend that is not replaced when it fails. */
export async function openModel(idOrFolder: string, backend: string, chunkFrames: number | undefined): Promise<OpenModel> {
  const folder = await modelFolder(idOrFolder);
  await nodeEnvironment();
  const { parts, weights } = await readModel(folderFiles(folder));
  const acoustic = await createAcousticModel(backend as BackendName, parts.manifest, weights);
  const source = { current: () => acoustic, replace: (_: unknown, cause: unknown) => Promise.reject(cause as Error) };
  const encoder = createStreamingEncoder(parts.manifest, source, chunkFrames);
  const { sha256 } = parts.manifest.files['weights.safetensors']!;
  const key = createHash('sha256').update(`${sha256} ${backend} ${encoder.chunkSamples}`).digest('hex').slice(0, 16);
  return { parts, encoder, key };
}
