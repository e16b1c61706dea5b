import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { meanPower } from '../core/audio/noise';
import { waveFile } from '../media/fixtures/wave';
import { openAudio } from '../media/open';
import { perturbed, type Perturbation } from './perturbation';

let folder: string;
let files: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'utter-noise-'));
  files = await Promise.all(
    [8000, 16_000, 22_050, 16_000, 16_000, 8000].map(async (sampleRateHz, i) => {
      const path = join(folder, `${i}.wav`);
      const tone = Array.from({ length: sampleRateHz * (1 + i / 10) }, (_, at) => Math.sin(at / (5 + i)) / 8);
      await writeFile(path, waveFile({ kind: 'f32', sampleRateHz, channels: [tone] }));
      return path;
    }),
  );
});

afterAll(() => rm(folder, { recursive: true }));

async function samples(path: string, change: Perturbation, list: readonly string[] = files): Promise<Float32Array> {
  const opened = await openAudio({ path }, path);
  const blocks: number[] = [];
  for await (const block of perturbed(opened, change, path, list).blocks()) blocks.push(...block);
  opened.close();
  return Float32Array.from(blocks);
}

const decibels = (ratio: number): number => 10 * Math.log10(ratio);

it('[C66] a gain makes a recording as much quieter', async () => {
  const plain = await samples(files[1]!, {});
  expect(decibels(meanPower(await samples(files[1]!, { gainDb: -32 })) / meanPower(plain))).toBeCloseTo(-32, 2);
});

it.each(['white', 'pink', 'babble'] as const)(
  '[C66] %s noise is as strong as was asked, the same in each run, and another for another seed',
  async (noise) => {
    const plain = await samples(files[0]!, {});
    const noisy = await samples(files[0]!, { noiseDb: 10, noise });
    expect(noisy.length).toBe(plain.length);
    expect(decibels(meanPower(plain) / meanPower(noisy.map((sample, i) => sample - plain[i]!)))).toBeCloseTo(10, 1);
    expect(await samples(files[0]!, { noiseDb: 10, noise })).toEqual(noisy);
    expect(await samples(files[0]!, { noiseDb: 10, noise, seed: 2 })).not.toEqual(noisy);
    const quiet = await samples(files[0]!, { noiseDb: 10, noise, gainDb: -20 });
    expect(decibels(meanPower(quiet) / meanPower(noisy))).toBeCloseTo(-20, 2);
  },
);

it('[C66] noise does not depend on where the recordings lie, and a list of one has no babble', async () => {
  const alone = await samples(files[2]!, { noiseDb: 5, noise: 'pink' }, [files[2]!]);
  expect(await samples(files[2]!, { noiseDb: 5, noise: 'pink' })).toEqual(alone);
  expect(await samples(files[2]!, { noiseDb: 5, noise: 'babble' }, [files[2]!])).toEqual(await samples(files[2]!, {}));
});
