import { describe, expect, it, vi } from 'vitest';
import type { ModelEntry } from '../../platform/platform';
import { emptyTranscript, type FinalFacts, type FinalWish, type LateText } from '../../worker/protocol';
import { segment, setup, update } from '../app/fixtures/dictation-session';
import { currentProblem } from '../app/store';

const live: ModelEntry = {
  id: 'en',
  name: 'English',
  language: 'en',
  role: 'live',
  languages: ['en'],
  bytes: 20,
  url: 'http://localhost/en/',
};
const small: ModelEntry = { ...live, id: 'moonshine-tiny-en', name: 'Moonshine', role: 'final', url: 'http://localhost/s/' };
const large: ModelEntry = {
  ...live,
  id: 'whisper-base',
  name: 'Whisper',
  role: 'final',
  languages: ['en', 'de'],
  bytes: 80,
  url: 'http://localhost/l/',
};
const models = [live, small, large];
const facts: FinalFacts = { tier: 'both', reason: 'Fast enough.', modelIds: [small.id, large.id], reports: [], threads: 1 };
const loadFinal = (wish: FinalWish | null): Promise<FinalFacts | null> => Promise.resolve(wish && facts);
const late = (text: string): LateText => ({
  transcript: { ...emptyTranscript, segments: [segment(text)] },
  modelIds: facts.modelIds,
});

/** A dictation by hotkey whose last words are waited for. */
async function waiting(settings: Parameters<typeof setup>[0] = {}, language?: string) {
  const parts = setup(settings, { endsOnStop: false, models, loadFinal });
  await parts.session.begin();
  parts.press('start', language);
  await parts.reach('listening');
  parts.press('stop');
  await parts.reach('finishing');
  await vi.waitFor(() => expect(parts.jobs[0]!.told).toContain('stop'));
  return { ...parts, job: parts.jobs[0]! };
}

describe('a dictation whose final words are waited for', () => {
  it('[S94] is delivered as it is shown when they are there, once', async () => {
    const { job, reach, platform, text, entries, store } = await waiting();
    expect(job.wishes.hearing).toEqual({ languages: ['en'], isLive: true, final: { waitMs: 1500, isRefreshed: false } });
    expect(store.getState().dictation).toMatchObject({ state: 'finishing', isRefining: true });
    job.events.update?.({ segments: [], partial: { committed: [], tentative: segment('there heard').words }, durationMs: 900 });
    expect(platform.deliver).not.toHaveBeenCalled();
    job.events.update?.(update(segment('they heard')));
    job.end('finished');
    job.setLate(null);
    await reach('idle');
    expect([platform.deliver.mock.calls, text()]).toEqual([[['they heard']], 'they heard']);
    await vi.waitFor(() => expect(entries[0]!.finished?.text).toBe('they heard'));
    expect(entries[0]!.versions).toEqual([]);
  });

  it('[S95] a final text that is late becomes a version; what was delivered stays on the page', async () => {
    const { job, reach, platform, text, entries, store } = await waiting();
    job.events.update?.(update(segment('there heard')));
    job.end('finished');
    await reach('idle');
    await vi.waitFor(() => expect(entries[0]!.finished?.text).toBe('there heard'));
    job.setLate(late('they heard'));
    await vi.waitFor(() =>
      expect(entries[0]!.versions).toMatchObject([{ kind: 'final', text: 'they heard', modelIds: facts.modelIds }]),
    );
    expect([platform.deliver.mock.calls, text(), entries[0]!.finished?.text]).toEqual([
      [['there heard']],
      'there heard',
      'there heard',
    ]);
    expect(store.getState().remark).toBe('A better version of what you said is in the history.');
  });

  it('[S95] commands of a late text are obeyed in it, and one that says the same is no version', async () => {
    const parts = await waiting();
    parts.job.events.update?.(update(segment('one two')));
    parts.job.end('finished');
    await parts.reach('idle');
    const spoken: LateText = {
      modelIds: [],
      transcript: { ...emptyTranscript, segments: [segment('one two'), segment('three', 3000), segment('scratch that', 6000)] },
    };
    parts.job.setLate(spoken);
    await vi.waitFor(() => expect(parts.entries[0]!.finished).toBeDefined());
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(parts.entries[0]!.versions).toEqual([]);
  });

  it('[S95] words that only the late text has are kept, though none could be delivered', async () => {
    const { job, reach, entries, platform } = await waiting();
    job.end('finished');
    await reach('idle');
    job.setLate(late('heard after all'));
    await vi.waitFor(() => expect(entries[0]!.finished?.text).toBe('heard after all'));
    expect(entries[0]!.versions).toEqual([]);
    expect(platform.deliver).not.toHaveBeenCalled();
  });

  it('[J9, S95] with the history off no version is kept', async () => {
    const { job, reach, entries } = await waiting({ keepHistory: false });
    job.events.update?.(update(segment('one')));
    job.end('finished');
    await reach('idle');
    job.setLate(late('two'));
    await vi.waitFor(() => expect(entries[0]!.finished).toBeNull());
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(entries[0]!.versions).toEqual([]);
  });

  it('[S96] Escape during the wait delivers nothing, keeps the words and leaves nothing waiting', async () => {
    const { job, press, reach, platform, text, entries, store } = await waiting();
    job.events.update?.({ segments: [], partial: { committed: [], tentative: segment('keep me').words }, durationMs: 900 });
    press('cancel');
    await reach('idle');
    expect(job.told).toEqual(['stop', 'cancel']);
    expect([platform.deliver.mock.calls, text(), store.getState().remark]).toEqual([
      [],
      'keep me',
      'Cancelled. What you said is kept here and was not pasted.',
    ]);
    job.events.update?.(update(segment('too late')));
    expect(text()).toBe('keep me');
    job.setLate(null);
    await vi.waitFor(() => expect(entries[0]!.finished?.text).toBe('keep me'));
  });

  it('[S96] a start during the wait ends it: what is at hand is delivered and the next dictation begins', async () => {
    const { job, jobs, press, platform, reach } = await waiting();
    job.events.update?.(update(segment('so far')));
    press('start');
    expect(job.told).toEqual(['stop', 'hurry']);
    job.end('finished');
    job.setLate(null);
    await vi.waitFor(() => expect(jobs).toHaveLength(2));
    expect(platform.deliver.mock.calls).toEqual([['so far']]);
    await reach('listening');
  });

  it('[S58, S96] a screen that is locked during the wait ends it without a delivery', async () => {
    const { job, press, platform, reach, store } = await waiting();
    press('interrupt');
    expect(job.told).toEqual(['stop', 'hurry']);
    job.events.update?.(update(segment('said')));
    job.end('finished');
    await reach('idle');
    expect(platform.deliver).not.toHaveBeenCalled();
    expect(store.getState().remark).toBe('Interrupted. Your words are kept here.');
  });

  it('[S53, S96] Escape while listening waits for no final words', async () => {
    const parts = setup({}, { models, loadFinal });
    await parts.session.begin();
    parts.press('start');
    await parts.reach('listening');
    parts.press('cancel');
    await parts.reach('idle');
    expect(parts.jobs[0]!.told).toEqual(['hurry', 'stop']);
  });
});

describe('a dictation in another language', () => {
  it('[S100, S102] begins in the language of its key; without live words a start is kept until its words are there', async () => {
    const { job, jobs, press, platform, reach } = await waiting({ spokenLanguages: ['en', 'de'] }, 'de');
    expect(job.wishes.hearing).toMatchObject({ languages: ['de'], isLive: false });
    press('start');
    expect(job.told).toEqual(['stop']);
    job.events.update?.(update(segment('guten Tag')));
    job.end('finished');
    job.setLate(null);
    await vi.waitFor(() => expect(jobs).toHaveLength(2));
    expect(platform.deliver.mock.calls).toEqual([['guten Tag']]);
    await reach('listening');
    expect(jobs[1]!.wishes.hearing).toMatchObject({ languages: ['en'], isLive: true });
  });

  it('[S102] the page knows that no live words come', async () => {
    const parts = setup({ spokenLanguages: ['de', 'en'] }, { models, loadFinal });
    await parts.session.begin();
    parts.press('start');
    await parts.reach('listening');
    expect(parts.store.getState().dictation).toMatchObject({ state: 'listening', isLive: false });
  });

  it('[S101] may be any of those that one speaks', async () => {
    const { job } = await waiting({ spokenLanguages: ['en', 'de'], automaticLanguage: true });
    expect(job.wishes.hearing).toMatchObject({ languages: ['en', 'de'], isLive: true });
  });
});

describe('a recording', () => {
  it('[S97] is heard by the final pass', async () => {
    const parts = setup({}, { models, loadFinal });
    await parts.session.begin();
    parts.session.recordings.add([new File(['x'], 'talk.wav')]);
    expect(parts.jobs[0]!.wishes.hearing).toMatchObject({ languages: ['en'], isLive: true, final: { waitMs: 1500 } });
  });
});

describe('the final pass', () => {
  const wishes = (parts: ReturnType<typeof setup>): unknown[] =>
    parts.speech.loadFinal.mock.calls.map(([wish]) => wish?.tier ?? wish);

  it('[S99] is asked for right after the live model, given back with it, and loaded again when someone speaks', async () => {
    vi.useFakeTimers();
    const parts = setup({ modelIdleMinutes: 1 }, { models, loadFinal });
    await parts.session.begin();
    await vi.advanceTimersByTimeAsync(0);
    expect(parts.store.getState().final).toEqual({ state: 'ready', facts });
    await vi.advanceTimersByTimeAsync(60_000);
    expect([parts.store.getState().engine.state, parts.store.getState().final.state]).toEqual(['resting', 'resting']);
    parts.press('start');
    await vi.advanceTimersByTimeAsync(0);
    expect(parts.store.getState().final.state).toBe('ready');
    expect(wishes(parts)).toEqual(['auto', 'auto']);
    vi.useRealTimers();
  });

  it('[S98] follows the settings and the battery, but not while someone speaks', async () => {
    const parts = setup({ finalOnBattery: false }, { models, loadFinal });
    await parts.session.begin();
    await parts.session.changeSettings({ finalTier: 'small' });
    await vi.waitFor(() => expect(wishes(parts)).toEqual(['auto', 'small']));
    parts.press('start');
    await parts.reach('listening');
    parts.changeBattery(true);
    await parts.session.changeSettings({ theme: 'dark' });
    expect(wishes(parts)).toHaveLength(2);
    parts.press('stop');
    await vi.waitFor(() => expect(wishes(parts)).toEqual(['auto', 'small', null]));
    expect(parts.store.getState().final).toEqual({ state: 'off', reason: 'battery' });
    parts.changeBattery(false);
    await vi.waitFor(() => expect(wishes(parts).at(-1)).toBe('small'));
    await parts.session.changeSettings({ finalTier: 'none' });
    await vi.waitFor(() => expect(parts.store.getState().final).toEqual({ state: 'off', reason: 'chosen' }));
  });

  it('[S92] that can’t be loaded, or is lost, is told, and dictation goes on with live words', async () => {
    const failure = {
      code: 'device-lost',
      message: 'The final pass stopped: out of memory.',
      remedy: 'The live words are used on.',
    } as const;
    const parts = setup({}, { models, loadFinal });
    await parts.session.begin();
    await vi.waitFor(() => expect(parts.store.getState().final.state).toBe('ready'));
    parts.loseFinal(failure);
    expect(parts.store.getState().final).toEqual({ state: 'failed', failure });
    expect(currentProblem(parts.store.getState())).toMatchObject({ message: failure.message });
    parts.press('start');
    await parts.reach('listening');
    expect(parts.jobs[0]!.wishes.hearing?.final).toBeNull();

    const broken = setup({}, { models, loadFinal: () => Promise.reject(new Error('cut off')) });
    await broken.session.begin();
    await vi.waitFor(() =>
      expect(broken.store.getState().final).toMatchObject({ state: 'failed', failure: { message: 'cut off' } }),
    );
    expect(broken.store.getState().engine.state).toBe('ready');
  });

  it('[S98] choosing its tier again starts it anew', async () => {
    const parts = setup({}, { models, loadFinal });
    await parts.session.begin();
    await vi.waitFor(() => expect(parts.store.getState().final.state).toBe('ready'));
    parts.loseFinal({ code: 'device-lost', message: 'Gone.', remedy: '' });
    await parts.session.changeSettings({ finalTier: 'both' });
    await vi.waitFor(() => expect(parts.store.getState().final.state).toBe('ready'));
  });
});
