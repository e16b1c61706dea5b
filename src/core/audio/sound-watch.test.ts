import { describe, expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import { pauseLimitMs, SoundWatch, zeroLimitMs, type SoundFault, type SoundReport } from './sound-watch';

const durationMs = 100;
const zeros: SoundReport = { durationMs, rmsDb: -100, peak: 0, clippedShare: 0 };
const sound = (rmsDb: number, clippedShare = 0): SoundReport => ({
  durationMs,
  rmsDb,
  peak: Math.min(1, 10 ** (rmsDb / 20) * 4),
  clippedShare,
});

/** A room's noise, and speech in it: syllables and the gaps between them. */
function* speech(seconds: number, loudestDb: number, noiseDb: number, seed = 1): Generator<SoundReport> {
  const random = seededRandom(seed);
  for (let index = 0; index < seconds * 10; index++) {
    yield sound(index % 4 === 3 ? noiseDb + random() * 2 : loudestDb - random() * 6);
  }
}
const silence = (seconds: number): SoundReport[] => Array.from({ length: seconds * 10 }, () => zeros);

/** Each change of the verdict, with the time at which it came. */
function verdicts(...parts: readonly Iterable<SoundReport>[]): readonly (readonly [number, SoundFault | null])[] {
  const watch = new SoundWatch();
  const changes: (readonly [number, SoundFault | null])[] = [];
  let [timeMs, before] = [0, null as SoundFault | null];
  for (const report of parts.flatMap((part) => [...part])) {
    timeMs += report.durationMs;
    const now = watch.heard(report);
    if (now !== before) changes.push([timeMs, now]);
    before = now;
  }
  return changes;
}

describe('a microphone judged by its sound', () => {
  it.each([1, 2, 3])('[S125] nothing is wrong with ordinary speech, its pauses and a quiet room (seed %i)', (seed) => {
    expect(verdicts(speech(3, -28, -62, seed), speech(10, -62, -62), speech(20, -38, -70, seed))).toEqual([]);
  });

  it('[S125] pure silence is told within 2 to 4 s, at the start or in the midst of speech, and not after sound has come', () => {
    expect(verdicts(silence(6), speech(2, -28, -60))).toEqual([
      [zeroLimitMs, 'silent'],
      [6100, null],
    ]);
    expect(verdicts(speech(5, -28, -60), silence(3))).toEqual([[5000 + zeroLimitMs, 'silent']]);
  });

  it('[S125] dither is silence; a noise gate’s zeros between words are not', () => {
    const dither = { ...zeros, rmsDb: -93, peak: 1 / 32_768 };
    expect(verdicts(Array.from({ length: 40 }, () => dither))).toEqual([[zeroLimitMs, 'silent']]);
    const words = () => [speech(2, -28, -50), silence(1)];
    const gated = () => [...words(), ...words(), ...words(), speech(1, -28, -50), silence(6), speech(2, -28, -50)];
    expect(verdicts(...gated())).toEqual([]);
    expect(verdicts(...gated(), silence(17)), 'but not for ever').toEqual([
      [expect.closeTo(18_000 + pauseLimitMs, -3), 'silent'],
    ]);
  });

  it('[S125] a microphone that was muted once is no noise gate', () => {
    for (const mutedFor of [1, 5]) {
      const changes = verdicts(speech(2, -28, -60), silence(mutedFor), speech(2, -28, -60), silence(3));
      expect(changes.at(-1)).toEqual([(4 + mutedFor) * 1000 + zeroLimitMs, 'silent']);
    }
  });

  it('[S125] nothing but the room for 16 s is told too', () => {
    const room = Array.from({ length: 200 }, (_, index) => sound(-65 + (index % 3)));
    expect(verdicts(room)).toEqual([[pauseLimitMs, 'silent']]);
  });

  it('[S126] speech that is too quiet is told, until it is louder', () => {
    const [told, gone] = verdicts(speech(6, -50, -75), speech(6, -30, -75));
    expect(told).toEqual([expect.any(Number), 'quiet']);
    expect(told![0]).toBeLessThanOrEqual(4000);
    expect(gone).toEqual([expect.any(Number), null]);
    expect(gone![0]).toBeLessThanOrEqual(7000);
  });

  it('[S126] speech that is cut off at the end of the scale is told, a single knock is not', () => {
    const loud = Array.from({ length: 40 }, () => sound(-6, 0.03));
    const [told, gone] = verdicts(loud, speech(5, -25, -60));
    expect(told).toEqual([300, 'clipping']);
    expect(gone![1]).toBeNull();
    expect(verdicts(speech(2, -28, -60), [sound(-3, 0.2)], speech(2, -28, -60))).toEqual([]);
  });
});
