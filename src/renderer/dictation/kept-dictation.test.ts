import { describe, expect, it, vi } from 'vitest';
import { UtterError } from '../../core/errors';
import { dictate, segment, setup, update } from '../app/fixtures/dictation-session';
import { currentProblem } from '../app/store';

describe('a dictation', () => {
  it('[J5] is an entry from its first moment, and closed with the text that is shown', async () => {
    const parts = setup();
    let changes = 0;
    parts.session.onHistoryChanged(() => changes++);
    await parts.session.begin();
    await dictate(parts, update(segment('hello world')));
    await dictate(parts, update(segment('again')));
    expect(parts.entries.map(({ kind, audio, finished }) => [kind, audio, finished?.text])).toEqual([
      ['dictation', 'samples', 'hello world'],
      ['dictation', 'samples', 'again'],
    ]);
    expect(parts.entries[1]!.finished?.transcript.segments[0]!.startMs, 'in its own time').toBe(0);
    expect(parts.text()).toBe('hello world / again');
    expect(changes).toBe(2);
  });

  it('[J9] is journaled but not kept with the history off, nor when nothing was said', async () => {
    const off = setup({ keepHistory: false });
    await off.session.begin();
    await dictate(off, update(segment('secret')));
    expect(off.entries).toMatchObject([{ finished: null, commits: [{ segments: [{}] }] }]);
    const silent = setup();
    await silent.session.begin();
    await dictate(silent);
    expect(silent.entries).toMatchObject([{ finished: null }]);
  });

  it('[J9] without words is kept when it was the recogniser that failed: its sound has them', async () => {
    const parts = setup();
    await parts.session.begin();
    parts.session.dictation.toggle('window');
    await parts.reach('listening');
    parts.jobs[0]!.fail(new UtterError('device-lost', 'The GPU is gone.', 'Restart.'));
    await parts.reach('error');
    expect(parts.entries[0]!.finished).toMatchObject({ text: '' });
  });

  it('[J76] is kept with the application that its text went to', async () => {
    const parts = setup();
    await parts.session.begin();
    parts.platform.deliver.mockResolvedValue({ state: 'pasted', app: 'kate' });
    parts.press('start');
    await parts.reach('listening');
    parts.jobs[0]!.events.update?.(update(segment('to whom')));
    await vi.waitFor(() => expect(parts.entries[0]!.commits).toHaveLength(1));
    parts.press('stop');
    await vi.waitFor(() => expect(parts.entries[0]!.app).toBe('kate'));
  });

  it('[J4] goes on when the journal can not write, and says so', async () => {
    const parts = setup();
    await parts.session.begin();
    parts.session.dictation.toggle('window');
    await parts.reach('listening');
    parts.failJournal({ code: 'history-unavailable', message: 'The disk is full.', remedy: 'Free space.' });
    expect(currentProblem(parts.store.getState())?.message).toBe('The disk is full.');
    parts.jobs[0]!.events.update?.(update(segment('still here')));
    parts.session.dictation.toggle('window');
    await parts.reach('idle');
    expect(parts.text()).toBe('still here');
  });

  it('[T50, T53] ends when told so by voice, and says what commands did', async () => {
    const parts = setup();
    await parts.session.begin();
    parts.session.dictation.toggle('window');
    await parts.reach('listening');
    const { events } = parts.jobs[0]!;
    events.update?.(update(segment('one two')));
    events.update?.(update(segment('scratch that', 3000)));
    await vi.waitFor(() => expect(parts.store.getState().remark).toContain('Removed “one two”'));
    events.update?.(update(segment('three', 6000)));
    events.update?.(update(segment('stop dictation', 9000)));
    await parts.reach('idle');
    expect(parts.entries[0]!.finished?.text).toBe('three');
  });

  it('[J12] leaves the microphone ready as long as the settings say', async () => {
    const parts = setup({ microphoneWarmMinutes: 10 });
    await parts.session.begin();
    await dictate(parts, update(segment('one')));
    expect(parts.stops).toEqual([[400, 600_000]]);
    expect(parts.microphone.coolDown).not.toHaveBeenCalled();
    await parts.session.changeSettings({ microphoneWarmMinutes: 0 });
    expect(parts.microphone.coolDown).toHaveBeenCalledOnce();
    await dictate(parts, update(segment('two')));
    expect(parts.stops[1]).toEqual([400, 0]);
  });
});

describe('a recording', () => {
  const file = new File(['x'], 'talk.wav');

  it('[J5, J9] is kept with its file, or not at all', async () => {
    for (const keepHistory of [true, false]) {
      const parts = setup({ keepHistory });
      await parts.session.begin();
      parts.session.recordings.add([file]);
      parts.jobs[0]!.events.update?.(update(segment('said')));
      parts.jobs[0]!.end('finished');
      await vi.waitFor(() => expect(parts.entries[0]!.finished).not.toBeUndefined());
      expect(parts.entries[0]).toMatchObject({ kind: 'recording', audio: keepHistory ? 'file' : 'none' });
      expect(parts.entries[0]!.finished?.text).toBe(keepHistory ? 'said' : undefined);
    }
  });

  it('[J69] is kept with what is wrong with it, and with why it was not read to its end', async () => {
    const parts = setup();
    await parts.session.begin();
    parts.session.recordings.add([file, new File(['y'], 'whole.wav')]);
    parts.jobs[0]!.events.update?.(update(segment('said')));
    parts.jobs[0]!.events.warnings?.(['talk.wav is damaged at 0:03.']);
    parts.jobs[0]!.fail(new UtterError('audio-undecodable', 'talk.wav is cut off.', 'Copy it again.'));
    await vi.waitFor(() => expect(parts.jobs).toHaveLength(2));
    parts.jobs[1]!.events.update?.(update(segment('all of it')));
    parts.jobs[1]!.end('finished');
    await vi.waitFor(() => expect(parts.entries[1]?.finished).toBeDefined());
    expect(parts.entries.map(({ finished }) => finished?.warnings)).toEqual([
      ['talk.wav is damaged at 0:03.', 'talk.wav is cut off.'],
      undefined,
    ]);
  });

  it('[J30] that was cancelled goes on behind its last ended utterance, in the same entry', async () => {
    const parts = setup();
    await parts.session.begin();
    parts.session.recordings.add([file]);
    const pageId = parts.store.getState().pages[1]!.id;
    parts.jobs[0]!.events.update?.({
      ...update(segment('one two', 1000)),
      partial: { committed: [], tentative: segment('thr', 4000).words },
    });
    parts.session.recordings.cancel(pageId);
    await vi.waitFor(() => expect(parts.entries[0]!.finished?.text).toBe('one two\nthr'));
    parts.session.recordings.resume(pageId);
    await vi.waitFor(() => expect(parts.jobs).toHaveLength(2));
    expect(parts.text(), 'what is said again is not shown twice').toBe('one two');
    expect(parts.jobs[1]!.startMs).toBe(1550 + 200);
    parts.jobs[1]!.events.update?.(update(segment('three four', 100)));
    parts.jobs[1]!.end('finished');
    await vi.waitFor(() => expect(parts.entries[1]?.finished).toBeDefined());
    expect(parts.entries[1]).toMatchObject({ id: parts.entries[0]!.id, finished: { text: 'one two\nthree four' } });
    expect(parts.entries[1]!.finished?.transcript.segments[1]!.startMs).toBe(1750 + 100);
    expect(parts.entries[1]!.commits.flatMap((commit) => commit.segments)).toHaveLength(2);
    parts.session.recordings.resume(pageId);
    expect(parts.jobs, 'what is done is done').toHaveLength(2);
  });

  it('[J31] tells how far it is, exactly, and how fast it goes', async () => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
    const parts = setup();
    await parts.session.begin();
    parts.session.recordings.add([file]);
    const progress = (): unknown => {
      const page = parts.store.getState().pages[1]!;
      return page.kind === 'recording' ? page.progress : null;
    };
    parts.jobs[0]!.events.progress?.(100, 60_000);
    expect(progress()).toEqual({ state: 'running', doneMs: 100, totalMs: 60_000, speed: null });
    now.mockReturnValue(3000);
    parts.jobs[0]!.events.progress?.(40_000, 60_000);
    expect(progress()).toEqual({ state: 'running', doneMs: 40_000, totalMs: 60_000, speed: 20 });
  });
});
