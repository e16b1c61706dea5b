import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Decoded, correlation, decodeBytes, decodeFixture, fixture } from './fixtures/decode';

/** What telephones record: frames of 20 ms behind a few letters. */

const kinds = {
  'speech.amr': { header: '#!AMR\n', rateHz: 8000, frameBytes: 32, noise: [0x44, 1, 2, 3, 4, 5], nothing: [0x7c] },
  'speech.awb': { header: '#!AMR-WB\n', rateHz: 16_000, frameBytes: 33, noise: [0x4c, 1, 2, 3, 4, 5], nothing: [0x7c] },
} as const;
type Name = keyof typeof kinds;

interface Telephone {
  readonly header: Uint8Array;
  readonly frames: readonly Uint8Array[];
}

async function telephone(name: Name): Promise<Telephone> {
  const bytes = new Uint8Array(await readFile(fixture(name)));
  const { header, frameBytes } = kinds[name];
  const frames = [];
  for (let at = header.length; at + frameBytes <= bytes.length; at += frameBytes) frames.push(bytes.slice(at, at + frameBytes));
  return { header: bytes.slice(0, header.length), frames };
}

const joined = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => Uint8Array.from(parts.flatMap((part) => [...part]));
const secondsOf = ({ samples, file }: Decoded): number => samples.length / file.sampleRateHz;

let speech: Float32Array;

beforeAll(async () => {
  speech = (await decodeFixture('speech.wav')).samples;
});

describe.each(Object.keys(kinds) as Name[])('%s', (name) => {
  const { rateHz, noise, nothing } = kinds[name];

  it('[A2, A30] sounds like the WAV and is as long', async () => {
    const decoded = await decodeFixture(name);
    expect(decoded.error).toBeNull();
    expect(decoded.file).toMatchObject({ sampleRateHz: rateHz, warnings: [] });
    expect(Math.abs(secondsOf(decoded) - 1.375)).toBeLessThan(0.02);
    expect(correlation(decoded, speech)).toBeGreaterThan(0.75);
  });

  it('[A30] pauses that the codec left out are silence of their length and no damage, however many they are', async () => {
    const { header, frames } = await telephone(name);
    const pause = Array.from({ length: 200 }, (_, i) => Uint8Array.from(i % 8 === 0 ? noise : nothing));
    const decoded = await decodeBytes(joined(header, ...frames, ...pause, ...frames), name);
    expect(decoded.error).toBeNull();
    expect(decoded.file.warnings).toEqual([]);
    expect(secondsOf(decoded)).toBeCloseTo((2 * frames.length + 200) * 0.02, 3);
    const second = decoded.samples.subarray((frames.length + 200) * 0.02 * rateHz);
    expect(correlation({ ...decoded, samples: second }, speech)).toBeGreaterThan(0.7);
  });

  it('[A8, A30] no cut and no changed byte of a frame crashes, hangs or fails without a type', async () => {
    const { header, frames } = await telephone(name);
    const bytes = joined(header, ...frames.slice(0, 6));
    for (let length = 1; length < bytes.length; length += 5) {
      const changed = bytes.slice();
      changed[length] = 255 - changed[length]!;
      for (const bad of [bytes.slice(0, length), changed]) {
        const outcome = await decodeBytes(bad, name).then(
          ({ error }) => error,
          (error: unknown) => error,
        );
        if (outcome !== null) expect(outcome).toMatchObject({ code: expect.stringMatching(/^audio-/) as string });
      }
    }
  });
});

it('[A30] 3GP holds the same', async () => {
  const decoded = await decodeFixture('speech-amr.3gp');
  expect(decoded.error).toBeNull();
  expect(decoded.samples).toEqual((await decodeFixture('speech.amr')).samples);
});
