import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../settings';
import { writtenText } from '../transcript/text';
import type { Segment, Transcript, Word } from '../transcript/types';
import { acceptSegment, editedSegments, finishEdits, initialEdits } from '../transcript/voice-edits';
import { createWriter } from './writer';

const none = { committed: [], tentative: [] };

/** Words 100 ms apart; `|` is a pause of 700 ms, which a command needs, and `/` the end of an utterance, 1.5 s long. */
function transcripts(script: string): Transcript[] {
  const all: Transcript[] = [];
  let segments: readonly Segment[] = [];
  let open: Word[] = [];
  let timeMs = 0;
  const end = (): void => {
    segments = [...segments, { words: open, startMs: open[0]!.startMs, endMs: open.at(-1)!.endMs }];
    open = [];
    all.push({ segments, partial: none, durationMs: timeMs });
  };
  for (const token of script.split(' ')) {
    if (token === '|') timeMs += 700;
    else if (token === '/') {
      timeMs += 1500;
      end();
    } else {
      open = [...open, { text: token, startMs: timeMs, endMs: timeMs + 250, confidence: 0.9 }];
      timeMs += 350;
      all.push({ segments, partial: { committed: open, tentative: [] }, durationMs: timeMs });
    }
  }
  if (open.length > 0) end();
  return all;
}

/** What is on the page after each of a script's words, with commands obeyed, and at the end. */
function dictated(script: string, off: readonly string[] = []): string[] {
  const writer = createWriter({ settings: defaultSettings, languageCode: 'en', punctuator: null, editCommandsOff: off });
  let edits = initialEdits;
  let seen = 0;
  const shown: string[] = [];
  const heard = transcripts(script);
  for (const [index, transcript] of heard.entries()) {
    const { segments, partial } = writer.write(transcript, index === heard.length - 1);
    for (const segment of segments.slice(seen)) edits = acceptSegment(edits, segment, off);
    seen = segments.length;
    if (index === heard.length - 1) edits = finishEdits(edits);
    shown.push(writtenText({ segments: editedSegments(edits), partial, durationMs: 0 }));
  }
  return shown;
}

describe('[J14] written text that is edited by voice', () => {
  it.each([
    ['we went home / scratch that', ''],
    ['we went home / stop dictation', 'We went home.'],
    ['we went home / it rained / scratch that / then we left', 'We went home. Then we left.'],
    ['we met at five p m / delete last word', 'We met at five p'],
    ['we paid two hundred dollars / we went home / delete last word / back again', 'We paid $200. We went back again.'],
    ['we went home | scratch that | we stayed', 'We stayed.'],
    ['do not scratch that car', 'Do not scratch that car.'],
    ['it said | scratch that car', 'It said. Scratch that car.'],
    ['one dog / scratch', 'One dog. Scratch.'],
    ['we went home / delete last word / undo that', 'We went home.'],
    ['we went home / it rained / delete last sentence / then we left', 'We went home. Then we left.'],
    ['we went home / it rained / delete all / then we left', 'Then we left.'],
    ['we went far away home / delete last two words / back', 'We went far back.'],
  ])('%s', (script, text) => {
    expect(dictated(script).at(-1)).toBe(text);
  });

  it('acts as soon as the command has ended, not only when something else is said', () => {
    const shown = dictated('we went home / scratch that / then');
    expect(shown.at(-3)).toBe('');
    expect(shown.at(-4)).toBe('We went home. Scratch that');
  });

  it('is text where the command is switched off', () => {
    expect(dictated('we went home / scratch that', ['scratch']).at(-1)).toBe('We went home. Scratch that.');
  });
});
