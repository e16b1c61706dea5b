import { describe, expect, it } from 'vitest';
import { editCommands } from './edit-commands';
import { finalSegments } from './fixtures/final-segments';
import { wordsText } from './text';
import type { Segment, Word } from './types';
import { acceptSegment, editedSegments, finishEdits, initialEdits, type EditEvent, type EditState } from './voice-edits';

/**
 * Utterances as they were spoken: words 300 ms apart and 250 ms long; `|` is a pause of 700 ms, `?` before a word makes it
 * uncertain.
 */
function speak(script: string, startMs = 0): Segment {
  let timeMs = startMs;
  const words: Word[] = [];
  for (const token of script.split(' ')) {
    if (token === '|') timeMs += 700;
    else {
      const isSure = !token.startsWith('?');
      words.push({ text: token.replace('?', ''), startMs: timeMs, endMs: timeMs + 250, confidence: isSure ? 0.9 : 0.3 });
      timeMs += 300;
    }
  }
  return { words, startMs, endMs: words.at(-1)!.endMs };
}

/** Utterances one after the other, 1.5 s apart. */
function dictate(scripts: readonly string[], off: readonly string[] = []): EditState {
  return finishEdits(spoken(scripts, off).state);
}

function spoken(scripts: readonly string[], off: readonly string[] = []): { state: EditState; events: EditEvent[] } {
  let state = initialEdits;
  const events: EditEvent[] = [];
  let startMs = 0;
  for (const script of scripts) {
    const segment = speak(script, startMs);
    state = acceptSegment(state, segment, off);
    events.push(...state.events);
    startMs = segment.endMs + 1500;
  }
  return { state, events };
}

const textOf = (state: EditState): string =>
  editedSegments(state)
    .map(({ words }) => wordsText(words))
    .join(' / ');

describe('commands on committed words', () => {
  it.each([
    ['scratch that', ['one two', 'three', 'scratch that'], 'one two'],
    ['scratch that at the end of the utterance, after a pause', ['one two | scratch that'], ''],
    ['scratch that twice', ['one', 'two', 'three', 'scratch that', 'scratch that'], 'one'],
    ['scratch that in the middle, between pauses', ['one | two | scratch that | three'], 'one three'],
    ['undo that after scratch that', ['one two', 'scratch that', 'undo that'], 'one two'],
    ['redo that', ['one two', 'scratch that', 'undo that', 'redo that'], ''],
    ['undo that takes back what was said last', ['one', 'two', 'undo that'], 'one'],
    ['redo that brings it back', ['one', 'two', 'undo that', 'redo that'], 'one / two'],
    ['delete last word', ['one two three', 'delete last word'], 'one two'],
    ['delete the last word', ['one two three', 'delete the last word', 'delete the last word'], 'one'],
    ['select last word, then another', ['one two', 'select last word', 'three four'], 'one / three four'],
    ['select last word, then delete', ['one two', 'select last word', 'scratch that'], 'one'],
    ['correct that', ['one two', 'three', 'correct that', 'four'], 'one two / four'],
    ['undo of a correction', ['one', 'two', 'correct that', 'three', 'undo that'], 'one / two'],
    ['nothing to take back', ['scratch that', 'undo that', 'redo that', 'delete last word', 'correct that'], ''],
    ['stop dictation', ['one', 'stop dictation'], 'one'],
    ['delete last three words', ['one two', 'three four', 'delete the last three words'], 'one'],
    ['more words than there are', ['one two', 'delete last nine words'], ''],
    ['delete that', ['one', 'two', 'delete that'], 'one'],
    ['delete all', ['one two', 'three', 'delete everything'], ''],
    ['select all, then another', ['one two', 'three', 'select all', 'four'], 'four'],
    ['deselect that', ['one two', 'select all', 'deselect that', 'three'], 'one two / three'],
    ['delete last sentence, where nothing is written', ['one two', 'three four', 'delete last sentence'], 'one two'],
    ['undo of delete all', ['one two', 'delete all', 'undo'], 'one two'],
  ])('[T50, T52] %s', (_, scripts, expected) => {
    expect(textOf(dictate(scripts))).toBe(expected);
  });

  it('[T72] the last sentence is the one that is written', () => {
    const written = (segment: Segment, text: string): Segment => {
      const spans = text.split(/(?= )/u).map((piece, index) => {
        const { startMs, endMs } = segment.words[index]!;
        return { text: piece, startMs, endMs };
      });
      return { ...segment, written: spans };
    };
    const text = written(speak('we ate it rained and'), ' We ate. It rained and');
    const more = written(speak('then we left', 3000), ' then we left.');
    const remove = speak('delete last sentence', 6000);
    const state = [text, more, remove].reduce((before, segment) => acceptSegment(before, segment, []), initialEdits);
    expect(textOf(finishEdits(state))).toBe('we ate');
  });

  it('[T71] a run that goes on in the next utterance is one run', () => {
    const first = { ...speak('one two | three four'), isCut: true };
    const second = { ...speak('five six', first.endMs + 100), isCut: false };
    const remove = { ...speak('scratch that', second.endMs + 900), isCut: false };
    const state = [first, second, remove].reduce((before, segment) => acceptSegment(before, segment, []), initialEdits);
    expect(textOf(finishEdits(state))).toBe('one two');
  });

  it.each(['copy that', 'go to end', 'press escape', 'bold that', 'select hello', 'move up'])('[T70] “%s” is text', (phrase) => {
    expect(textOf(dictate(['one', phrase]))).toBe(`one / ${phrase}`);
  });

  it('[T52] brings back the same words, with their times', () => {
    const before = dictate(['one two', 'three']);
    const after = dictate(['one two', 'three', 'scratch that', 'undo that']);
    expect(editedSegments(after)).toEqual(editedSegments(before));
    const untouched = speak('four five', 90_000);
    expect(editedSegments(acceptSegment(before, untouched, [])).at(-1)).toBe(untouched);
  });

  it('[T52] what is said after an undo can no longer be redone', () => {
    expect(textOf(dictate(['one', 'scratch that', 'undo that', 'two', 'redo that']))).toBe('one / two');
  });

  it('[T53] tells what was done, and to which words', () => {
    const { events } = spoken(['one two', 'scratch that', 'stop dictation']);
    expect(events.map(({ action, words }) => [action, wordsText(words)])).toEqual([
      ['scratch', 'one two'],
      ['stop', ''],
    ]);
  });
});

describe('what is no command', () => {
  it.each([
    ['inside a longer run', ['please scratch that now']],
    ['at the end of an utterance without a pause before it', ['you should scratch that']],
    ['at the beginning without a pause after it', ['scratch that itch of yours']],
    ['with a pause inside', ['one', 'scratch | that']],
    ['uncertain', ['one', '?scratch that']],
    ['uncertain in its other word', ['one', 'scratch ?that']],
  ])('[T51] is text: %s', (_, scripts) => {
    expect(textOf(dictate(scripts))).toBe(scripts.join(' / ').replaceAll('| ', '').replaceAll('?', ''));
  });

  it.each(editCommands.flatMap(({ action, phrases }) => phrases.map((phrase) => [phrase, action] as const)))(
    '[T54] “%s” is text while it is switched off, and a command while it is on',
    (phrase, action) => {
      expect(textOf(dictate(['one', phrase], [action]))).toBe(`one / ${phrase}`);
      expect(textOf(dictate(['one', phrase], []))).not.toContain(phrase);
    },
  );

  it('[T51] words of an utterance that was cut for its length belong to those that follow in the same breath', () => {
    const long = speak(`${Array.from({ length: 64 }, () => 'word').join(' ')} | scratch that`);
    expect(long.endMs - long.startMs).toBeGreaterThan(19_000);
    const held = acceptSegment(initialEdits, long, []);
    expect(textOf(held), 'shown until it is known').toContain('scratch that');
    const inOneBreath = acceptSegment(held, speak('itch', long.endMs + 300), []);
    expect(textOf(inOneBreath)).toContain('scratch that / itch');
    const afterPause = acceptSegment(held, speak('itch', long.endMs + 900), []);
    expect(textOf(afterPause)).toBe('itch');
    expect(textOf(finishEdits(held))).toBe('');
  });

  it('[T51] nor does one fire whose first words ended the utterance before', () => {
    const first = speak('one two');
    const state = acceptSegment(initialEdits, first, []);
    expect(textOf(acceptSegment(state, speak('scratch that', first.endMs + 300), []))).toBe('one two / scratch that');
  });
});

describe('final segments', () => {
  const after = (script: string): string => {
    const segments = finalSegments(script);
    return textOf(finishEdits(segments.reduce((state, segment) => acceptSegment(state, segment, []), initialEdits)));
  };

  it('[T61] a command is one between pauses that end segments, each time it is said', () => {
    expect(after('one two | scratch that | three')).toBe('three');
    expect(after('one | two | scratch that | scratch that | three')).toBe('three');
    expect(after('one two / three | delete last word')).toBe('one two');
  });

  it('[T61] the pause that ended a segment counts, whatever the times of its words say', () => {
    const [first, command, last] = finalSegments('one two | scratch that | itch');
    const inexact = {
      ...command!,
      words: command!.words.map((word, index) =>
        index === 0 ? { ...word, startMs: first!.endMs + 200 } : { ...word, endMs: last!.startMs - 100 },
      ),
    };
    const state = [first!, inexact, last!].reduce((before, segment) => acceptSegment(before, segment, []), initialEdits);
    expect(textOf(finishEdits(state))).toBe('itch');
  });

  it('[T61] there is none behind a segment that was cut for its length, however short', () => {
    expect(after('one two | scratch that ~ itch')).toBe('one two / scratch that / itch');
    const [first, cut] = finalSegments('one two | scratch that ~ itch');
    const waiting = acceptSegment(acceptSegment(initialEdits, first!, []), cut!, []);
    expect(waiting.events).toEqual([]);
    expect(textOf(waiting)).toBe('one two / scratch that');
    expect(textOf(finishEdits(waiting))).toBe('');
  });

  it('[T61] a command may be in one segment with text, between pauses of its own', () => {
    const [segment] = finalSegments('one two three four');
    const words = segment!.words.map((word, index) => ({
      ...word,
      text: ['one', 'two', 'scratch', 'that'][index]!,
      startMs: word.startMs + (index > 1 ? 550 : 0),
      endMs: word.endMs + (index > 1 ? 550 : 0),
    }));
    expect(textOf(acceptSegment(initialEdits, { ...segment!, words }, []))).toBe('');
  });
});

it('[T50] the same utterances give the same text whether or not they come at once', () => {
  const scripts = ['one | two', 'scratch that', 'three', 'correct that', 'four | undo that', 'five'];
  expect(textOf(dictate(scripts))).toBe('one / five');
  let state = initialEdits;
  for (const [index, script] of scripts.entries()) {
    state = acceptSegment(state, speak(script, index * 20_000), []);
    // Looking in between changes nothing.
    finishEdits(state);
    editedSegments(state);
  }
  expect(textOf(finishEdits(state))).toBe('one / five');
});

it('[T55] remembers a bounded number of steps', () => {
  const state = dictate(Array.from({ length: 300 }, (_, index) => `word${index}`));
  expect(state.past.length).toBeLessThanOrEqual(50);
});
