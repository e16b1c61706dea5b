import { describe, expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import { createSegmentCutter, defaultCutRules, type SpeechFrame } from './segment-cutter';
import type { SpeechSegment } from './types';

const { frameMs, longestMs, overlapMs, paddingMs, pauseMs, leastSpeechMs } = defaultCutRules;

const framesOf = (ms: number): number => Math.round(ms / frameMs);
const speech = (ms: number, energy = 0.01): SpeechFrame[] =>
  Array.from({ length: framesOf(ms) }, () => ({ probability: 0.95, energy }));
const silence = (ms: number): SpeechFrame[] => Array.from({ length: framesOf(ms) }, () => ({ probability: 0.02, energy: 1e-6 }));

interface Closed extends SpeechSegment {
  readonly closedMs: number;
}

function cut(frames: readonly SpeechFrame[]): Closed[] {
  const cutter = createSegmentCutter();
  const closed = frames.flatMap((frame, i) =>
    cutter.accept(frame).map((segment) => ({ ...segment, closedMs: (i + 1) * frameMs })),
  );
  const endMs = frames.length * frameMs;
  return [...closed, ...cutter.finish(endMs).map((segment) => ({ ...segment, closedMs: endMs }))];
}

/** Runs of speech and silence of any length. */
function randomFrames(random: () => number): SpeechFrame[] {
  const frames: SpeechFrame[] = [];
  const isLong = random() < 0.3;
  while (frames.length < 2500) {
    const most = isLong && random() < 0.3 ? 1000 : 60;
    const level = random() < 0.5 ? 0.6 + 0.4 * random() : 0.4 * random();
    for (let i = Math.ceil(random() * most); i > 0; i--) frames.push({ probability: level, energy: random() * 0.01 });
  }
  return frames;
}

describe('segment cutter', () => {
  it('[V11] ends a segment after a pause, with padding at either end', () => {
    const [first, second, ...rest] = cut([...silence(1600), ...speech(960), ...silence(1600), ...speech(640), ...silence(1600)]);
    expect(rest).toEqual([]);
    expect(first).toEqual({ startMs: 1600 - paddingMs, endMs: 2560 + paddingMs, closedMs: 2560 + pauseMs });
    expect(second).toEqual({ startMs: 4160 - paddingMs, endMs: 4800 + paddingMs, closedMs: 4800 + pauseMs });
  });

  it('[V11] goes on over a shorter pause', () => {
    expect(cut([...silence(480), ...speech(960), ...silence(pauseMs - frameMs), ...speech(640), ...silence(960)])).toHaveLength(
      1,
    );
  });

  it('[V11] goes on where the detector is less sure than at the beginning', () => {
    const murmur = silence(1600).map((frame) => ({ ...frame, probability: 0.4 }));
    expect(cut([...silence(480), ...murmur, ...silence(960)])).toEqual([]);
    expect(cut([...silence(480), ...speech(320), ...murmur, ...speech(320), ...silence(960)])).toHaveLength(1);
  });

  it('[V11] never pads beyond the recording or into the segment before', () => {
    const segments = cut([...speech(320), ...silence(pauseMs), ...speech(320)]);
    expect(segments).toEqual([
      { startMs: 0, endMs: 320 + paddingMs, closedMs: 320 + pauseMs },
      { startMs: 320 + pauseMs - paddingMs, endMs: 640 + pauseMs, closedMs: 640 + pauseMs },
    ]);
  });

  it('[V13] takes less than a tenth of a second for no speech, but not what the recording ends in', () => {
    const click = (): SpeechFrame[] => speech(leastSpeechMs - frameMs);
    expect(cut(Array.from({ length: 20 }, () => [...click(), ...silence(320)]).flat())).toEqual([]);
    expect(cut([...silence(320), ...speech(leastSpeechMs), ...silence(1600)])).toHaveLength(1);
    expect(cut([...silence(320), ...click()])).toHaveLength(1);
  });

  it('[V12] takes shorter pauses the longer a segment is', () => {
    const talk = (beforeMs: number, gapMs: number): number =>
      cut([...speech(beforeMs), ...silence(gapMs), ...speech(3200)]).length;
    expect(talk(2000, 1024)).toBe(1);
    expect(talk(8000, 512)).toBe(1);
    expect(talk(13_000, 512)).toBe(2);
    expect(talk(13_000, 224)).toBe(1);
    expect(talk(18_000, 224)).toBe(2);
    expect(talk(22_000, 96)).toBe(2);
  });

  it('[V12] cuts speech without any pause at its quietest place, and both sides have what is around it', () => {
    const frames = speech(60_000);
    const quietMs = 19_200;
    frames[framesOf(quietMs)] = { probability: 0.9, energy: 1e-5 };
    const [first, second, third] = cut(frames);
    expect(Math.abs((first!.endMs + second!.startMs) / 2 - quietMs)).toBeLessThanOrEqual(2 * frameMs);
    expect(first!.endMs - second!.startMs).toBe(overlapMs);
    expect(first!.closedMs).toBeLessThanOrEqual(longestMs);
    expect(third).toBeDefined();
  });

  it('[V11] [V12] [V13] holds for any sound: all speech is in segments, none too long, in order', () => {
    const random = seededRandom(11);
    for (let round = 0; round < 300; round++) {
      const frames = randomFrames(random);
      const segments = cut(frames);
      const durationMs = frames.length * frameMs;
      let problem = '';
      let before: Closed | null = null;
      for (const segment of segments) {
        const { startMs, endMs, closedMs } = segment;
        if (endMs <= startMs || endMs - startMs > longestMs) problem = 'length';
        if (startMs < 0 || endMs > durationMs || closedMs < endMs) problem = 'place';
        const overlap: number = before === null ? 0 : before.endMs - startMs;
        if (overlap > 0 && overlap !== overlapMs) problem = `overlaps ${overlap}`;
        before = segment;
      }
      for (let at = 0; at + framesOf(leastSpeechMs) <= frames.length && problem === ''; at++) {
        const run = frames.slice(at, at + framesOf(leastSpeechMs));
        const isSpeech = run.every(({ probability }) => probability >= 0.5);
        const isIn = segments.some(({ startMs, endMs }) => startMs <= at * frameMs && endMs >= (at + run.length) * frameMs);
        const isCut = segments.some(({ endMs }, i) => segments[i + 1]?.startMs === endMs && Math.abs(endMs - at * frameMs) < 200);
        if (isSpeech && !isIn && !isCut) problem = `speech at ${at * frameMs} ms is in no segment`;
      }
      expect(problem, `round ${round}`).toBe('');
    }
  });

  it('[V8] tells from where on samples are still needed', () => {
    const random = seededRandom(12);
    for (let round = 0; round < 100; round++) {
      const cutter = createSegmentCutter();
      let heldMs = 0;
      let openMs: number | null = null;
      let problem = '';
      const check = (closed: readonly SpeechSegment[]): void => {
        for (const [i, { startMs }] of closed.entries()) {
          if (startMs < heldMs) problem = 'what was let go is asked for';
          if (i === 0 && openMs !== null && openMs !== startMs) problem = 'the open segment began elsewhere';
        }
      };
      const frames = randomFrames(random);
      for (const [i, frame] of frames.entries()) {
        check(cutter.accept(frame));
        if (cutter.heldFromMs < heldMs) problem = 'goes back';
        heldMs = cutter.heldFromMs;
        openMs = cutter.openSinceMs;
        if ((i + 1) * frameMs - heldMs > longestMs + paddingMs) problem = 'holds too much';
      }
      check(cutter.finish(frames.length * frameMs));
      expect(problem, `round ${round}`).toBe('');
    }
  });

  it('[V8] [V12] is bounded in an hour without a pause', () => {
    const cutter = createSegmentCutter();
    let segments = 0;
    for (let i = 0; i < 3_600_000 / frameMs; i++) {
      segments += cutter.accept({ probability: 1, energy: 0.01 + 0.001 * Math.sin(i) }).length;
      if (i % 1000 === 0) expect(i * frameMs - cutter.heldFromMs).toBeLessThanOrEqual(longestMs);
    }
    expect(segments).toBeGreaterThan(140);
    expect(segments).toBeLessThan(300);
  });
});
