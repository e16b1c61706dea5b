import { expect, it } from 'vitest';
import { defaultSettings } from '../settings';
import { toJson, toSrt, toTxt } from '../transcript/exports';
import { openParagraphs, spansText, transcriptText, writtenText } from '../transcript/text';
import type { Segment, Transcript, Word } from '../transcript/types';
import { said } from './fixtures/words';
import { createWriter } from './writer';

const none = { committed: [], tentative: [] };

/** The transcripts of a recogniser that commits a word after the other and ends an utterance at each pause. */
function growing(text: string): Transcript[] {
  const words = said(text);
  const transcripts: Transcript[] = [];
  let segments: readonly Segment[] = [];
  let open: Word[] = [];
  for (const [index, word] of words.entries()) {
    const last = words[index - 1];
    if (last !== undefined && word.startMs - last.endMs > 1200) {
      segments = [...segments, { words: open, startMs: open[0]!.startMs, endMs: last.endMs }];
      open = [];
      transcripts.push({ segments, partial: none, durationMs: word.startMs });
    }
    transcripts.push({ segments, partial: { committed: open, tentative: [word] }, durationMs: word.endMs });
    open = [...open, word];
  }
  segments = [...segments, { words: open, startMs: open[0]!.startMs, endMs: words.at(-1)!.endMs }];
  return [...transcripts, { segments, partial: none, durationMs: words.at(-1)!.endMs }];
}

const english = { settings: defaultSettings, languageCode: 'en', punctuator: null };
const speech = 'we paid two hundred dollars | then comma we left | comma you know | at ten thirty a m';

it('[K31] segments are complete once settled, and then never change; words and times stay', () => {
  const writer = createWriter(english);
  const transcripts = growing(speech);
  let before: readonly Segment[] = [];
  for (const [index, heard] of transcripts.entries()) {
    const isEnd = index === transcripts.length - 1;
    const shown = writer.write(heard, isEnd);
    expect(shown.segments.slice(0, before.length)).toEqual(before);
    expect(shown.segments.length).toBeLessThanOrEqual(heard.segments.length);
    expect(transcriptText(shown)).toBe(transcriptText(heard));
    const paragraphs = openParagraphs(shown);
    expect(shown.segments.length + paragraphs.length).toBe(heard.segments.length + 1);
    before = shown.segments;
  }
  expect(before.map(({ written }) => spansText(written!))).toEqual([
    'We paid $200.',
    ' Then, we left,',
    ' you know.',
    ' At 10:30 a.m.',
  ]);
});

it('[K32] a mark that is said after a pause stays with the text before it', () => {
  const transcripts = growing('we left | comma then came back');
  const final = createWriter(english).write(transcripts.at(-1)!, true);
  expect(toTxt(final)).toBe('We left,\nthen came back.\n');
  expect(writtenText(final)).toBe('We left, then came back.');
});

it('[K34] exports hold the written text, JSON the words as well', () => {
  const final = createWriter(english).write(growing(speech).at(-1)!, true);
  expect(writtenText(final)).toBe('We paid $200. Then, we left, you know. At 10:30 a.m.');
  expect(toTxt(final)).toBe('We paid $200. Then, we left, you know. At 10:30 a.m.\n');
  expect(toSrt(final)).toContain('We paid $200.\n');
  const json = JSON.parse(toJson(final));
  expect(json).toMatchObject({ text: writtenText(final), spoken: transcriptText(final) });
  expect(json.segments[0].words.map((word: Word) => word.text)).toEqual(['we', 'paid', 'two', 'hundred', 'dollars']);
  const lines = createWriter(english).write(growing('one | new paragraph two new line | three of them').at(-1)!, true);
  expect(toTxt(lines)).toBe('One\n\nTwo\nThree of them\n');
});

it('[K36] without formatting, or without rules for the language, words are as recognised', () => {
  const heard = growing(speech).at(-1)!;
  for (const options of [
    { ...english, languageCode: 'xx' },
    { ...english, settings: { ...defaultSettings, formatText: false } },
  ]) {
    expect(createWriter(options).write(heard, true)).toBe(heard);
  }
  expect(writtenText(createWriter({ ...english, languageCode: 'en-GB' }).write(heard, true))).toContain('$200');
});
