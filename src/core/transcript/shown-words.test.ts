import { expect, it } from 'vitest';
import { shownWords } from './shown-words';

const word = (text: string, startMs: number, confidence: number) => ({ text, startMs, endMs: startMs + 100, confidence });
const words = [word('at', 0, 0.9), word('ten', 200, 0.8), word('thirty', 400, 0.4), word('we', 600, 0.7), word('met', 800, 0.9)];
const span = (text: string, startMs: number, endMs: number) => ({ text, startMs, endMs });

it('[J15] words are shown as they are written, with the time and the least confidence of what they were made from', () => {
  const written = [
    span(' At', 0, 100),
    span(' 10:30', 200, 500),
    span(' we', 600, 700),
    span(' met', 800, 900),
    span('.', 800, 900),
  ];
  expect(shownWords({ words, written })).toEqual([
    { text: 'At', startMs: 0, endMs: 100, confidence: 0.9 },
    { text: '10:30', startMs: 200, endMs: 500, confidence: 0.4 },
    { text: 'we', startMs: 600, endMs: 700, confidence: 0.7 },
    { text: 'met.', startMs: 800, endMs: 900, confidence: 0.9 },
  ]);
});

it('[J15] words without written text are shown as they are', () => {
  expect(shownWords({ words })).toBe(words);
});
