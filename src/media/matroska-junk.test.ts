import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { UtterError } from '../core/errors';
import { openBytes } from './bytes';
import { patched, voidedJunk } from './matroska-junk';
import { openAudio } from './open';

const webm = new Uint8Array(readFileSync(fileURLToPath(new URL('./fixtures/speech-stereo.webm', import.meta.url))));
const clusterStart = webm.findIndex((_, at) => [0x1f, 0x43, 0xb6, 0x75].every((byte, i) => webm[at + i] === byte));

const changed = (change: (bytes: Uint8Array<ArrayBuffer>) => void): Uint8Array<ArrayBuffer> => {
  const bytes = webm.slice();
  change(bytes);
  return bytes;
};

/** The recording with `junk` before, after, or instead of some of its elements. */
const damaged = {
  'zeros from the middle of the cluster on': changed((bytes) => bytes.fill(0, 2505)),
  'zeros at its end': changed((bytes) => bytes.fill(0, bytes.length - 22)),
  'a cluster whose size makes no sense': changed((bytes) => bytes.fill(0, clusterStart + 4, clusterStart + 6)),
  'noise behind the segment’s first elements': changed((bytes) => {
    for (let i = 111; i < bytes.length; i++) bytes[i] = (i * 151) % 251;
  }),
};

async function samplesOf(source: Blob | { path: string }): Promise<number> {
  const file = await openAudio(source, 'recording');
  let samples = 0;
  try {
    for await (const block of file.blocks()) samples += block.length;
  } catch (error) {
    if (!(error instanceof UtterError)) throw error;
  } finally {
    file.close();
  }
  return samples;
}

describe('a WebM file with junk in it', () => {
  it('[A8] that is whole is read as it is', async () => {
    expect(await voidedJunk(await openBytes(new Blob([webm])))).toEqual([]);
    expect(await samplesOf(new Blob([webm]))).toBeGreaterThan(60_000);
  });

  it.each(Object.entries(damaged))('[A8] %s: ends, with what is intact or an error', { timeout: 30_000 }, async (_, bytes) => {
    const patches = await voidedJunk(await openBytes(new Blob([bytes])));
    expect(patches.length).toBeGreaterThan(0);
    const folder = await mkdtemp(join(tmpdir(), 'utter-webm-'));
    const path = join(folder, 'recording.webm');
    await writeFile(path, bytes);
    const [dropped, read] = await Promise.all(
      [new Blob([bytes]), { path }].map((source) => samplesOf(source).catch((error: unknown) => (error as UtterError).code)),
    );
    expect(dropped).toEqual(read);
    if (typeof dropped === 'string') expect(dropped).toMatch(/^audio-/);
    await rm(folder, { recursive: true });
  });

  it('[A8] keeps the packets before the junk', async () => {
    expect(await samplesOf(new Blob([damaged['zeros from the middle of the cluster on']]))).toBeGreaterThan(15_000);
    expect(await samplesOf(new Blob([damaged['zeros at its end']]))).toBeGreaterThan(60_000);
  });

  it('[A8] is read with the patches wherever a read begins and ends', async () => {
    const bytes = await openBytes(new Blob([Uint8Array.from({ length: 20 }, (_, i) => i)]));
    const reader = patched(bytes, [{ position: 5, bytes: Uint8Array.of(50, 60, 70) }]);
    const whole = [0, 1, 2, 3, 4, 50, 60, 70, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19];
    for (let start = 0; start < 20; start++) {
      for (let count = 1; count < 20; count++) expect([...(await reader.read(start, count))]).toEqual(whole.slice(start, start + count));
    }
  });
});
