import { describe, expect, it, vi } from 'vitest';
import { UtterError, type Failure } from '../core/errors';
import { defaultSettings, type Settings } from '../core/settings';
import type { Segment } from '../core/transcript/types';
import type { Commit, FinishedEntry } from '../history/journal-protocol';
import type { Platform } from '../platform/platform';
import { noSystemCapabilities, noSystemServices } from '../platform/system-services';
import type { TranscriptUpdate } from '../worker/protocol';
import type { JournalClient } from './journal-client';
import type { Microphone } from './microphone';
import { Session } from './session';
import type { JobEvents, SpeechClient } from './speech-client';
import { createAppStore, currentProblem, selectedPage } from './store';

const partial = { committed: [], tentative: [] };
const segment = (text: string, startMs = 0): Segment => {
  const words = text.split(' ').map((each, index) => ({
    text: each,
    startMs: startMs + index * 300,
    endMs: startMs + index * 300 + 250,
    confidence: 0.9,
  }));
  return { words, startMs, endMs: words.at(-1)!.endMs };
};
const update = (...segments: Segment[]): TranscriptUpdate => ({ segments, partial, durationMs: 20_000 });

/** A session whose journal, microphone and recogniser write down what is asked of them. */
function setup(settings: Partial<Settings> = {}) {
  const jobs: { events: JobEvents; startMs: number; end(outcome: 'finished' | 'cancelled'): void; fail(error: Error): void }[] = [];
  const start = (events: JobEvents, startMs: number, endsOnStop: boolean) => {
    const { promise: ended, resolve: end, reject: fail } = withResolvers<'finished' | 'cancelled'>();
    ended.catch(() => undefined);
    jobs.push({ events, startMs, end, fail });
    return { ended, stop: () => void (endsOnStop && end('finished')), cancel: () => end('cancelled') };
  };
  const speech: SpeechClient = {
    load: () => Promise.resolve({ choice: { backend: 'wasm', reason: '', reports: [] }, liveLengths: null }),
    setWords: () => Promise.resolve([]),
    learn: () => Promise.resolve([]),
    listen: (_rate, _port, events) => start(events, 0, true),
    transcribe: (_file, events, _text, startMs = 0) => start(events, startMs, false),
    onBackendChanged: () => {},
    release: () => true,
  };
  const entries: { id: string; kind: string; audio: string; commits: Commit[]; finished?: FinishedEntry | null }[] = [];
  let fail: (failure: Failure) => void = () => {};
  const journal: JournalClient = {
    begin: ({ id, kind }, audio) => {
      const entry: (typeof entries)[number] = { id, kind, audio: audio.kind, commits: [] };
      entries.push(entry);
      return {
        id,
        commit: (commit) => Promise.resolve(void entry.commits.push(commit)),
        close: (finished) => Promise.resolve(void (entry.finished = finished)),
      };
    },
    onFailed: (listener) => (fail = listener),
  };
  const stops: number[][] = [];
  const microphone = {
    open: vi.fn(() =>
      Promise.resolve({
        label: 'Desk',
        sampleRateHz: 48_000,
        port: null as unknown as MessagePort,
        journalPort: null as unknown as MessagePort,
        lost: new Promise<UtterError>(() => {}),
        stop: (tailMs: number, warmMs: number) => Promise.resolve(void stops.push([tailMs, warmMs])),
      }),
    ),
    coolDown: vi.fn(() => Promise.resolve()),
    devices: () => Promise.resolve([]),
    onDevicesChanged: () => {},
  } satisfies Microphone;
  const platform: Platform = {
    ...noSystemServices,
    name: 'web',
    can: { deliver: false, globalHotkey: false, tray: false, overlay: false, ...noSystemCapabilities },
    listModels: () => Promise.resolve([{ id: 'en', name: 'English', language: 'en', role: 'live' as const, languages: ['en'], bytes: 1, url: 'http://localhost/en/' }]),
    readSettings: () => Promise.resolve({ ...defaultSettings, ...settings }),
    writeSettings: () => Promise.resolve(),
    copyText: () => Promise.resolve(),
    deliver: () => Promise.resolve({ state: 'pasted' }),
    saveFile: () => Promise.resolve(true),
    readUserWords: () => Promise.resolve([]),
    writeUserWords: () => Promise.resolve(),
    hotkeyStates: () => Promise.reject(new Error('none')),
    onDictationCommand: () => () => {},
    dictationChanged: () => {},
    liveChanged: () => {},
  };
  const store = createAppStore(platform.can);
  const session = new Session({ platform, speech, microphone, journal, store });
  const reach = (state: string): Promise<void> =>
    vi.waitFor(() => expect(store.getState().dictation.state).toBe(state));
  const text = (): string => selectedPage(store.getState()).transcript.segments.map(({ words }) => words.map((word) => word.text).join(' ')).join(' / ');
  return { session, store, jobs, entries, stops, microphone, reach, text, failJournal: (failure: Failure) => fail(failure) };
}

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  return { promise, resolve, reject };
}

async function dictate(parts: ReturnType<typeof setup>, ...said: TranscriptUpdate[]): Promise<void> {
  parts.session.toggleDictation('window');
  await parts.reach('listening');
  for (const each of said) parts.jobs.at(-1)!.events.update?.(each);
  await vi.waitFor(() => expect(parts.entries.at(-1)!.commits).toHaveLength(said.length));
  parts.session.toggleDictation('window');
  await parts.reach('idle');
}

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
    parts.session.toggleDictation('window');
    await parts.reach('listening');
    parts.jobs[0]!.fail(new UtterError('device-lost', 'The GPU is gone.', 'Restart.'));
    await parts.reach('error');
    expect(parts.entries[0]!.finished).toMatchObject({ text: '' });
  });

  it('[J4] goes on when the journal can not write, and says so', async () => {
    const parts = setup();
    await parts.session.begin();
    parts.session.toggleDictation('window');
    await parts.reach('listening');
    parts.failJournal({ code: 'history-unavailable', message: 'The disk is full.', remedy: 'Free space.' });
    expect(currentProblem(parts.store.getState())?.message).toBe('The disk is full.');
    parts.jobs[0]!.events.update?.(update(segment('still here')));
    parts.session.toggleDictation('window');
    await parts.reach('idle');
    expect(parts.text()).toBe('still here');
  });

  it('[T50, T53] ends when told so by voice, and says what commands did', async () => {
    const parts = setup();
    await parts.session.begin();
    parts.session.toggleDictation('window');
    await parts.reach('listening');
    const { events } = parts.jobs[0]!;
    events.update?.(update(segment('one two')));
    events.update?.(update(segment('scratch that', 3000)));
    await vi.waitFor(() => expect(parts.store.getState().remark).toContain('Took back “one two”'));
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
      parts.session.addRecordings([file]);
      parts.jobs[0]!.events.update?.(update(segment('said')));
      parts.jobs[0]!.end('finished');
      await vi.waitFor(() => expect(parts.entries[0]!.finished).not.toBeUndefined());
      expect(parts.entries[0]).toMatchObject({ kind: 'recording', audio: keepHistory ? 'file' : 'none' });
      expect(parts.entries[0]!.finished?.text).toBe(keepHistory ? 'said' : undefined);
    }
  });

  it('[J30] that was cancelled goes on behind its last ended utterance, in the same entry', async () => {
    const parts = setup();
    await parts.session.begin();
    parts.session.addRecordings([file]);
    const pageId = parts.store.getState().pages[1]!.id;
    parts.jobs[0]!.events.update?.({
      ...update(segment('one two', 1000)),
      partial: { committed: [], tentative: segment('thr', 4000).words },
    });
    parts.session.cancelRecording(pageId);
    await vi.waitFor(() => expect(parts.entries[0]!.finished?.text).toBe('one two\nthr'));
    parts.session.resumeRecording(pageId);
    await vi.waitFor(() => expect(parts.jobs).toHaveLength(2));
    expect(parts.text(), 'what is said again is not shown twice').toBe('one two');
    expect(parts.jobs[1]!.startMs).toBe(1550 + 200);
    parts.jobs[1]!.events.update?.(update(segment('three four', 100)));
    parts.jobs[1]!.end('finished');
    await vi.waitFor(() => expect(parts.entries[1]?.finished).toBeDefined());
    expect(parts.entries[1]).toMatchObject({ id: parts.entries[0]!.id, finished: { text: 'one two\nthree four' } });
    expect(parts.entries[1]!.finished?.transcript.segments[1]!.startMs).toBe(1750 + 100);
    expect(parts.entries[1]!.commits.flatMap((commit) => commit.segments)).toHaveLength(2);
    parts.session.resumeRecording(pageId);
    expect(parts.jobs, 'what is done is done').toHaveLength(2);
  });

  it('[J31] tells how far it is, exactly, and how fast it goes', async () => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
    const parts = setup();
    await parts.session.begin();
    parts.session.addRecordings([file]);
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
