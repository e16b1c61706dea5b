import { describe, expect, it, vi } from 'vitest';
import { finalSegments } from '../../core/transcript/fixtures/final-segments';
import { pageLines } from '../../core/transcript/page-lines';
import { openParagraphs, spansText, transcriptText, wordsText, wordSpans, writtenText } from '../../core/transcript/text';
import type { Segment, Transcript, Word } from '../../core/transcript/types';
import type { EditEvent } from '../../core/transcript/voice-edits';
import type { Commit } from '../../history/journal-protocol';
import { emptyTranscript, type TranscriptUpdate } from '../../worker/protocol';
import { DictationText } from './dictation-text';

const words = (text: string, startMs = 0): Word[] =>
  text.split(' ').map((each, index) => ({
    text: each,
    startMs: startMs + index * 300,
    endMs: startMs + index * 300 + 250,
    confidence: 0.9,
  }));
const segment = (text: string, startMs: number): Segment => {
  const spoken = words(text, startMs);
  return { words: spoken, startMs, endMs: spoken.at(-1)!.endMs };
};
const update = (segments: readonly Segment[], committed: string, tentative = '', durationMs = 1000): TranscriptUpdate => ({
  segments,
  partial: {
    committed: committed === '' ? [] : words(committed, 5000),
    tentative: tentative === '' ? [] : words(tentative, 8000),
  },
  durationMs,
});

function setup(base: Transcript = emptyTranscript, commandsOff: readonly string[] = []) {
  const acknowledge: (() => void)[] = [];
  const commits: Commit[] = [];
  const events: EditEvent[] = [];
  let shown: Transcript = base;
  const text = new DictationText({
    base,
    commandsOff,
    commit: (commit) => {
      commits.push(commit);
      return new Promise((resolve) => acknowledge.push(resolve));
    },
    show: (transcript) => (shown = transcript),
    obeyed: (obeyed) => events.push(...obeyed),
  });
  const settle = async (index: number): Promise<void> => {
    acknowledge[index]!();
    await Promise.resolve();
    await Promise.resolve();
  };
  return {
    text,
    commits,
    events,
    settle,
    acknowledge,
    shown: () => shown,
    committed: () => wordsText(shown.partial.committed),
    tentative: () => wordsText(shown.partial.tentative),
    finished: () => shown.segments.map(({ words: own }) => wordsText(own)),
  };
}

describe('words on their way to the page', () => {
  it('[J2] are committed when they are on the disk, and tentative until then', async () => {
    const { text, settle, committed, tentative, finished, commits } = setup();
    text.accept(update([], 'so far', 'so'));
    expect([committed(), tentative()]).toEqual(['', 'so far so']);
    await settle(0);
    expect([committed(), tentative()]).toEqual(['so far', 'so']);
    text.accept(update([], 'so far so', 'good'));
    expect([committed(), tentative()]).toEqual(['so far', 'so good']);
    text.accept(update([segment('so far so good', 0)], 'and', 'on'));
    expect([finished(), committed(), tentative()]).toEqual([[], 'so far', 'so good and on']);
    await settle(1);
    await settle(2);
    expect([finished(), committed(), tentative()]).toEqual([['so far so good'], 'and', 'on']);
    expect(commits.map((commit) => [commit.segments.length, wordsText(commit.committed)])).toEqual([
      [0, 'so far'],
      [0, 'so far so'],
      [1, 'and'],
    ]);
  });

  it('[J2] only what is new is written, and tentative words never are', () => {
    const { text, commits } = setup();
    text.accept(update([], '', 'so'));
    text.accept(update([], 'so', 'far'));
    text.accept(update([], 'so', 'fat'));
    expect(commits).toHaveLength(1);
  });

  it('[S13] stand below those of the dictation before, segment by segment the same objects', async () => {
    const base = { ...emptyTranscript, segments: [segment('before', 0)], durationMs: 2000 };
    const { text, settle, shown } = setup(base);
    text.accept(update([segment('after', 100)], ''));
    await settle(0);
    const [first, second] = shown().segments;
    expect(first).toBe(base.segments[0]);
    expect(second).toMatchObject({ startMs: 2100, words: [{ text: 'after', startMs: 2100, endMs: 2350 }] });
    text.accept(update([], '', 'more', 3000));
    expect(shown().segments[1]).toBe(second);
    expect(shown().durationMs).toBe(5000);
    expect(text.transcript.segments[0]!.startMs, 'its own time').toBe(100);
  });

  it('[T50] commands act on ended utterances, and are told', async () => {
    const { text, settle, finished, events } = setup();
    text.accept(update([segment('one two', 0)], ''));
    text.accept(update([segment('scratch that', 3000)], ''));
    await settle(0);
    expect(finished()).toEqual(['one two']);
    await settle(1);
    expect(finished()).toEqual([]);
    expect(events.map(({ action }) => action)).toEqual(['scratch']);
  });

  it('[T54] a command that is switched off is text', async () => {
    const { text, settle, finished } = setup(emptyTranscript, ['scratch']);
    text.accept(update([segment('scratch that', 0)], ''));
    await settle(0);
    expect(finished()).toEqual(['scratch that']);
  });

  it('[J3] at the end none is missing, whether or not the disk answers', async () => {
    vi.useFakeTimers();
    const { text, finished, acknowledge } = setup();
    text.accept(update([segment('one', 0)], 'two', 'three'));
    const end = text.finish();
    await vi.advanceTimersByTimeAsync(3000);
    expect(transcriptText(await end)).toBe('one two three');
    expect(finished()).toEqual(['one', 'two three']);
    acknowledge[0]!();
    await vi.advanceTimersByTimeAsync(0);
    expect(finished(), 'a late answer changes nothing').toEqual(['one', 'two three']);
    vi.useRealTimers();
  });
});

describe('words of a final pass', () => {
  const segments = finalSegments('one two | three | scratch that | four / five');
  const final = (from: number, to: number, tentative: readonly Word[] = [], durationMs?: number): TranscriptUpdate => ({
    segments: segments.slice(from, to),
    partial: { committed: [], tentative },
    durationMs: durationMs ?? segments[Math.max(0, to - 1)]!.endMs,
  });

  it('[T60] a command in tentative words shows its effect, tells nothing and takes nothing', async () => {
    const { text, settle, shown, events, finished } = setup();
    text.accept(final(0, 2));
    await settle(0);
    const command = segments[2]!.words;
    text.accept(final(2, 2, command, command.at(-1)!.endMs + 300));
    expect(writtenText(shown())).toBe('one two three scratch that');
    text.accept(final(2, 2, command, command.at(-1)!.endMs + 600));
    expect(writtenText(shown())).toBe('one two');
    expect(writtenText(text.transcript), 'nothing is done').toBe('one two three scratch that');
    // The final words are others.
    text.accept({
      ...final(2, 2),
      segments: [{ ...segments[2]!, words: command.map((word, index) => ({ ...word, text: ['scratch', 'hat'][index]! })) }],
    });
    await settle(1);
    expect(finished()).toEqual(['one two', 'three', 'scratch hat']);
    expect(events).toEqual([]);
  });

  it('[T61] commands act once where several segments come at once', async () => {
    const { text, settle, finished, events } = setup();
    text.accept(final(0, 5));
    await settle(0);
    expect(finished()).toEqual(['one two', 'four', 'five']);
    await text.finish();
    expect(events.map(({ action }) => action)).toEqual(['scratch']);
    expect(finished()).toEqual(['one two', 'four', 'five']);
  });

  it('[T44] stand on lines by their pauses, on the disk or not, in the time of the page', async () => {
    const base = { ...emptyTranscript, segments: finalSegments('before'), durationMs: 2000 };
    const { text, settle, shown } = setup(base);
    const lines = (): string[] => {
      const { finished, open } = pageLines(shown(), true);
      return [
        ...finished.map((line) => line.map((each) => wordsText(each.words)).join(' ')),
        ...open.map((line) =>
          [...line.segments.map((each) => wordsText(each.words)), spansText([...line.committed, ...line.tentative]).trim()]
            .join(' ')
            .trim(),
        ),
      ].filter((line) => line !== '');
    };
    const written = segments.map((segment) => ({ ...segment, written: wordSpans(segment.words) }));
    text.accept({ segments: written.slice(0, 1), partial: { committed: [], tentative: [] }, durationMs: segments[0]!.endMs });
    expect(lines()).toEqual(['before', 'one two']);
    await settle(0);
    const open = written[1]!;
    const partial = {
      committed: open.words,
      tentative: [],
      written: { committed: open.written, tentative: [], paragraphEnds: [1], lineStartsMs: [0, 0] },
    };
    text.accept({ segments: [], partial, durationMs: open.endMs });
    expect(lines()).toEqual(['before', 'one two three']);
    expect(openParagraphs(shown())[0]!.goesOn).toBe(true);
    text.accept({ segments: written.slice(1), partial: { committed: [], tentative: [] }, durationMs: segments.at(-1)!.endMs });
    await settle(1);
    await settle(2);
    expect(lines()).toEqual(['before', 'one two four', 'five']);
  });
});
