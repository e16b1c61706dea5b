import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { UtterError } from '../core/errors';
import { correlation, type Decoded, decodeBytes, decodeFixture, fixture } from './fixtures/decode';

/** Recordings that went wrong: what is in them is heard to the last word, at the right time. */

const read = async (name: string): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await readFile(fixture(name)));
const joined = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => Uint8Array.from(parts.flatMap((part) => [...part]));
const secondsOf = ({ samples, file }: Decoded): number => samples.length / file.sampleRateHz;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const little = (value: number): Uint8Array => new Uint8Array(Uint32Array.of(value).buffer);

let speech: Float32Array;
let wave: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  speech = (await decodeFixture('speech.wav')).samples;
  wave = await read('speech.wav');
});

/** The part of a recording from a time on, as a recording of its own. */
const from = ({ samples, file, error }: Decoded, seconds: number, length = speech.length / 16000): Decoded => {
  const start = Math.round(seconds * file.sampleRateHz);
  return { file, error, samples: samples.subarray(start, start + Math.round(length * file.sampleRateHz)) };
};

describe('formats that recorders and phones write', () => {
  it.each([
    'speech-alac.m4a',
    'speech.aiff',
    'speech.caf',
    'speech.w64',
    'speech-flac.ogg',
    'speech-adpcm.wav',
    'speech.wma',
    'speech-speex.ogg',
    'speech-gsm.wav',
    'speech-ac3.mkv',
    'speech.eac3',
    'speech.mp2',
    'speech-mp2.avi',
    'speech.aac',
    'speech-aac.m2ts',
    'speech.wv',
    'speech.flv',
    'speech-g722.wav',
    'speech.dts',
  ])('[A2] %s sounds like the WAV', async (name) => {
    const decoded = await decodeFixture(name);
    expect(decoded.error).toBeNull();
    expect(decoded.file.warnings).toEqual([]);
    expect(Math.abs(secondsOf(decoded) - 1.375)).toBeLessThan(0.12);
    // Encoders of the last century begin with up to 100 ms of their own, which their containers don't tell.
    const shifts = Array.from({ length: 14 }, (_, i) => correlation(from(decoded, i * 0.008), speech));
    expect(Math.max(...shifts)).toBeGreaterThan(0.8);
  });
});

const isTyped = (error: unknown): void => expect(error).toBeInstanceOf(UtterError);

describe('WAV files of recorders that died, or that somebody edited', () => {
  const withSizes = (riff: number, data: number): Uint8Array<ArrayBuffer> => {
    const bytes = wave.slice();
    bytes.set(little(riff), 4);
    bytes.set(little(data), bytes.length - 44_000 - 4);
    return bytes;
  };
  const dataAt = (bytes: Uint8Array): number => bytes.length - 44_000 - 8;
  const inserted = (chunk: Uint8Array): Uint8Array<ArrayBuffer> =>
    joined(wave.subarray(0, dataAt(wave)), chunk, wave.subarray(dataAt(wave)));
  const list = joined(bytesOf('LIST'), little(17), bytesOf('INFOISFT'), little(5), bytesOf('tool\0'));

  it.each<[string, () => Uint8Array<ArrayBuffer>]>([
    ['data size 0', () => withSizes(36, 0)],
    ['data and RIFF size 0', () => withSizes(0, 0)],
    ['RIFF size 0', () => withSizes(0, 44_000)],
    ['data size 36', () => withSizes(72, 36)],
    ['sizes unknown', () => withSizes(0xffff_ffff, 0xffff_ffff)],
    ['a LIST chunk without its padding', () => inserted(list)],
    ['a LIST chunk one byte too long', () => inserted(joined(list.subarray(0, 4), little(18), list.subarray(8)))],
    ['a LIST chunk of garbage', () => inserted(joined(bytesOf('LIST'), little(0x7eee_eeee), bytesOf('\0\u0001\u0002')))],
    ['an empty id3 chunk', () => inserted(joined(bytesOf('id3 '), little(0)))],
    ['metadata behind the samples', () => joined(wave, list, bytesOf('\0'))],
    [
      'a byte rate of twice the truth',
      () => {
        const bytes = wave.slice();
        bytes.set(little(64_000), 28);
        return bytes;
      },
    ],
  ])('[A10] %s: all samples and no more', async (_, make) => {
    const decoded = await decodeBytes(make());
    expect(decoded.error).toBeNull();
    expect(decoded.samples).toEqual(speech);
  });

  it('[A10] what follows an empty data chunk is not taken for sound', async () => {
    const empty = joined(
      wave.subarray(0, dataAt(wave)),
      bytesOf('data'),
      little(0),
      bytesOf('LIST'),
      little(4000),
      new Uint8Array(4000).fill(65),
    );
    await expect(decodeBytes(empty)).rejects.toMatchObject({ code: 'audio-empty' });
    const second = joined(wave.subarray(0, dataAt(wave)), bytesOf('data'), little(0), wave.subarray(dataAt(wave)));
    expect((await decodeBytes(second)).samples).toEqual(speech);
  });

  it('[A10, A8] no cut and no changed byte of a header hangs, or fails without a type', async () => {
    const headers = [wave.slice(0, 200), inserted(list).slice(0, 200)];
    for (const header of headers) {
      for (let length = 0; length < 100; length++) {
        await decodeBytes(header.slice(0, length)).catch(isTyped);
        const changed = header.slice();
        changed[length] = 255 - changed[length]!;
        await decodeBytes(changed).catch(isTyped);
        changed.fill(0, length, length + 4);
        await decodeBytes(changed).catch(isTyped);
      }
    }
  });

  it('[A10] two joined are heard one after the other', async () => {
    const { samples, error } = await decodeBytes(joined(wave, wave));
    expect(error).toBeNull();
    expect(samples).toEqual(Float32Array.from([...speech, ...speech]));
  });

  it('[A10] RIFX has the samples of RIFF', async () => {
    const turned = wave.slice(dataAt(wave) + 8);
    for (let i = 0; i < turned.length; i += 2) turned.subarray(i, i + 2).reverse();
    const big = (value: number, width: number): Uint8Array =>
      Uint8Array.from({ length: width }, (_, i) => (value >>> (8 * (width - 1 - i))) & 255);
    const format = joined(big(1, 2), big(1, 2), big(16_000, 4), big(32_000, 4), big(2, 2), big(16, 2));
    const bytes = joined(
      bytesOf('RIFX'),
      big(36 + 44_000, 4),
      bytesOf('WAVEfmt '),
      big(16, 4),
      format,
      bytesOf('data'),
      big(44_000, 4),
      turned,
    );
    expect((await decodeBytes(bytes)).samples).toEqual(speech);
  });
});

describe('files that go on behind what their headers say', () => {
  it.each([
    'speech-16k.mp3',
    'speech-44k-stereo.mp3',
    'speech.flac',
    'speech.opus',
    'speech-44k.ogg',
    'speech-stereo.webm',
    'speech.aac',
  ])('[A11] two %s joined are heard one after the other', async (name) => {
    const one = await read(name);
    const decoded = await decodeBytes(joined(one, one), name);
    expect(decoded.error).toBeNull();
    expect(Math.abs(secondsOf(decoded) - 2.75)).toBeLessThan(0.25);
    const first = Array.from({ length: 14 }, (_, i) => correlation(from(decoded, i * 0.007), speech));
    expect(Math.max(...first)).toBeGreaterThan(0.8);
    const later = Array.from({ length: 40 }, (_, i) => correlation(from(decoded, 1.3 + i * 0.007), speech));
    expect(Math.max(...later)).toBeGreaterThan(0.8);
  });

  it('[A11] an index that counts no frames is not believed', async () => {
    const bytes = await read('speech-44k-stereo.mp3');
    const at = bytes.findIndex((_, i) => ['Xing', 'Info'].includes(String.fromCharCode(...bytes.subarray(i, i + 4))));
    bytes.fill(0, at + 8, at + 12);
    const decoded = await decodeBytes(bytes);
    expect(decoded.error).toBeNull();
    expect(Math.abs(secondsOf(decoded) - 1.375)).toBeLessThan(0.1);
  });

  it('[A11] an MP3 whose rate changes keeps its speed', async () => {
    const decoded = await decodeBytes(joined(await read('speech-44k-stereo.mp3'), await read('speech-16k.mp3')));
    expect(decoded.error).toBeNull();
    expect(Math.abs(secondsOf(decoded) - 2.75)).toBeLessThan(0.15);
    const later = Array.from({ length: 40 }, (_, i) => correlation(from(decoded, 1.3 + i * 0.005), speech));
    expect(Math.max(...later)).toBeGreaterThan(0.8);
  });
});

describe('damage', () => {
  it('[A12] a hole in an MP3 is silence of its length, and is told', async () => {
    const bytes = await read('speech-16k.mp3');
    const [start, length] = [2400, 1600];
    bytes.fill(0, start, start + length);
    const decoded = await decodeBytes(bytes, 'memo.mp3');
    expect(decoded.error).toBeNull();
    expect(Math.abs(secondsOf(decoded) - 1.375)).toBeLessThan(0.1);
    expect(decoded.file.warnings).toEqual([
      expect.stringMatching(/^memo\.mp3 is damaged from 0\.[4-7] s to [01]\.\d s: silence stands there instead\.$/),
    ]);
    expect(correlation(from(decoded, 1.1, 0.25), speech.subarray(1.1 * 16000))).toBeGreaterThan(0.7);
  });

  it('[A12] zeros before an MP3 are passed over', async () => {
    const decoded = await decodeBytes(joined(new Uint8Array(4096), await read('speech-16k.mp3')));
    expect(decoded.error).toBeNull();
    expect(Math.abs(secondsOf(decoded) - 1.375)).toBeLessThan(0.15);
  });

  it.each(['speech.opus', 'speech-stereo.webm'])('[A8] %s cut off gives what is there, then says so', async (name) => {
    const bytes = await read(name);
    const decoded = await decodeBytes(bytes.slice(0, Math.round(bytes.length * 0.7)), name);
    expect(decoded.samples.length).toBeGreaterThan(0);
    expect(String(decoded.error)).toContain(`${name} is cut off`);
  });

  it('[A8] a file that is cut off before its sound says so', async () => {
    const bytes = await read('speech-44k.ogg');
    await expect(decodeBytes(bytes.slice(0, 5000), 'memo.ogg')).rejects.toMatchObject({
      message: 'memo.ogg is cut off before any of its sound.',
    });
  });

  it('[A8] an MP4 whose recorder died says that it was never finished, and what can repair it', async () => {
    const bytes = await read('speech-44k-stereo.m4a');
    const moov = bytes.findIndex((_, i) => String.fromCharCode(...bytes.subarray(i + 4, i + 8)) === 'moov');
    const unfinished =
      moov > 1000
        ? bytes.slice(0, moov)
        : joined(bytes.slice(0, moov), bytes.slice(moov + new DataView(bytes.buffer).getUint32(moov)));
    await expect(decodeBytes(unfinished, 'memo.m4a')).rejects.toMatchObject({
      code: 'audio-undecodable',
      message: expect.stringContaining('memo.m4a was never finished'),
      remedy: expect.stringContaining('untrunc'),
    });
  });
});

describe('times, tracks and channels', () => {
  it.each(['speech-late.mp4', 'speech-late.mkv'])(
    '[A13] %s: sound that begins after the picture keeps its time',
    async (name) => {
      const decoded = await decodeFixture(name);
      expect(decoded.error).toBeNull();
      expect(decoded.samples.subarray(0, 1.95 * 16000).every((sample) => Math.abs(sample) < 0.01)).toBe(true);
      expect(correlation(from(decoded, 2), speech)).toBeGreaterThan(0.8);
    },
  );

  it('[A14] the track with sound is taken, and any other can be chosen', async () => {
    const decoded = await decodeFixture('speech-second-track.m4a');
    expect(decoded.file).toMatchObject({
      tracks: 2,
      warnings: [expect.stringContaining('track 2 was taken: track 1 is silent')],
    });
    expect(correlation(decoded, speech)).toBeGreaterThan(0.8);
    const bytes = await read('speech-second-track.m4a');
    expect((await decodeBytes(bytes, 'memo', { track: 1 })).error).toMatchObject({ code: 'audio-empty' });
    await expect(decodeBytes(bytes, 'memo', { track: 3 })).rejects.toMatchObject({
      message: 'memo has 2 audio tracks, so there is no track 3.',
    });
  });

  const withChannels = async (gains: readonly number[], channel?: number): Promise<Decoded> => {
    const { waveFile } = await import('./fixtures/wave');
    const channels = gains.map((gain) => Array.from(speech, (sample) => sample * gain));
    return decodeBytes(
      waveFile({ kind: 's16', sampleRateHz: 16000, channels }),
      'memo',
      channel === undefined ? {} : { channel: { channel } },
    );
  };

  it('[A15] an inverted pair is heard, and one live channel of eight is as loud as it is', async () => {
    for (const gains of [
      [1, -1],
      [0, 0, 0, 0, 0, 1, 0, 0],
      [1, 0.001],
    ]) {
      const { samples, error } = await withChannels(gains);
      expect(error).toBeNull();
      samples.forEach((sample, i) => expect(Math.abs(sample - speech[i]!)).toBeLessThan(2e-3));
    }
  });

  it('[A16] what is very quiet is given as it is, and told', async () => {
    const { samples, file, error } = await withChannels([0.02]);
    expect(error).toBeNull();
    expect(samples.length).toBe(speech.length);
    expect(file.warnings).toEqual([expect.stringMatching(/^memo is very quiet \(-\d\d dB at its loudest\)/)]);
  });

  it('[A15] a single channel can be chosen', async () => {
    const { samples } = await withChannels([1, 0.5], 1);
    samples.forEach((sample, i) => expect(Math.abs(sample - 0.5 * speech[i]!)).toBeLessThan(1e-4));
  });
});
