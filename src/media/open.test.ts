import { createHash } from 'node:crypto';
import { mkdtemp, open as openFile, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UtterError } from '../core/errors';
import { type SampleKind, waveFile } from './fixtures/wave';
import { correlation, type Decoded, decode, decodeBytes, decodeFixture, fixture } from './fixtures/decode';
import { openAudio } from './open';

/** The error that opening or reading gives. */
async function failureOf(run: Promise<Decoded>): Promise<UtterError> {
  const error = await run.then(
    (decoded) => decoded.error,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UtterError)) throw new Error(`expected an UtterError, got ${String(error)}`);
  return error;
}

function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

let speech: Float32Array;
let folder: string;

beforeAll(async () => {
  speech = (await decodeFixture('speech.wav')).samples;
  folder = await mkdtemp(join(tmpdir(), 'utter-media-'));
});

afterAll(() => rm(folder, { recursive: true }));

describe('lossless recordings', () => {
  it('[A1] WAV gives the samples that are in the file', async () => {
    const pcm = (await readFile(fixture('speech.wav'))).subarray(-44_000);
    expect(speech.length).toBe(22_000);
    for (let i = 0; i < speech.length; i++) expect(speech[i]).toBe(pcm.readInt16LE(2 * i) / 32768);
  });

  const steps: Readonly<Record<SampleKind, number>> = {
    u8: 2 ** -7,
    s16: 2 ** -15,
    s24: 2 ** -23,
    s32: 2 ** -23,
    f32: 2 ** -23,
    f64: 2 ** -23,
  };
  for (const kind of Object.keys(steps) as SampleKind[]) {
    for (const [sampleRateHz, channelCount] of [
      [8000, 1],
      [44100, 2],
      [192000, 8],
    ] as const) {
      it(`[A1] WAV of ${kind} at ${sampleRateHz} Hz with ${channelCount} channels gives their mean`, async () => {
        const random = seededRandom(sampleRateHz + channelCount);
        const channels = Array.from({ length: channelCount }, () => Array.from({ length: 5000 }, () => random() * 1.9 - 0.95));
        const decoded = await decodeBytes(waveFile({ kind, sampleRateHz, channels, isExtensible: channelCount > 2 }));
        expect(decoded.error).toBeNull();
        expect(decoded.file).toMatchObject({ sampleRateHz, channels: channelCount });
        expect(decoded.samples.length).toBe(5000);
        for (let i = 0; i < 5000; i++) {
          const mean = channels.reduce((sum, channel) => sum + channel[i]!, 0) / channelCount;
          expect(Math.abs(decoded.samples[i]! - mean)).toBeLessThanOrEqual(steps[kind]);
        }
      });
    }
  }

  it('[A1] FLAC gives the same samples as the WAV', async () => {
    expect((await decodeFixture('speech.flac')).samples).toEqual(speech);
  });

  it('[A1] 24-bit FLAC in blocks of 16,384 samples keeps all bits', async () => {
    const { samples } = await decodeFixture('speech-24bit.flac');
    expect(samples.length).toBe(8000);
    samples.forEach((sample, i) => expect(Math.abs(sample - 0.7 * speech[i]!)).toBeLessThan(2 ** -22));
  });

  it('[A1] 8-channel FLAC gives the mean of those channels in which something is heard', async () => {
    const { samples, file } = await decodeFixture('speech-8ch.flac');
    expect(file.channels).toBe(8);
    samples.forEach((sample, i) => expect(Math.abs(sample - (3.75 / 5) * speech[i]!)).toBeLessThan(2 ** -14));
  });
});

describe('lossy recordings', () => {
  const lossy = [
    ['speech-mulaw.wav', 16000, 1],
    ['speech-alaw.wav', 16000, 1],
    ['speech-16k.mp3', 16000, 1],
    ['speech-44k-stereo.mp3', 44100, 2],
    ['speech.opus', 48000, 1],
    ['speech-stereo.webm', 48000, 2],
    ['speech-44k.ogg', 44100, 1],
    ['speech-44k-stereo.m4a', 44100, 2],
    ['speech-8k.m4a', 8000, 1],
    ['speech-video.mp4', 16000, 1],
  ] as const;
  for (const [name, sampleRateHz, channels] of lossy) {
    it(`[A2] ${name} sounds like the WAV and is as long`, async () => {
      const decoded = await decodeFixture(name);
      expect(decoded.error).toBeNull();
      expect(decoded.file).toMatchObject({ sampleRateHz, channels });
      expect(correlation(decoded, speech)).toBeGreaterThan(0.9);
      expect(Math.abs((decoded.samples.length / sampleRateHz) * 1000 - 1375)).toBeLessThan(50);
      expect(Math.abs((decoded.file.durationMs ?? 0) - 1375)).toBeLessThan(50);
    });
  }

  it('[A2] 192 kHz FLAC sounds like the WAV', async () => {
    const decoded = await decodeFixture('speech-192k.flac');
    expect(decoded.file.sampleRateHz).toBe(192000);
    expect(decoded.samples.length).toBe(38_400);
    expect(correlation(decoded, speech.subarray(4800))).toBeGreaterThan(0.99);
  });

  it('[A3] a Blob and a path give the same samples', async () => {
    for (const name of ['speech.wav', 'speech.flac', 'speech-16k.mp3', 'speech.opus', 'speech-44k.ogg', 'speech-8k.m4a']) {
      const bytes = new Uint8Array(await readFile(fixture(name)));
      expect((await decodeBytes(bytes)).samples).toEqual((await decodeFixture(name)).samples);
    }
  });

  it('[A3] a second reading gives the same samples', async () => {
    const file = await openAudio({ path: fixture('speech-16k.mp3') }, 'speech-16k.mp3');
    const digest = async (): Promise<string> => {
      const hash = createHash('sha256');
      for await (const block of file.blocks()) hash.update(new Uint8Array(block.buffer, block.byteOffset, block.byteLength));
      return hash.digest('hex');
    };
    expect(await digest()).toBe(await digest());
    file.close();
  });
});

describe('blocks', () => {
  it('[A4] are of at most a second and stop when the signal aborts', async () => {
    const channels = [Array.from({ length: 80_000 }, (_, i) => Math.sin(i) / 2)];
    const file = await openAudio(new Blob([waveFile({ kind: 's16', sampleRateHz: 8000, channels })]), 'sine');
    const controller = new AbortController();
    let heard = 0;
    const reading = (async () => {
      for await (const block of file.blocks(controller.signal)) {
        expect(block.length).toBeLessThanOrEqual(8000);
        heard += block.length;
        if (heard >= 20_000) controller.abort();
      }
    })();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    expect(heard).toBeLessThan(80_000);
  });

  it('[A5] of a two-hour recording need no more memory than those of a short one', async () => {
    const seconds = 2 * 3600;
    const path = join(folder, 'two-hours.wav');
    const header = waveFile({ kind: 's16', sampleRateHz: 16000, channels: [[0.5, -0.5]], statedBytes: seconds * 32000 });
    await writeFile(path, header);
    const handle = await openFile(path, 'r+');
    await handle.truncate(header.length - 4 + seconds * 32000); // sparse: the rest is silence
    await handle.close();
    const file = await openAudio({ path }, 'two-hours.wav');
    expect(file.durationMs).toBe(seconds * 1000);
    let samples = 0;
    let early = 0;
    let highest = 0;
    for await (const block of file.blocks()) {
      samples += block.length;
      const memory = process.memoryUsage.rss();
      if (samples <= 300 * 16000) early = Math.max(early, memory);
      highest = Math.max(highest, memory);
    }
    file.close();
    expect(samples).toBe(seconds * 16000);
    expect((highest - early) / 2 ** 20).toBeLessThan(64);
  });
});

describe('bad recordings', () => {
  const speechBytes = async (name: string): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await readFile(fixture(name)));

  it('[A6] an empty file is named and explained', async () => {
    const error = await failureOf(decodeBytes(new Uint8Array(0), 'memo.wav'));
    expect(error).toMatchObject({ code: 'audio-empty', message: 'memo.wav is empty (0 bytes).' });
  });

  it('[A6] a header without audio is audio-empty', async () => {
    const error = await failureOf(decodeBytes(waveFile({ kind: 's16', sampleRateHz: 16000, channels: [[]] }), 'memo.wav'));
    expect(error).toMatchObject({ code: 'audio-empty' });
    expect(error.message).toContain('memo.wav');
  });

  it('[A6] digital silence is audio-empty, whatever its length', async () => {
    const silence = Array.from({ length: 30_000 }, () => 0);
    const error = await failureOf(decodeBytes(waveFile({ kind: 's16', sampleRateHz: 16000, channels: [silence] }), 'memo.wav'));
    expect(error).toMatchObject({ code: 'audio-empty', message: 'memo.wav is silent from start to end.' });
  });

  it('[A7] bytes that are no recording are audio-undecodable', async () => {
    const random = seededRandom(7);
    const noise = Uint8Array.from({ length: 20_000 }, () => random() * 256);
    const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...noise]);
    for (const bytes of [noise, png, new TextEncoder().encode('{"not": "audio"}'), Uint8Array.of(82)]) {
      const error = await failureOf(decodeBytes(bytes, 'memo.wav'));
      expect(error.code).toBe('audio-undecodable');
      expect(error.message).toContain('memo.wav');
      expect(error.remedy).not.toBe('');
    }
  });

  it('[A7] a video without sound, a missing file and a folder are audio-undecodable', async () => {
    for (const [path, reason] of [
      [fixture('no-sound.mp4'), 'has no sound'],
      [join(folder, 'absent.wav'), "doesn't exist"],
      [folder, 'not a file'],
    ] as const) {
      const error = await failureOf(decode({ path }, 'memo'));
      expect(error.code).toBe('audio-undecodable');
      expect(error.message).toContain(reason);
    }
  });

  it('[A8] a cut-off recording gives what is there, then says how much', async () => {
    for (const name of ['speech.wav', 'speech.flac', 'speech-16k.mp3']) {
      const bytes = await speechBytes(name);
      const whole = (await decodeBytes(bytes)).samples;
      const cut = await decodeBytes(bytes.slice(0, Math.round(bytes.length * 0.6)), name);
      expect(cut.error).toMatchObject({ code: 'audio-undecodable' });
      expect(String(cut.error)).toContain(`${name} is cut off`);
      expect(cut.samples.length).toBeGreaterThan(whole.length * 0.4);
      // The last frame of an MP3 draws on bytes that are gone.
      const intact = cut.samples.length - (name.endsWith('.mp3') ? 1152 : 0);
      expect(cut.samples.subarray(0, intact).findIndex((sample, i) => sample !== whole[i])).toBe(-1);
    }
  });

  it('[A8] a recording whose only block is cut off is said to be damaged', async () => {
    const bytes = await speechBytes('speech-24bit.flac');
    const error = await failureOf(decodeBytes(bytes.slice(0, bytes.length / 2), 'memo.flac'));
    expect(error).toMatchObject({ code: 'audio-undecodable', message: "memo.flac is damaged: 100 % of it can't be decoded." });
  });

  it('[A8] no cut of any format crashes, hangs or goes by another name', async () => {
    const random = seededRandom(11);
    for (const name of [
      'speech-44k.ogg',
      'speech.opus',
      'speech-8k.m4a',
      'speech-stereo.webm',
      'speech-16k.mp3',
      'speech.flac',
    ]) {
      const bytes = await speechBytes(name);
      for (let i = 0; i < 12; i++) {
        const cut = bytes.slice(0, Math.floor(random() * bytes.length));
        const outcome = await decodeBytes(cut, name).then(
          (decoded) => decoded.error,
          (error: unknown) => error,
        );
        if (outcome !== null) expect(outcome, `${name} cut at ${cut.length}`).toBeInstanceOf(UtterError);
      }
    }
  });

  it('[A8] no flipped bytes of any format crash, hang or give samples that are no numbers', async () => {
    const random = seededRandom(13);
    for (const name of [
      'speech-44k.ogg',
      'speech.opus',
      'speech-8k.m4a',
      'speech-stereo.webm',
      'speech-16k.mp3',
      'speech.flac',
    ]) {
      const bytes = await speechBytes(name);
      for (let i = 0; i < 12; i++) {
        const damaged = bytes.slice();
        for (let flips = 0; flips < 20; flips++) damaged[Math.floor(random() * damaged.length)] = random() * 256;
        const outcome = await decodeBytes(damaged, name).then(
          (decoded) => decoded,
          (error: unknown) => ({ error, samples: [] }),
        );
        if (outcome.error !== null) expect(outcome.error, name).toBeInstanceOf(UtterError);
        for (const sample of outcome.samples) if (!Number.isFinite(sample)) throw new Error(`${name}: ${sample}`);
      }
    }
  });

  it('[A9] a sample that is no number is audio-invalid and says where', async () => {
    for (const bad of [NaN, Infinity]) {
      const channel = Array.from({ length: 24_000 }, (_, i) => (i === 20_000 ? bad : 0.1));
      const error = await failureOf(decodeBytes(waveFile({ kind: 'f32', sampleRateHz: 8000, channels: [channel] }), 'memo.wav'));
      expect(error.code).toBe('audio-invalid');
      expect(error.message).toContain('memo.wav');
      expect(error.message).toContain('2.5 s');
    }
  });
});
