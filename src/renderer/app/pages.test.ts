import { expect, it } from 'vitest';
import type { Word } from '../../core/transcript/types';
import { emptyTranscript } from '../../worker/protocol';
import { changePage, dictationPage, hasText, precedingText, recordingPage, settled, withUpdate } from './pages';

const word = (text: string, startMs: number): Word => ({ text, startMs, endMs: startMs + 100, confidence: 1 });
const open = { committed: [word('so', 0), word('far', 200)], tentative: [word('so', 400)] };

it('[S8] settling keeps every word that was seen, once', () => {
  const transcript = settled({ segments: [], partial: open, durationMs: 900 });
  expect(transcript.segments).toEqual([{ words: [...open.committed, ...open.tentative], startMs: 0, endMs: 500 }]);
  expect(transcript.partial).toEqual(emptyTranscript.partial);
  expect(settled(transcript)).toEqual(transcript);
});

it('[K33] a dictation goes on from the page, but one by hotkey after a minute begins a sentence', () => {
  const segment = { words: [word('we', 10)], startMs: 10, endMs: 110, written: [{ text: 'We met in', startMs: 10, endMs: 110 }] };
  const page = { ...emptyTranscript, segments: [segment] };
  expect(precedingText(page, false, Infinity, false)).toBe('We met in');
  expect(precedingText(page, true, 59_999, false)).toBe('We met in');
  expect(precedingText(page, true, 60_000, false)).toBe('We met in.');
  expect(precedingText(emptyTranscript, true, Infinity, true)).toBe('');
});

it('[K86] where marks are written without being said, a new dictation begins a sentence though the one before has no full stop', () => {
  const ending = (text: string) =>
    precedingText(
      {
        ...emptyTranscript,
        segments: [{ words: [word('x', 10)], startMs: 10, endMs: 110, written: [{ text, startMs: 10, endMs: 110 }] }],
      },
      false,
      0,
      true,
    );
  expect(['See you at 5', 'She said "no"', 'We met,', 'Is it late?'].map(ending)).toEqual([
    'See you at 5.',
    'She said "no".',
    'We met,',
    'Is it late?',
  ]);
});

it('[S13] a second dictation goes on where the first ended', () => {
  const segment = { words: [word('one', 10)], startMs: 10, endMs: 110 };
  const update = { segments: [segment], partial: { committed: [], tentative: [word('two', 500)] }, durationMs: 1000 };
  const first = withUpdate(dictationPage, { ...update, partial: emptyTranscript.partial }, 0);
  const { transcript } = withUpdate(first, update, first.transcript.durationMs);
  expect(transcript.segments.map(({ startMs, words }) => [startMs, words[0]?.startMs])).toEqual([
    [10, 10],
    [1010, 1010],
  ]);
  expect(transcript.partial.tentative[0]).toMatchObject({ startMs: 1500, endMs: 1600 });
  expect(transcript.durationMs).toBe(2000);
});

it('[U5] a change leaves the other pages as they are', () => {
  const pages = [dictationPage, recordingPage('a', 'a.wav'), recordingPage('b', 'b.wav')];
  const changed = changePage(pages, 'a', (page) => ({ ...page, name: 'c.wav' }));
  expect(changed.map((page, index) => page === pages[index])).toEqual([true, false, true]);
});

it('[S12] a transcript has text when any word is there, open or not', () => {
  expect(hasText(emptyTranscript)).toBe(false);
  expect(hasText({ segments: [], partial: { committed: [], tentative: [word('a', 0)] }, durationMs: 1 })).toBe(true);
  expect(hasText(settled({ segments: [], partial: open, durationMs: 1 }))).toBe(true);
});
