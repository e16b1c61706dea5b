import { describe, expect, it } from 'vitest';
import { linesOf } from '../transcript/lines';
import type { Word } from '../transcript/types';
import { createSegmentCutter, defaultCutRules } from './segment-cutter';
import { createSegmentLine, type SegmentLine } from './segment-line';
import { createStreamedWords } from './streamed-words';
import type { SpeechSegment } from './types';

const word = (text: string, startMs: number): Word => ({ text, startMs, endMs: startMs + 300, confidence: 0.9 });

/** A recording in which each segment has one word at its beginning. */
function published(segments: readonly SpeechSegment[], languages: readonly string[] = []): SegmentLine {
  const line = createSegmentLine(createStreamedWords(), { reachMs: 300, lagMs: null, leastConfidence: 0.5 });
  const endMs = segments.at(-1)!.endMs;
  const closed = segments.map((segment) => ({ ...segment, samples: new Float32Array(0) }));
  line.advance({ closed, nowMs: endMs, openSinceMs: null, heldFromMs: endMs, isEnd: true, isDeaf: false });
  for (const [index, item] of line.pending.entries())
    line.finish(item, [word(`word${index}`, item.segment.startMs + 100)], languages[index]);
  return line;
}

describe('segment line', () => {
  it('[T44] puts segments that end at shorter pauses on one line, and begins a new one after a long pause', () => {
    const { segments } = published([
      { startMs: 0, endMs: 500 },
      { startMs: 900, endMs: 1400 },
      { startMs: 4000, endMs: 4500 },
    ]);
    expect(linesOf(segments).map((line) => line.map(({ words }) => words[0]!.text))).toEqual([['word0', 'word1'], ['word2']]);
  });

  it('[T61] tells a segment that was cut from one that a pause ended', () => {
    const { segments } = published([
      { startMs: 0, endMs: 500, isCut: true },
      { startMs: 500, endMs: 1000 },
    ]);
    expect(segments.map(({ isCut }) => isCut)).toEqual([true, false]);
  });

  it('[T61] a pause that is too short for a command does not count as one', () => {
    const segmentsOf = (pauseMs: number): SpeechSegment[] => {
      const cutter = createSegmentCutter();
      const frames = (ms: number, probability: number) =>
        Array.from({ length: Math.round(ms / defaultCutRules.frameMs) }, () => ({ probability, energy: probability }));
      return [...frames(18_000, 0.9), ...frames(pauseMs, 0), ...frames(1000, 0.9)].flatMap((frame) => cutter.accept(frame));
    };
    expect(segmentsOf(256).map(({ isCut }) => isCut)).toEqual([true]);
    const cutter = createSegmentCutter();
    const talk = [...Array.from({ length: 40 }, () => 0.9), ...Array.from({ length: 50 }, () => 0)];
    const [segment] = talk.flatMap((probability) => cutter.accept({ probability, energy: probability }));
    expect(segment).toBeDefined();
    expect(segment!.isCut).toBeUndefined();
  });

  it('[K51] tells the language of each segment where there was a choice', () => {
    const bounds = [
      { startMs: 0, endMs: 500 },
      { startMs: 900, endMs: 1400 },
    ];
    expect(published(bounds, ['de', 'en']).segments.map(({ language }) => language)).toEqual(['de', 'en']);
    expect(published(bounds).segments.every((segment) => !('language' in segment))).toBe(true);
  });
});
