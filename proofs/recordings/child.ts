/** The process that reads recordings as Utter does, one after the other: what it doesn't survive is its parent's to count. */
import { UtterError } from '../../src/core/errors';
import { joinedFloats } from '../../src/core/joined-floats';
import { openAudio } from '../../src/media/open';
import { loudWindows } from './loudness';
import type { Read } from './reader';

process.on('message', (path: string) => void answer(path));

async function answer(path: string): Promise<void> {
  const startMs = performance.now();
  const read = await readByUs(path).catch((error: unknown) => String(error instanceof Error ? error.stack : error));
  process.send?.({ read, tookMs: performance.now() - startMs, rssMb: process.memoryUsage().rss / 2 ** 20 });
}

async function readByUs(path: string): Promise<Read> {
  const blocks: Float32Array[] = [];
  let sampleRateHz = 16_000;
  let told = '';
  try {
    const file = await openAudio({ path }, 'recording');
    sampleRateHz = file.sampleRateHz;
    try {
      for await (const block of file.blocks()) blocks.push(block);
    } finally {
      told = file.warnings.join(' ');
      file.close();
    }
  } catch (error) {
    if (!(error instanceof UtterError)) throw error;
    told = `${told} ${error.message}`;
  }
  const samples = joinedFloats(blocks);
  return { seconds: samples.length / sampleRateHz, loud: loudWindows(samples, sampleRateHz), told };
}

process.send?.('ready');
