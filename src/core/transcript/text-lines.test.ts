import { describe, expect, it } from 'vitest';
import { toTxt } from './exports';
import type { Segment, Transcript } from './types';

/** A segment a second long, at the end of which the next pause begins. */
function segment(text: string, startMs: number, isWritten = true): Segment {
  const endMs = startMs + 1000;
  const words = [{ text: text.trim(), startMs, endMs, confidence: 1 }];
  return { words, startMs, endMs, lineStartMs: startMs, ...(isWritten && { written: [{ text, startMs, endMs }] }) };
}

const transcript = (segments: readonly Segment[]): Transcript => ({
  segments,
  partial: { committed: [], tentative: [] },
  durationMs: 100_000,
});

describe('text', () => {
  it('[K95] goes on within a sentence over any pause, and after a sentence until a long one', () => {
    const said = [
      segment(' Yes.', 0),
      segment(' We left', 2500),
      segment(' at noon.', 9000),
      segment(' Then it was late.', 13_000),
    ];
    expect(toTxt(transcript(said))).toBe('Yes. We left at noon.\nThen it was late.\n');
  });

  it('[K95] begins a new paragraph at the next pause once one is long', () => {
    const long = ` ${'word '.repeat(130).trim()}.`;
    expect(toTxt(transcript([segment(long, 0), segment(' So', 2500), segment(' it ends.', 6000)]))).toBe(
      `${long.trim()}\nSo it ends.\n`,
    );
  });

  it('[K95] keeps another dictation, and lines of its own, apart', () => {
    const said = [segment(' One.', 0), segment(' Two.', 1100), segment('\n\nThree.', 2200), segment('!', 9000)];
    expect(toTxt(transcript(said))).toBe('One.\nTwo.\n\nThree.!\n');
  });

  it('[T5, K95] has a line for each pause where nothing tells sentences', () => {
    expect(toTxt(transcript([segment('we left', 0, false), segment('at noon', 2500, false)]))).toBe('we left\nat noon\n');
    expect(toTxt(transcript([segment(' We left', 0), segment(' at noon', 2500), segment(' alone', 9000)]))).toBe(
      'We left at noon\nalone\n',
    );
  });
});
