import { describe, expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import { toMarkdown, toSrt, toTxt } from './exports';
import { finalSegments, transcriptOf } from './fixtures/final-segments';
import { linesOf, onLine } from './lines';
import { mended } from './mending';
import { pageLines } from './page-lines';
import { shiftedSegment } from './shifted';
import { openParagraphs, spansText, wordsText, writtenText } from './text';
import type { Segment, Word } from './types';
import { editedTranscript } from './voice-edits';

const linesText = (segments: readonly Segment[]): string[] =>
  linesOf(segments).map((line) => line.map(({ words }) => wordsText(words)).join(' '));
const word = (text: string, startMs: number): Word => ({ text, startMs, endMs: startMs + 250, confidence: 0.9 });

describe('lines of text', () => {
  it('[T44] go on over the short pauses at which a final pass cuts, and end at long ones', () => {
    const segments = finalSegments('we went | to the shop / it was | shut');
    expect(segments).toHaveLength(4);
    expect(linesText(segments)).toEqual(['we went to the shop', 'it was shut']);
    expect(toTxt(transcriptOf(segments))).toBe('we went to the shop\nit was shut\n');
    expect(toMarkdown(transcriptOf(segments), 'x')).toBe('# x\n\nwe went to the shop\n\nit was shut\n');
    expect(toSrt(transcriptOf(segments))).toContain('\nwe went to the shop\n');
    expect(writtenText(transcriptOf(segments))).toBe('we went to the shop it was shut');
  });

  it('[T44] end exactly where the pause is at least 1200 ms (any pauses)', () => {
    const random = seededRandom(4);
    let [startMs, lines] = [0, 0];
    const segments: Segment[] = [];
    for (let i = 0; i < 300; i++) {
      const pauseMs = Math.floor(random() * 2400);
      startMs += pauseMs;
      if (i === 0 || pauseMs >= 1200) lines++;
      const words = [word(`w${i}`, startMs)];
      startMs += 250;
      segments.push(onLine({ words, startMs: words[0]!.startMs, endMs: startMs }, segments.at(-1) ?? null));
    }
    expect(linesOf(segments)).toHaveLength(lines);
    expect(linesOf(segments.map((segment) => shiftedSegment(segment, 5000)))).toHaveLength(lines);
    expect(linesOf(segments).flat()).toEqual(segments);
  });

  it('[T44] are kept where a command took what was said between', () => {
    const edited = editedTranscript(transcriptOf(finalSegments('one / two | three | scratch that | four / five')), []);
    expect(linesText(edited.segments)).toEqual(['one', 'two four', 'five']);
    const wholeLine = editedTranscript(transcriptOf(finalSegments('one / two | scratch that | three')), []);
    expect(linesText(wholeLine.segments)).toEqual(['one', 'three']);
  });

  it('[T44] are one for each segment where nothing else is known', () => {
    const plain = finalSegments('one | two').map(({ lineStartMs: _, ...segment }) => segment);
    expect(linesText(plain)).toEqual(['one', 'two']);
    expect(openParagraphs(transcriptOf(plain, [word('three', 2000)]))[0]!.goesOn).toBe(false);
  });

  it('[T44] go on in what is open, until a long pause has passed', () => {
    const segments = finalSegments('one / two');
    const endMs = segments.at(-1)!.endMs;
    const open = (startMs: number) => pageLines(transcriptOf(segments, [word('three', startMs)]), true);
    expect(open(endMs + 700).finished).toHaveLength(1);
    expect(open(endMs + 700).open).toHaveLength(1);
    expect(open(endMs + 700).open[0]!.segments).toEqual([segments[1]]);
    expect(open(endMs + 1300).finished).toHaveLength(2);
    expect(open(endMs + 1300).open.map(({ tentative }) => spansText(tentative))).toEqual([' three']);
    const silent = (afterMs: number, isGrowing = true) => pageLines(transcriptOf(segments, [], endMs + afterMs), isGrowing);
    expect(silent(700).finished).toHaveLength(1);
    expect(silent(1300).finished).toHaveLength(2);
    expect(silent(700, false)).toMatchObject({ finished: { length: 2 }, open: [] });
  });

  it('[T44, T59] go on over what was recognised again after a crash', () => {
    const [kept, ...rest] = finalSegments('one | two / three');
    const heard = rest.map((segment) => shiftedSegment(segment, -1000));
    const [first] = heard;
    const tail = heard.map((segment) =>
      segment.lineStartMs === first!.lineStartMs ? { ...segment, lineStartMs: first!.startMs } : segment,
    );
    expect(linesText(mended(transcriptOf([kept!]), transcriptOf(tail), 1000).segments)).toEqual(['one two', 'three']);
  });
});
