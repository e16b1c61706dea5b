import type { Recognizer } from '../core/recognizer';
import type { Transcript } from '../core/transcript/types';
import { nextTask } from '../engine/next-task';
import type { AudioFile } from '../media/open';

/** Length of the pieces in which a microphone's samples arrive. */
export const liveChunkMs = 100;

/** Cuts a recording into pieces of equal length, as a microphone would give them; the last may be shorter. */
export async function* liveChunks(file: AudioFile, signal?: AbortSignal): AsyncGenerator<Float32Array> {
  const chunkSamples = Math.max(1, Math.round((file.sampleRateHz * liveChunkMs) / 1000));
  for await (const block of file.blocks(signal)) {
    // Blocks are half a second, so that only the last piece of a recording is short.
    for (let start = 0; start < block.length; start += chunkSamples) yield block.slice(start, start + chunkSamples);
  }
}

export interface Heard {
  readonly transcript: Transcript;
  /** The recording's trouble, met after `transcript` had been recognised; null when it was read to its end. */
  readonly trouble: unknown;
  /** What was wrong with it although it could be read. */
  readonly warnings: readonly string[];
}

/**
 * Recognises a recording to its end or to where it can't be read any further.
 * @param onTranscript after each piece
 */
export async function recognizeFile(
  file: AudioFile,
  recognizer: Recognizer,
  onTranscript: (transcript: Transcript) => void,
  signal?: AbortSignal,
): Promise<Heard> {
  const blocks = file.blocks(signal)[Symbol.asyncIterator]();
  let trouble: unknown = null;
  const nextBlock = async (): Promise<Float32Array | null> => {
    try {
      const next = await blocks.next();
      return next.done === true ? null : next.value;
    } catch (error) {
      signal?.throwIfAborted();
      trouble = error;
      return null;
    }
  };
  try {
    for (let block = await nextBlock(); block !== null; block = await nextBlock()) {
      // Reading and recognising may both go on without ever returning to the event loop, where Ctrl-C waits.
      await nextTask();
      signal?.throwIfAborted();
      onTranscript(await recognizer.acceptWaveform(block, file.sampleRateHz));
    }
    return { transcript: await recognizer.inputFinished(), trouble, warnings: file.warnings };
  } finally {
    await blocks.return?.();
  }
}
