import { describe, expect, it, vi } from 'vitest';
import { unzipSync, strFromU8 } from 'fflate';
import type { Transcript } from '../../core/transcript/types';
import { shownText } from './export-formats';
import { dictate, segment, setup, update } from './fixtures/dictation-session';
import { dictationPage } from './pages';
import { selectedPage } from './store';

/** A session with what its history is told of edits. */
async function started(...given: Parameters<typeof setup>) {
  const parts = setup(...given);
  const kept: [string, string][] = [];
  await parts.session.begin();
  parts.session.pages.onEdited((id, transcript) => kept.push([id, shownText(transcript)]));
  const { pages } = parts.session;
  const edit = (change: (text: string) => string): void => {
    pages.edit(shownText(selectedPage(parts.store.getState()).transcript));
    pages.changeDraft(change(parts.store.getState().draft!.text));
    pages.saveDraft();
  };
  const transcript = (): Transcript => selectedPage(parts.store.getState()).transcript;
  return { ...parts, pages, kept, edit, transcript, shown: () => shownText(transcript()) };
}

const files = (...names: string[]): File[] => names.map((name) => new File(['x'], name));

describe('a text that is edited on its page', () => {
  it('[U83] keeps the times of words that stay, and is what is copied and exported', async () => {
    const parts = await started();
    await dictate(parts, update(segment('hello brave world')));
    const before = parts.transcript().segments[0]!.words;
    parts.edit(() => 'hello new world');
    expect(parts.shown()).toBe('hello new world');
    const after = parts.transcript().segments[0]!.words;
    expect([after[0], after[2]?.startMs]).toEqual([before[0], before[2]!.startMs]);
    const copyText = vi.spyOn(parts.platform, 'copyText');
    await parts.pages.copy();
    expect(copyText).toHaveBeenCalledWith('hello new world');
  });

  it('[U83] the history has it too: only the dictation that was changed, in its own time', async () => {
    const parts = await started();
    await dictate(parts, update(segment('one two')));
    await dictate(parts, update(segment('three four')));
    parts.edit((text) => text.replace('three', 'thirty'));
    expect(parts.kept).toEqual([[parts.entries[1]!.id, 'thirty four']]);
    parts.pages.undo();
    expect(parts.shown()).toBe('one two\nthree four');
    expect(parts.kept.slice(1)).toEqual([[parts.entries[1]!.id, 'three four']]);
  });

  it('[U83] a dictation that begins meanwhile saves it and goes on below; looking elsewhere keeps it open', async () => {
    const parts = await started();
    await dictate(parts, update(segment('hello')));
    parts.pages.edit('hello');
    parts.pages.changeDraft('good evening');
    parts.session.recordings.add(files('a.wav'));
    expect(parts.store.getState().draft).toEqual({ pageId: dictationPage.id, text: 'good evening' });
    parts.jobs.at(-1)!.end('finished');
    await vi.waitFor(() => expect(parts.store.getState().pages[1]).toMatchObject({ progress: { state: 'done' } }));
    await dictate(parts, update(segment('friends')));
    expect([parts.shown(), parts.store.getState().draft]).toEqual(['good evening\nfriends', null]);
  });

  it('[U83, K34] what is copied while it is edited is what is shown', async () => {
    const parts = await started();
    await dictate(parts, update(segment('hello')));
    parts.pages.edit('hello');
    parts.pages.changeDraft('hello there');
    const copyText = vi.spyOn(parts.platform, 'copyText');
    await parts.pages.copy();
    expect(copyText).toHaveBeenCalledWith('hello there');
  });

  it('[U83] without a change nothing is written', async () => {
    const parts = await started();
    await dictate(parts, update(segment('hello')));
    const before = parts.transcript();
    parts.edit((text) => `${text}\n`);
    expect([parts.transcript() === before, parts.kept, parts.store.getState().taken]).toEqual([true, [], null]);
  });

  it('[U83] a recording that goes on after an edit keeps it', async () => {
    const parts = await started();
    parts.session.recordings.add(files('a.wav'));
    parts.jobs[0]!.events.update?.(update(segment('hello world')));
    parts.jobs[0]!.end('cancelled');
    const page = () => selectedPage(parts.store.getState());
    await vi.waitFor(() => expect(page()).toMatchObject({ progress: { state: 'cancelled' } }));
    parts.edit(() => 'hello moon');
    parts.session.recordings.resume(page().id);
    await vi.waitFor(() => expect(parts.jobs).toHaveLength(2));
    expect(parts.shown()).toBe('hello moon');
    expect(parts.jobs[1]!.startMs).toBeGreaterThan(0);
  });
});

describe('what is taken off a page', () => {
  it('[U82] a discarded dictation leaves the page at once, is delivered nowhere, stays in the history and can be brought back', async () => {
    const parts = await started({}, { endsOnStop: false });
    parts.press('start');
    await parts.reach('listening');
    parts.jobs[0]!.events.update?.(update(segment('one')));
    parts.press('stop');
    await parts.reach('finishing');
    parts.session.dictation.discard();
    await parts.reach('idle');
    expect([parts.shown(), parts.platform.deliver.mock.calls]).toEqual(['', []]);
    await vi.waitFor(() => expect(parts.entries[0]!.finished?.text).toBe('one'));
    expect(parts.store.getState().remark).toBe('Discarded. What you said is kept in the history.');
    parts.pages.undo();
    expect([parts.shown(), parts.store.getState().taken]).toEqual(['one', null]);
  });

  it('[U82] discarding takes only what was said last', async () => {
    const parts = await started({ keepHistory: false });
    await dictate(parts, update(segment('one')));
    parts.session.dictation.toggle('window');
    await parts.reach('listening');
    parts.jobs.at(-1)!.events.update?.(update(segment('two')));
    parts.session.dictation.discard();
    await parts.reach('idle');
    expect([parts.shown(), parts.store.getState().remark]).toEqual(['one', 'Discarded.']);
    expect(parts.stops.at(-1)![0], 'no tail is recorded').toBe(0);
  });

  it('[U84] a cleared page can be brought back, and so can recordings; one that was stopped can go on', async () => {
    const parts = await started();
    await dictate(parts, update(segment('one')));
    parts.pages.clear();
    expect(parts.shown()).toBe('');
    parts.pages.undo();
    expect(parts.shown()).toBe('one');
    parts.session.recordings.add(files('a.wav', 'b.wav'));
    const { id } = selectedPage(parts.store.getState());
    await vi.waitFor(() => expect(parts.jobs).toHaveLength(2));
    parts.jobs[1]!.events.update?.(update(segment('first half')));
    parts.pages.clear();
    expect(parts.store.getState().pages.map(({ name }) => name)).toEqual(['Dictation', 'b.wav']);
    parts.pages.undo();
    expect(parts.store.getState().pages.map(({ name }) => name)).toEqual(['Dictation', 'a.wav', 'b.wav']);
    expect(selectedPage(parts.store.getState())).toMatchObject({ id, progress: { state: 'cancelled' } });
    expect(parts.shown()).toBe('first half');
    await vi.waitFor(() => expect(parts.jobs).toHaveLength(3));
    parts.jobs[2]!.end('finished');
    parts.session.recordings.resume(id);
    await vi.waitFor(() => expect(parts.jobs).toHaveLength(4));
    expect(parts.jobs[3]!.startMs).toBeGreaterThan(0);
  });
});

it('[U84] what others have become meanwhile stays when something is brought back', async () => {
  const parts = await started();
  parts.session.recordings.add(files('a.wav', 'b.wav'));
  parts.jobs[0]!.events.update?.(update(segment('one')));
  parts.jobs[0]!.end('finished');
  await vi.waitFor(() => expect(parts.jobs).toHaveLength(2));
  parts.edit(() => 'edited');
  parts.jobs[1]!.events.update?.(update(segment('two')));
  parts.pages.undo();
  const names = (): string[] => parts.store.getState().pages.map(({ name }) => name);
  const texts = (): string[] => parts.store.getState().pages.map(({ transcript }) => shownText(transcript));
  expect([names(), texts()]).toEqual([
    ['Dictation', 'a.wav', 'b.wav'],
    ['', 'one', 'two'],
  ]);
  parts.pages.clear();
  parts.jobs[1]!.events.update?.(update(segment('three', 5000)));
  parts.pages.undo();
  expect([names(), texts()]).toEqual([
    ['Dictation', 'a.wav', 'b.wav'],
    ['', 'one', 'two\nthree'],
  ]);
});

describe('all recordings at once', () => {
  it('[U86] are cancelled, exported as an archive, and cleared when they have ended', async () => {
    const parts = await started();
    const saved: [string, Uint8Array][] = [];
    Object.assign(parts.platform, {
      saveFile: (name: string, contents: Uint8Array) => Promise.resolve(saved.push([name, contents]) > 0),
    });
    parts.session.recordings.add(files('a.wav', 'a.wav', 'b.wav', 'c.wav'));
    const states = (): string[] =>
      parts.store.getState().pages.flatMap((page) => (page.kind === 'recording' ? [page.progress.state] : []));
    for (const [index, text] of ['one', 'two'].entries()) {
      await vi.waitFor(() => expect(parts.jobs).toHaveLength(index + 1));
      parts.jobs[index]!.events.update?.(update(segment(text)));
      parts.jobs[index]!.end('finished');
    }
    await vi.waitFor(() => expect(states()).toEqual(['done', 'done', 'running', 'queued']));
    await parts.pages.exportAll('txt');
    const [name, archive] = saved[0]!;
    expect(name).toMatch(/^Utter recordings .*\.zip$/);
    expect(Object.values(unzipSync(archive)).map((each) => strFromU8(each).trim())).toEqual(['one', 'two']);
    parts.session.recordings.cancelAll();
    await vi.waitFor(() => expect(states()).toEqual(['done', 'done', 'cancelled', 'cancelled']));
    parts.pages.clearEnded();
    expect(states()).toEqual([]);
    parts.pages.undo();
    expect(states()).toHaveLength(4);
  });

  it('[U86] clearing those that have ended leaves the others at work', async () => {
    const parts = await started();
    parts.session.recordings.add(files('a.wav', 'b.wav'));
    parts.jobs[0]!.end('finished');
    await vi.waitFor(() => expect(parts.jobs).toHaveLength(2));
    parts.pages.clearEnded();
    expect(parts.store.getState().pages.map(({ name }) => name)).toEqual(['Dictation', 'b.wav']);
    expect(parts.jobs[1]!.told).toEqual([]);
  });
});

describe('a recording with several audio tracks or channels', () => {
  it('[U87] offers them on its page, and each is heard on a page of its own', async () => {
    const parts = await started();
    parts.session.recordings.add(files('talk.two.mp4'));
    const { id } = selectedPage(parts.store.getState());
    parts.jobs[0]!.events.sound?.({ tracks: 2, channels: 2 });
    parts.jobs[0]!.events.update?.(update(segment('one')));
    parts.jobs[0]!.end('finished');
    await vi.waitFor(() =>
      expect(selectedPage(parts.store.getState())).toMatchObject({
        progress: { state: 'done' },
        sound: { tracks: 2, channels: 2 },
      }),
    );
    parts.session.recordings.hearAgain(id, [{ channel: 1 }, { channel: 2 }]);
    parts.session.recordings.hearAgain(id, [{ track: 2 }]);
    expect(parts.store.getState().pages.map(({ name }) => name)).toEqual([
      'Dictation',
      'talk.two.mp4',
      'talk.two (channel 1).mp4',
      'talk.two (channel 2).mp4',
      'talk.two (track 2).mp4',
    ]);
    expect(shownText(parts.store.getState().pages[1]!.transcript)).toBe('one');
    for (const [index, sound] of [{ channel: 1 }, { channel: 2 }, { track: 2 }].entries()) {
      await vi.waitFor(() => expect(parts.jobs).toHaveLength(index + 2));
      expect(parts.jobs[index + 1]!.wishes).toMatchObject({ sound });
      parts.jobs[index + 1]!.end('finished');
    }
    expect(new Set(parts.entries.map((entry) => entry.id)).size, 'an entry of the history each').toBe(4);
    expect(
      parts.entries.map(({ audio }) => audio),
      'the file is kept once',
    ).toEqual(['file', 'none', 'none', 'none']);
  });

  it('[U87] of a watched folder’s recordings the files are let go', async () => {
    const parts = await started();
    const pageId = parts.session.recordings.addQuietly(files('a.wav')[0]!);
    parts.jobs[0]!.end('finished');
    await vi.waitFor(() => expect(parts.session.recordings.canHearAgain(pageId)).toBe(false));
  });
});
