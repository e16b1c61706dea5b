import { isGpu } from '../core/backend';
import { liveChunkFrames, recordingChunkFrames } from '../core/model/chunk-length';
import type { RecognizerOptions } from '../core/recognizer';
import type { AnyModel } from '../engine/load-any';

/** A recording needn't be shown at once, and long chunks cost a processor less; a GPU would compile for them first. */
export function recordingOptions({ manifest, choice }: AnyModel): RecognizerOptions {
  if (manifest.format !== 'utter-model' || isGpu(choice.backend)) return {};
  return { chunkFrames: recordingChunkFrames(manifest) };
}

/** Speech that is shown while it is spoken, in chunks as long as the user chose; else the model knows best. */
export function liveOptions({ manifest, choice }: AnyModel, chunkMs: number | undefined): RecognizerOptions {
  if (manifest.format !== 'utter-model' || chunkMs === undefined) return {};
  return { chunkFrames: liveChunkFrames(manifest, choice, chunkMs) };
}
