import { expect, it } from 'vitest';
import type { Segment, Transcript, Word } from '../core/transcript/types';
import { applyUpdate, emptyTranscript, updateSince } from './protocol';

const word = (text: string, startMs: number): Word => ({ text, startMs, endMs: startMs + 100, confidence: 1 });
const segment = (index: number): Segment => ({ words: [word(`w${index}`, index)], startMs: index, endMs: index + 1 });

it('[S5] updates add up to the transcript, and each segment crosses once', () => {
  let shown = emptyTranscript;
  let sent = 0;
  let crossed = 0;
  for (const segments of [0, 0, 1, 1, 4, 4, 9]) {
    const partial = { committed: [word('a', segments)], tentative: [word('b', segments)] };
    const transcript: Transcript = {
      segments: Array.from({ length: segments }, (_, index) => segment(index)),
      partial,
      durationMs: segments * 1000,
    };
    const update = updateSince(sent, transcript);
    sent = segments;
    crossed += update.segments.length;
    const before = shown;
    shown = applyUpdate(shown, update);
    expect(shown).toEqual(transcript);
    before.segments.forEach((each, index) => expect(shown.segments[index]).toBe(each));
  }
  expect(crossed).toBe(9);
});
