import { describe, expect, it } from 'vitest';
import { previewedEdits } from './edit-preview';
import { finalSegments } from './fixtures/final-segments';
import { openParagraphs, spansText, wordsText, wordSpans } from './text';
import type { Segment, Transcript, Word } from './types';
import { acceptSegment, editedSegments, initialEdits, type EditState } from './voice-edits';

const accepted = (segments: readonly Segment[]): EditState =>
  segments.reduce((state, segment) => acceptSegment(state, segment, []), initialEdits);

/** A script whose segments after `final` are still tentative, `pauseMs` after its last word. */
function shownOf(
  script: string,
  final: number,
  pauseMs: number,
): { readonly state: EditState; readonly shown: Transcript; readonly tentative: readonly Word[] } {
  const segments = finalSegments(script);
  const state = accepted(segments.slice(0, final));
  const tentative = segments.slice(final).flatMap(({ words }) => words);
  const spans = wordSpans(tentative);
  const partial = { committed: [], tentative, written: { committed: [], tentative: spans, paragraphEnds: [] } };
  return { state, shown: { segments: editedSegments(state), partial, durationMs: segments.at(-1)!.endMs + pauseMs }, tentative };
}

function previewOf(script: string, final: number, pauseMs = 600, off: readonly string[] = []): string | null {
  const { state, shown, tentative } = shownOf(script, final, pauseMs);
  const preview = previewedEdits(state, shown, tentative, off);
  if (preview === null) return null;
  const open = openParagraphs(preview)
    .map((each) => spansText(each.committed) + spansText(each.tentative))
    .join('');
  expect(open.trim()).toBe(wordsText([...preview.partial.committed, ...preview.partial.tentative]));
  return [...preview.segments.map(({ words }) => wordsText(words)), open.trim()].filter((text) => text !== '').join(' / ');
}

describe('commands in words that may still change', () => {
  it.each([
    ['one two | scratch that', 1, ''],
    ['one two | three four | scratch that', 1, 'one two'],
    ['one two | three four | delete last word', 2, 'one two / three'],
    ['one two | three four | delete last word', 1, 'one two / three'],
    ['one | two | scratch that | scratch that', 2, ''],
    ['one two | scratch that | three', 1, 'three'],
    ['one two | scratch that | undo that', 1, 'one two'],
    ['one two | stop dictation', 1, 'one two'],
  ])('[T60] show their effect: %s', (script, final, expected) => {
    expect(previewOf(script, final)).toBe(expected);
  });

  it('[T60] wait for their pause: the command may be the beginning of a sentence', () => {
    expect(previewOf('one two | scratch that', 1, 300)).toBeNull();
    expect(previewOf('one two | scratch that car', 1)).toBeNull();
  });

  it('[T60] show none that are switched off, and none in words that are final', () => {
    expect(previewOf('one two | scratch that', 1, 600, ['scratch'])).toBeNull();
    const { state, shown } = shownOf('one two | scratch that', 1, 600);
    expect(previewedEdits(state, shown, [], [])).toBeNull();
  });

  it('[T60] change nothing: where the final words are others, all is there', () => {
    const { state, shown, tentative } = shownOf('one two | scratch that', 1, 600);
    const before = structuredClone(state);
    expect(previewedEdits(state, shown, tentative, [])!.segments).toEqual([]);
    expect(state).toEqual(before);
    const [, heard] = finalSegments('one two | scratch hat');
    expect(editedSegments(acceptSegment(state, heard!, [])).map(({ words }) => wordsText(words))).toEqual([
      'one two',
      'scratch hat',
    ]);
  });
});
