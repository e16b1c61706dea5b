import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { openAudio } from '../../src/media/open';
import { liveChunks } from '../../src/cli/feed';
import { readUtterances } from '../../src/cli/utterance-list';
import { createResampler } from '../../src/core/audio/resampler';
import type { Encoder } from '../../src/core/decoder/types';
import { UtterError } from '../../src/core/errors';

/** What the encoder makes of one recording, and what is said in it. */
export interface EncodedUtterance {
  readonly set: string;
  readonly path: string;
  readonly text: string;
  /** `(frames, dim)`; read or computed when it is asked for. */
  frames(): Promise<Float32Array>;
}

interface IndexEntry {
  readonly path: string;
  readonly text: string;
  readonly frames: number;
  readonly file: string;
  readonly set?: string;
}

/**
 * Encoder output that training wrote: a folder with `index.json`, a list of `{path, text, frames, file}`, and files of
 * little-endian float32, `(frames, dim)` each. An entry's `set` replaces the folder's name.
 */
export function dumpedUtterances(folder: string, dim: number): EncodedUtterance[] {
  const entries = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as IndexEntry[];
  return entries.map(({ path, text, frames, file, set }) => ({
    set: set ?? basename(folder),
    path,
    text,
    frames() {
      const data = floatsOf(readFileSync(join(folder, file)));
      const isWhole = data.length === frames * dim;
      if (!isWhole) throw new Error(`${join(folder, file)} has ${data.length} numbers instead of ${frames} × ${dim}`);
      return Promise.resolve(data);
    },
  }));
}

export interface RecordingOptions {
  readonly root?: string;
  readonly split?: string;
  readonly limit?: number;
  /** Folder that keeps encoder output from one run to the next. */
  readonly cache?: string;
}

/**
 * Recordings of a table, encoded by a model.
 * @param modelKey what the cached output depends on besides the recording.
 */
export async function recordedUtterances(
  table: string,
  encoder: Encoder,
  sampleRateHz: number,
  modelKey: string,
  { cache, ...listOptions }: RecordingOptions,
): Promise<EncodedUtterance[]> {
  const utterances = await readUtterances(table, listOptions);
  const folder = cache === undefined ? null : join(cache, modelKey);
  if (folder !== null) mkdirSync(folder, { recursive: true });
  return utterances.map(({ path, file, text }) => ({
    set: basename(table, '.tsv'),
    path,
    text,
    async frames() {
      const cached = folder === null ? null : join(folder, `${createHash('sha256').update(file).digest('hex').slice(0, 24)}.f32`);
      if (cached !== null && existsSync(cached)) return floatsOf(readFileSync(cached));
      const data = await encode(file, encoder, sampleRateHz);
      if (cached !== null) {
        writeFileSync(`${cached}.part`, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
        renameSync(`${cached}.part`, cached);
      }
      return data;
    },
  }));
}

async function encode(path: string, encoder: Encoder, sampleRateHz: number): Promise<Float32Array> {
  const file = await openAudio({ path }, path);
  try {
    encoder.reset();
    const resampler = createResampler(file.sampleRateHz, sampleRateHz);
    const parts: Float32Array[] = [];
    for await (const chunk of liveChunks(file)) parts.push((await encoder.acceptWaveform(resampler.accept(chunk))).data);
    parts.push((await encoder.acceptWaveform(resampler.finish())).data, (await encoder.inputFinished()).data);
    const data = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
    let offset = 0;
    for (const part of parts) {
      data.set(part, offset);
      offset += part.length;
    }
    return data;
  } catch (error) {
    if (error instanceof UtterError) console.error(`${path}: ${error.message}`);
    throw error;
  } finally {
    file.close();
  }
}

function floatsOf(bytes: Buffer): Float32Array {
  const { buffer, byteOffset, byteLength } = bytes;
  return byteOffset % 4 === 0
    ? new Float32Array(buffer, byteOffset, byteLength / 4)
    : new Float32Array(new Uint8Array(bytes).buffer);
}
