import { describe, expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import { toJson, toSrt, toTxt, toVtt } from './exports';
import { transcriptText } from './text';
import type { Transcript, Word } from './types';

function word(text: string, startMs: number, endMs: number): Word {
  return { text, startMs, endMs, confidence: 0.87654 };
}

function transcript(segments: readonly (readonly Word[])[], durationMs: number): Transcript {
  return {
    segments: segments.map((words) => ({ words, startMs: words[0]!.startMs, endMs: words.at(-1)!.endMs })),
    partial: { committed: [], tentative: [] },
    durationMs,
  };
}

const small = transcript([[word('hello', 60, 480), word('a<b>&c', 540, 1500)], [word('end', 3723004, 3723900)]], 3724000);

/** Cues of a subtitle file: times in ms and lines. */
function parseCues(text: string): { startMs: number; endMs: number; lines: string[] }[] {
  const ms = (clock: string): number => {
    const [h, m, s] = clock.replace(',', '.').split(':').map(Number);
    return Math.round((h! * 3600 + m! * 60 + s!) * 1000);
  };
  return text
    .split('\n\n')
    .map((block) => block.split('\n').filter((line) => line !== ''))
    .flatMap((lines) => {
      const at = lines.findIndex((line) => line.includes(' --> '));
      if (at === -1) return [];
      const [start, end] = lines[at]!.split(' --> ');
      return [{ startMs: ms(start!), endMs: ms(end!), lines: lines.slice(at + 1) }];
    });
}

describe('exports', () => {
  it('[T5] writes text, a line for each segment', () => {
    expect(toTxt(small)).toBe('hello a<b>&c\nend\n');
    expect(toTxt(transcript([], 0))).toBe('');
  });

  it('[T6] writes SubRip', () => {
    expect(toSrt(small)).toBe('1\n00:00:00,060 --> 00:00:01,500\nhello a<b>&c\n\n2\n01:02:03,004 --> 01:02:03,900\nend\n');
  });

  it('[T6] writes WebVTT with its special characters escaped', () => {
    expect(toVtt(small)).toBe(
      'WEBVTT\n\n00:00:00.060 --> 00:00:01.500\nhello a&lt;b&gt;&amp;c\n\n01:02:03.004 --> 01:02:03.900\nend\n',
    );
    expect(toVtt(transcript([], 0))).toBe('WEBVTT\n');
  });

  it('[T7] writes JSON that has every word with its time and confidence', () => {
    expect(JSON.parse(toJson(small))).toEqual({
      text: transcriptText(small),
      spoken: transcriptText(small),
      durationMs: 3724000,
      segments: [
        {
          startMs: 60,
          endMs: 1500,
          text: 'hello a<b>&c',
          words: [
            { text: 'hello', startMs: 60, endMs: 480, confidence: 0.877 },
            { text: 'a<b>&c', startMs: 540, endMs: 1500, confidence: 0.877 },
          ],
        },
        {
          startMs: 3723004,
          endMs: 3723900,
          text: 'end',
          words: [{ text: 'end', startMs: 3723004, endMs: 3723900, confidence: 0.877 }],
        },
      ],
    });
  });

  it('[T6] fits cues to the screen, in order, without overlap, with every word once', () => {
    const random = seededRandom(7);
    for (let round = 0; round < 50; round++) {
      let now = 0;
      const segments = Array.from({ length: 1 + Math.floor(random() * 5) }, () =>
        Array.from({ length: 1 + Math.floor(random() * 40) }, () => {
          const startMs = (now += Math.floor(random() * 8) * 60);
          const endMs = (now += Math.floor(random() * 6) * 60);
          return word('x'.repeat(1 + Math.floor(random() * 12)), startMs, endMs);
        }),
      );
      const all = transcript(segments, now);
      const cues = parseCues(toSrt(all));
      expect(cues.flatMap((cue) => cue.lines).join(' ')).toBe(transcriptText(all));
      let lastMs = -1;
      for (const { startMs, endMs, lines } of cues) {
        expect(startMs).toBeGreaterThanOrEqual(lastMs);
        expect(endMs).toBeGreaterThan(startMs);
        lastMs = endMs;
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(37);
      }
    }
  });
});
