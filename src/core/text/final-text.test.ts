import { describe, expect, it } from 'vitest';
import { seededRandom } from '../metrics';
import { defaultSettings } from '../settings';
import { previewedEdits } from '../transcript/edit-preview';
import { toTxt } from '../transcript/exports';
import { finalSegments, transcriptOf } from '../transcript/fixtures/final-segments';
import { pageLines } from '../transcript/page-lines';
import { joinedText, segmentText, spansText, wordsText, writtenText } from '../transcript/text';
import type { Segment, Transcript, Word } from '../transcript/types';
import { acceptSegment, editedSegments, finishEdits, initialEdits } from '../transcript/voice-edits';
import { createWriter } from './writer';

/** How transcripts whose segments are final are written. */

const english = { settings: defaultSettings, languageCode: 'en', punctuator: null };
const write = (segments: readonly Segment[], options: Partial<Parameters<typeof createWriter>[0]> = {}): Transcript =>
  createWriter({ ...english, ...options }).write(transcriptOf(segments), true);
const text = (script: string): string => writtenText(write(finalSegments(script)));

/** Transcripts that grow by a segment each, whose words are tentative before; `step` segments come at once. */
function* growing(segments: readonly Segment[], step = 1): Generator<Transcript> {
  for (let final = 0; final <= segments.length; final += step) {
    const open = segments[final]?.words ?? [];
    for (let said = 1; said < open.length; said++) yield transcriptOf(segments.slice(0, final), open.slice(0, said));
    yield transcriptOf(segments.slice(0, final), open, (open.at(-1) ?? segments.at(-1)!.words.at(-1)!).endMs + 600);
  }
}

describe('text of final segments', () => {
  it('[K52] does not depend on where the final pass cut', () => {
    const random = seededRandom(8);
    const vocabulary = 'we paid two hundred dollars then comma left at ten thirty a m new paragraph period question mark'.split(
      ' ',
    );
    for (let round = 0; round < 60; round++) {
      const spoken = Array.from({ length: 60 }, () => vocabulary[Math.floor(random() * vocabulary.length)]!);
      const cut = finalSegments(spoken.map((word) => (random() < 0.15 ? `${word} |` : word)).join(' '));
      const whole = [{ ...cut[0]!, words: cut.flatMap(({ words }) => words) }];
      expect(writtenText(write(cut))).toBe(writtenText(write(whole)));
    }
  });

  it('[K52] commands and phrases go on over the pause that ends a segment', () => {
    expect(text('we left new | paragraph then')).toBe('We left.\n\nThen.');
    expect(text('it costs two hundred | dollars')).toBe('It costs $200.');
    expect(text('we left | comma then came back')).toBe('We left, then came back.');
  });

  it('[K95, K34] text goes on over pauses, whatever the segments', () => {
    const final = write(finalSegments('we paid | two hundred dollars | comma then / we left | at noon'));
    expect(toTxt(final)).toBe('We paid $200, then. We left at noon.\n');
  });

  it.each([1, 2, 3, 5])('[K31, K1, T1] segments cross once and never change, %i coming at once', (step) => {
    const segments = finalSegments(
      'we paid two hundred dollars | then comma we left / you know | at ten thirty a m | scratch that | we stayed',
    );
    const writer = createWriter({ ...english, editCommandsOff: [] });
    let before: readonly Segment[] = [];
    for (const heard of growing(segments, step)) {
      const shown = writer.write(heard, false);
      expect(shown.segments.slice(0, before.length)).toEqual(before);
      before = shown.segments;
      const lines = pageLines(shown, true);
      const texts = lines.open.map((line) => joinedText([...line.segments.map(segmentText), spansText(line.committed)]));
      expect([...lines.finished.map((line) => joinedText(line.map(segmentText))), ...texts].join('|').length).toBeGreaterThan(-1);
    }
    const final = writer.write(transcriptOf(segments), true);
    expect(final.segments.slice(0, before.length)).toEqual(before);
    expect(final).toEqual(createWriter({ ...english, editCommandsOff: [] }).write(transcriptOf(segments), true));
  });
});

describe('commands that edit final text', () => {
  /** What is written in the end, and what the page would show after each transcript. */
  function dictated(
    transcripts: Iterable<Transcript>,
    last: Transcript,
  ): { readonly shown: string[]; readonly events: string[] } {
    const writer = createWriter({ ...english, editCommandsOff: [] });
    const events: string[] = [];
    let edits = initialEdits;
    let seen = 0;
    const shown: string[] = [];
    const take = (written: Transcript): void => {
      for (const segment of written.segments.slice(seen)) {
        edits = acceptSegment(edits, segment, []);
        events.push(...edits.events.map(({ action }) => action));
      }
      seen = written.segments.length;
      shown.push(writtenText({ ...written, segments: editedSegments(edits) }));
    };
    for (const transcript of transcripts) take(writer.write(transcript, false));
    take(writer.write(last, true));
    edits = finishEdits(edits);
    shown.push(writtenText(transcriptOf(editedSegments(edits))));
    return { shown, events };
  }

  it.each([1, 2, 4])('[T61] act once, on the words that stay, %i segments coming at once', (step) => {
    const segments = finalSegments('we went home | it rained | scratch that | then we left | delete last word | went away');
    const { shown, events } = dictated(growing(segments, step), transcriptOf(segments));
    expect(shown.at(-1)).toBe('We went home then we went away.');
    expect(events).toEqual(['scratch', 'delete-last-word']);
  });

  it('[T60] a tentative command that is heard otherwise in the end deletes nothing', () => {
    const [first, second] = finalSegments('we went home | scratch the cat');
    const tentative = second!.words.slice(0, 2).map((word, index) => ({ ...word, text: ['scratch', 'that'][index]! }));
    const guess = transcriptOf([first!], tentative, tentative.at(-1)!.endMs + 800);
    const { shown, events } = dictated([guess], transcriptOf([first!, second!]));
    expect(shown.at(-1)).toBe('We went home scratch the cat.');
    expect(events).toEqual([]);
  });

  it('[T60] what follows a tentative command is written as it will be', () => {
    const segments = finalSegments('we went home | scratch that | we stayed');
    const writer = createWriter({ ...english, editCommandsOff: [] });
    const tentative = segments.slice(1).flatMap(({ words }) => words);
    const shown = writer.write(transcriptOf(segments.slice(0, 1), tentative), false);
    expect(shown.segments).toEqual([]);
    expect(writtenText(shown)).toBe('We went home. Scratch that.We stayed');
    expect(writtenText(previewedEdits(initialEdits, shown, tentative, [])!)).toBe('We stayed');
  });

  it('[T61, K1] words of a segment that was cut for its length wait for what follows', () => {
    const segments = finalSegments('we went home | scratch that ~ itch | we stayed');
    const { shown, events } = dictated(growing(segments), transcriptOf(segments));
    expect(events).toEqual([]);
    expect(shown.at(-1)).toBe('We went home scratch that itch we stayed.');
  });
});

describe('several languages in one recording', () => {
  const [german] = finalSegments('Wir=Wir gehen=gehen heim.=heim.', 'de');
  const later = (segment: Segment, byMs: number): Segment => ({
    ...segment,
    startMs: segment.startMs + byMs,
    endMs: segment.endMs + byMs,
    words: segment.words.map((word) => ({ ...word, startMs: word.startMs + byMs, endMs: word.endMs + byMs })),
  });
  const [paid] = finalSegments('we paid two hundred dollars', 'en');
  const [japanese] = finalSegments('今日 は いい 天気', 'ja');
  const mixed = [paid!, later(german!, 5000), later(japanese!, 10_000), later(paid!, 15_000)];

  it('[K51] each segment is written by the rules of its own, or stays as it is', () => {
    for (const languageCode of ['en', 'de', 'xx']) {
      const final = write(mixed, { languageCode });
      expect(writtenText(final)).toBe('We paid $200. Wir gehen heim. 今日はいい天気 We paid $200.');
      expect(final.segments[1]).toBe(mixed[1]);
      expect(final.segments[2]!.written).toBeUndefined();
    }
  });

  it('[K51, K36] nothing is touched while there is nothing to write, and what was shown stays', () => {
    const writer = createWriter({ ...english, languageCode: 'de' });
    const before = transcriptOf([german!, later(japanese!, 5000)]);
    expect(writer.write(before, false)).toBe(before);
    const all = transcriptOf([...before.segments, later(paid!, 10_000)]);
    expect(writer.write(all, false).segments.slice(0, 2)).toEqual(before.segments);
    expect(writtenText(writer.write(all, true))).toBe('Wir gehen heim. 今日はいい天気 We paid $200.');
  });

  it('[K51, K1] comes out the same segment by segment', () => {
    const writer = createWriter({ ...english, editCommandsOff: [] });
    for (const heard of growing(mixed)) writer.write(heard, false);
    expect(writer.write(transcriptOf(mixed), true)).toEqual(write(mixed, { editCommandsOff: [] }));
  });

  it('[K51] open words are shown as the last segment was', () => {
    const writer = createWriter(english);
    const tentative: Word[] = [{ text: 'Danke', startMs: 9000, endMs: 9200, confidence: 0.5 }];
    const { partial } = writer.write(transcriptOf(mixed.slice(0, 2), tentative), false);
    expect(spansText(partial.written!.tentative)).toBe(' Danke');
    expect(wordsText(partial.tentative)).toBe('Danke');
  });
});
