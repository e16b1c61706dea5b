import { describe, expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import { mended, unfinishedFromMs } from './mending';
import { reworded } from './rewording';
import { transcriptWords, wordsText } from './text';
import type { Segment, Transcript, Word } from './types';

const word = (text: string, startMs: number): Word => ({ text, startMs, endMs: startMs + 200, confidence: 0.7 });
const segment = (text: string, startMs: number): Segment => {
  const words = text.split(' ').map((each, index) => word(each, startMs + index * 300));
  return { words, startMs, endMs: words.at(-1)!.endMs };
};
const transcript = (...segments: Segment[]): Transcript => ({
  segments,
  partial: { committed: [], tentative: [] },
  durationMs: (segments.at(-1)?.endMs ?? 0) + 500,
});
const lines = ({ segments }: Transcript): string => segments.map(({ words }) => wordsText(words)).join('\n');

describe('editing by hand', () => {
  const spoken = transcript(segment('the quick brown fox', 0), segment('jumps over it', 5000));

  it('[T58] leaves words that stay at their times, also with other case and punctuation', () => {
    const edited = reworded(spoken, 'The quick, brown fox!\njumps over it');
    expect(transcriptWords(edited).map(({ startMs, endMs, confidence }) => [startMs, endMs, confidence])).toEqual(
      transcriptWords(spoken).map(({ startMs, endMs, confidence }) => [startMs, endMs, confidence]),
    );
    expect(lines(edited)).toBe('The quick, brown fox!\njumps over it');
  });

  it('[T58] gives new words the time of those that they replace, and certainty', () => {
    const [, , brown] = transcriptWords(spoken);
    const [, , dark, red, fox] = transcriptWords(reworded(spoken, 'the quick dark red fox\njumps over it'));
    expect(dark).toEqual({ text: 'dark', startMs: brown!.startMs, endMs: brown!.startMs + 100, confidence: 1 });
    expect(red).toMatchObject({ startMs: brown!.startMs + 100, endMs: brown!.endMs });
    expect(fox!.startMs).toBe(900);
  });

  it.each([1, 2, 3, 4, 5])('[T58, T2] any edit has the new words in order and within the recording (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const words = (count: number): string => Array.from({ length: count }, () => `w${Math.floor(random() * 6)}`).join(' ');
    const before = transcript(segment(words(9), 0), segment(words(12), 6000), segment(words(5), 20_000));
    for (let round = 0; round < 40; round++) {
      const text = Array.from({ length: 1 + Math.floor(random() * 4) }, () => words(1 + Math.floor(random() * 9))).join('\n');
      const after = reworded(before, text);
      expect(lines(after)).toBe(text);
      let lastMs = 0;
      for (const { startMs, endMs } of transcriptWords(after)) {
        expect(startMs).toBeGreaterThanOrEqual(lastMs);
        expect(endMs).toBeGreaterThanOrEqual(startMs);
        lastMs = endMs;
      }
      expect(lastMs).toBeLessThanOrEqual(before.durationMs);
    }
  });

  it('[T58] keeps nothing of what a model wrote: a person wrote the text', () => {
    const heard = transcript({
      ...segment('we met smith', 0),
      words: segment('we met smith', 0).words.map((each) => ({ ...each, written: 'Smith.' })),
    });
    expect(transcriptWords(reworded(heard, 'we met smith')).map((each) => each.written)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('[T58] may take away everything', () => {
    expect(reworded(spoken, ' \n').segments).toEqual([]);
  });
});

describe('mending what was cut off', () => {
  const kept: Transcript = {
    segments: [segment('it was', 0)],
    partial: { committed: segment('cut off', 2000).words, tentative: [] },
    durationMs: 4000,
  };
  const tail = (text: string, startMs: number): Transcript => transcript(segment(text, startMs));

  it('[T59] goes on after the last ended utterance', () => {
    expect(unfinishedFromMs(kept)).toBe(500);
    expect(unfinishedFromMs({ ...kept, segments: [] })).toBe(0);
  });

  it('[T59] takes the utterance as it is heard again, where it begins with the kept words', () => {
    const whole = mended(kept, tail('cut off here', 1500), 500);
    expect(lines(whole)).toBe('it was\ncut off here');
    expect(whole.segments[1]!.startMs).toBe(2000);
  });

  it('[T59] keeps every committed word where other ones are heard, and adds those after them', () => {
    const whole = mended(kept, tail('cat of here now', 1500), 500);
    expect(lines(whole)).toBe('it was\ncut off\nhere now');
    expect(whole.segments[1]!.words).toEqual(kept.partial.committed);
  });

  it('[T59] keeps the committed words where nothing is heard', () => {
    expect(lines(mended(kept, transcript(), 500))).toBe('it was\ncut off');
    expect(mended(kept, transcript(), 500).durationMs).toBe(4000);
  });
});
