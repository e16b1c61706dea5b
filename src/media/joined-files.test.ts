import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { joinedFloats } from '../core/joined-floats';
import { decodeBytes, fixture } from './fixtures/decode';

/** Files of several parts, files with odd ends and holes, and files that nobody can read. */

const read = async (name: string): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await readFile(fixture(name)));
const joined = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => Uint8Array.from(parts.flatMap((part) => [...part]));
const noise = Uint8Array.from({ length: 6000 }, (_, i) => (i * i * 31) % 251);

describe.each([
  'speech.aiff',
  'speech.caf',
  'speech.w64',
  'speech-44k-stereo.m4a',
  'speech-alac.m4a',
  'speech-video.mp4',
  'speech-amr.3gp',
  'speech.wma',
  'speech-mp2.avi',
  'speech.amr',
  'speech.awb',
])('%s', (name) => {
  it('[A11, A31] three of them are heard one after the other, each whole', async () => {
    const one = await read(name);
    const alone = await decodeBytes(one, name);
    const three = await decodeBytes(joined(one, one, one), name);
    expect([three.error, three.file.warnings]).toEqual([null, []]);
    // Windows Media begins with a pause, which is the recording's only where it is the first.
    const later = alone.samples.subarray(name.endsWith('.wma') ? 4057 : 0);
    expect(three.samples).toEqual(joinedFloats([alone.samples, later, later]));
    if (alone.file.durationMs !== null) expect(three.file.durationMs).toBeCloseTo(3 * alone.file.durationMs, 0);
  });

  it('[A8, A31] one that is cut off behind a whole one is heard up to there, and told', async () => {
    const one = await read(name);
    const alone = await decodeBytes(one, name);
    const more = await decodeBytes(joined(one, one.slice(0, Math.round(one.length * 0.7))), name);
    expect(more.samples.subarray(0, alone.samples.length)).toEqual(alone.samples);
    const isTold = more.error !== null || more.file.warnings.length > 0;
    expect(isTold || more.samples.length === 2 * alone.samples.length).toBe(true);
  });
});

it.each(['speech.aiff', 'speech.w64', 'speech-44k-stereo.m4a'])(
  '[A31] %s: bytes behind its end that are no recording are told, padding is not',
  async (name) => {
    const one = await read(name);
    const alone = await decodeBytes(one, name);
    for (const [behind, warnings] of [
      [noise, [`${name} goes on behind the end of its sound: 6000 bytes there could not be read.`]],
      [new Uint8Array(6000), []],
    ] as const) {
      const decoded = await decodeBytes(joined(one, behind), name);
      expect([decoded.error, decoded.file.warnings]).toEqual([null, warnings]);
      expect(decoded.samples).toEqual(alone.samples);
    }
  },
);

it('[A12, A32] a FLAC frame that is lost without a trace is silence in its place, and told', async () => {
  const bytes = await read('speech.flac');
  const whole = (await decodeBytes(bytes)).samples;
  const decoded = await decodeBytes(joined(bytes.slice(0, 12_000), bytes.slice(16_000)), 'memo.flac');
  expect(decoded.error).toBeNull();
  expect(decoded.file.warnings).toEqual([expect.stringMatching(/^memo\.flac is damaged from 0\.\d s to 0\.\d s/)]);
  expect(decoded.samples.length).toBe(whole.length);
  expect(decoded.samples.subarray(-12_000)).toEqual(whole.subarray(-12_000));
});

it('[A12, A33] a hole in what a browser recorded is told, though nobody knows what was in it', async () => {
  const bytes = await read('speech-live.webm');
  expect((await decodeBytes(bytes, 'memo.webm')).file.warnings).toEqual([]);
  const decoded = await decodeBytes(bytes.slice().fill(0, 2000, 3000), 'memo.webm');
  expect(decoded.error).toBeNull();
  expect(decoded.file.warnings).toContain(
    "memo.webm is damaged: what lies there can't be told, and some of its sound may be missing.",
  );
});

it('[A8, A34] a time that damage puts billions of years ahead does not hang, and neither does a length', async () => {
  const bytes = await read('speech-fragmented.mp4');
  const whole = await decodeBytes(bytes, 'memo.mp4');
  expect([whole.error, whole.file.warnings]).toEqual([null, []]);
  // The time of each fragment stands in eight bytes behind this name and four others.
  const found = [...bytes.keys()].filter((i) => String.fromCharCode(...bytes.subarray(i, i + 4)) === 'tfdt');
  expect(found.length).toBeGreaterThan(2);
  for (const bit of [0x01, 0x20]) {
    for (const at of [found[1]! + 8, found[1]! + 11]) {
      const changed = bytes.slice();
      changed[at]! ^= bit;
      const decoded = await decodeBytes(changed, 'memo.mp4');
      expect(decoded.samples.length / decoded.file.sampleRateHz).toBeLessThan(601);
      expect(decoded.file.durationMs ?? 0).toBeLessThan(bytes.length * 1000);
      if (decoded.error !== null) expect(decoded.error).toMatchObject({ code: 'audio-undecodable' });
    }
  }
});

it('[A7, A35] what only a dictation recorder reads is named, with what to do', async () => {
  for (const [start, format] of [
    ['\x02dss', 'DSS'],
    ['\x03ds2', 'DS2'],
    ['\x03enc', 'encrypted DS2'],
  ] as const) {
    const bytes = joined(new TextEncoder().encode(start), noise);
    await expect(decodeBytes(bytes, 'memo.ds2')).rejects.toMatchObject({
      code: 'audio-undecodable',
      message: `memo.ds2 is a dictation in ${format}, which only its maker's programs can read.`,
      remedy: expect.stringContaining('WAV') as string,
    });
  }
});
