import { describe, expect, it, vi } from 'vitest';
import type { BackendChoice } from '../../core/backend';
import { UtterError } from '../../core/errors';
import { defaultSettings } from '../../core/settings';
import { transcriptText } from '../../core/transcript/text';
import type { Word } from '../../core/transcript/types';
import type { Delivery, DictationCommand, HotkeyStates, Platform } from '../../platform/platform';
import { noSystemCapabilities, noSystemServices } from '../../platform/system-services';
import type { TranscriptUpdate } from '../../worker/protocol';
import { silentJournal } from './fixtures/silent-journal';
import type { Microphone } from './microphone';
import { Session } from './session';
import type { JobEvents, SpeechClient } from './speech-client';
import { createAppStore, selectedPage, type AppState } from './store';

const model = {
  id: 'en',
  name: 'English',
  language: 'en',
  languages: ['en'],
  role: 'live' as const,
  bytes: 1,
  url: 'http://localhost/models/en/',
};
const hotkeys: HotkeyStates = {
  dictate: { state: 'registered', accelerator: 'F9', canHold: true },
  cancel: { state: 'off' },
  repaste: { state: 'off' },
  languages: {},
};
const lost = new UtterError('microphone-lost', 'The microphone “Desk” was disconnected.', 'Connect it again.');
const none = { committed: [], tentative: [] };

const words = (text: string): Word[] =>
  text.split(' ').map((each, index) => ({ text: each, startMs: index * 100, endMs: index * 100 + 90, confidence: 1 }));
const segmentUpdate = (text: string): TranscriptUpdate => ({
  segments: [{ words: words(text), startMs: 0, endMs: 1000 }],
  partial: none,
  durationMs: 1000,
});
const openUpdate = (text: string): TranscriptUpdate => ({
  segments: [],
  partial: { committed: words(text), tentative: [] },
  durationMs: 500,
});

/** A session on a desktop that can do everything; `lastWords` come when a dictation is stopped. */
function setup(
  deliver: () => Promise<Delivery> = () => Promise.resolve({ state: 'pasted' }),
  settings: Partial<typeof defaultSettings> = {},
) {
  let lastWords: TranscriptUpdate | null = null;
  let command: (command: DictationCommand) => void = () => {};
  let lose: (error: UtterError) => void = () => {};
  let backendChanged: (choice: BackendChoice) => void = () => {};
  const tails: number[] = [];
  const warmTimes: number[] = [];
  const opened: (string | null)[] = [];
  /** Microphones that can't be opened. */
  const broken = new Map<string | null, UtterError>();
  const coolDown = vi.fn(() => Promise.resolve());
  const jobs: { readonly events: JobEvents }[] = [];
  const platform = {
    ...noSystemServices,
    name: 'electron',
    can: { deliver: true, globalHotkey: true, tray: true, overlay: true, ...noSystemCapabilities },
    listModels: () => Promise.resolve([model]),
    readSettings: () => Promise.resolve({ ...defaultSettings, ...settings }),
    writeSettings: vi.fn(() => Promise.resolve()),
    copyText: vi.fn(() => Promise.resolve()),
    deliver: vi.fn(deliver),
    saveFile: () => Promise.resolve(true),
    hotkeyStates: vi.fn(() => Promise.resolve(hotkeys)),
    onDictationCommand: (listener) => {
      command = listener;
      return () => {};
    },
    readUserWords: () => Promise.resolve([]),
    writeUserWords: () => Promise.resolve(),
    dictationChanged: () => {},
    liveChanged: vi.fn(),
  } satisfies Platform;
  const microphone: Microphone = {
    open: (deviceId) => {
      opened.push(deviceId);
      const error = broken.get(deviceId);
      if (error !== undefined) return Promise.reject(error);
      return Promise.resolve({
        label: 'Desk',
        sampleRateHz: 48000,
        port: null as unknown as MessagePort,
        journalPort: null as unknown as MessagePort,
        onReception: () => {},
        lost: new Promise<UtterError>((resolve) => (lose = resolve)),
        stop: async (tailMs, warmMs) => {
          tails.push(tailMs);
          warmTimes.push(warmMs);
        },
      });
    },
    coolDown,
    devices: () => Promise.resolve([]),
    onDevicesChanged: () => {},
  };
  const speech: SpeechClient = {
    load: () => Promise.resolve({ choice: { backend: 'wasm', reason: 'It is fastest.', reports: [] }, liveLengths: null }),
    listen: (_rate, _port, events) => {
      let end!: (outcome: 'finished') => void;
      const ended = new Promise<'finished'>((resolve) => (end = resolve));
      jobs.push({ events });
      const stop = (): void => {
        if (lastWords !== null) events.update?.(lastWords);
        end('finished');
      };
      return { ended, late: Promise.resolve(null), stop, cancel: () => end('finished'), hurry: () => {} };
    },
    transcribe: () => Promise.reject(new Error('No recordings here.')) as never,
    setWords: () => Promise.resolve([]),
    learn: () => Promise.resolve([]),
    loadFinal: () => Promise.resolve(null),
    onFinalLost: () => {},
    onBackendChanged: (listener) => (backendChanged = listener),
    release: () => true,
  };
  const store = createAppStore(platform.can);
  const session = new Session({ platform, speech, microphone, journal: silentJournal, store });
  const state = (): AppState => store.getState();
  return {
    platform,
    speech,
    session,
    store,
    state,
    jobs,
    tails,
    warmTimes,
    opened,
    broken,
    coolDown,
    text: () => transcriptText(selectedPage(state()).transcript),
    reach: (wanted: AppState['dictation']['state']): Promise<void> =>
      vi.waitFor(() => expect(state().dictation.state).toBe(wanted)),
    command: (name: DictationCommand) => command(name),
    unplug: (error: UtterError) => lose(error),
    replaceBackend: (choice: BackendChoice) => backendChanged(choice),
    sayAtTheEnd: (update: TranscriptUpdate) => (lastWords = update),
  };
}

describe('commands of the host', () => {
  it('[S50] “start” and “stop” do only what they say', async () => {
    const { command, session, reach, state } = setup();
    await session.begin();
    command('stop');
    expect(state().dictation.state).toBe('idle');
    command('start');
    await reach('listening');
    command('start');
    expect(state().dictation.state).toBe('listening');
    command('stop');
    await reach('idle');
  });

  it('[S53] “cancel” ends at once without a tail, keeps the words and delivers nothing', async () => {
    const { command, session, reach, state, text, jobs, tails, platform } = setup();
    await session.begin();
    command('start');
    await reach('listening');
    jobs[0]!.events.update?.(openUpdate('not for them'));
    command('cancel');
    await reach('idle');
    expect(tails).toEqual([0]);
    expect(platform.deliver).not.toHaveBeenCalled();
    expect(text()).toBe('not for them');
    expect(state().remark).toContain('Cancelled');
  });

  it('[S58] “interrupt” keeps the words and delivers nothing: nobody is there to see where they go', async () => {
    const { command, session, reach, text, sayAtTheEnd, platform } = setup();
    await session.begin();
    command('start');
    await reach('listening');
    sayAtTheEnd(segmentUpdate('half a sentence'));
    command('interrupt');
    await reach('idle');
    expect(platform.deliver).not.toHaveBeenCalled();
    expect(text()).toBe('half a sentence');
  });

  it('[S61] the next dictation does not wait until the last one is delivered', async () => {
    const { command, session, reach, sayAtTheEnd, platform } = setup(() => new Promise(() => {}));
    await session.begin();
    command('start');
    await reach('listening');
    sayAtTheEnd(segmentUpdate('first'));
    command('stop');
    await reach('idle');
    expect(platform.deliver).toHaveBeenCalledOnce();
    command('start');
    await reach('listening');
  });

  it('[S61] a start that comes while the last words are written is kept, and a stop takes it back', async () => {
    const { command, session, store, state, reach } = setup();
    await session.begin();
    let next: readonly DictationCommand[] = [];
    store.subscribe(({ dictation }, { dictation: before }) => {
      if (dictation.state === 'finishing' && before.state !== 'finishing') next.forEach(command);
    });
    for (const [commands, end] of [
      [['start'], 'listening'],
      [['start', 'stop'], 'idle'],
      [['toggle', 'toggle'], 'idle'],
    ] as const) {
      if (state().dictation.state === 'idle') command('start');
      await reach('listening');
      next = commands;
      command('stop');
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(state().dictation.state).toBe(end);
    }
  });

  it('[S62] the tail is as long as the settings say', async () => {
    const { command, session, reach, tails } = setup();
    await session.begin();
    await session.changeSettings({ tailMs: 1000 });
    command('start');
    await reach('listening');
    command('stop');
    await reach('idle');
    expect(tails).toEqual([1000]);
  });

  it('[U40] the overlay is told of words and level as they come, and of what went wrong', async () => {
    const { command, session, reach, jobs, platform, unplug } = setup();
    await session.begin();
    command('start');
    await reach('listening');
    jobs[0]!.events.update?.(openUpdate('hello'));
    jobs[0]!.events.level?.(-30);
    const told = { committed: 'hello', tentative: '', levelDb: -30, notice: null, problem: null };
    await vi.waitFor(() => expect(platform.liveChanged).toHaveBeenLastCalledWith(told));
    unplug(lost);
    await reach('error');
    expect(platform.liveChanged).toHaveBeenLastCalledWith({ ...told, problem: `${lost.message} ${lost.remedy}` });
  });

  it('[U40] the overlay shows the written text, with the white space that it has', async () => {
    const { command, session, reach, jobs, platform } = setup();
    await session.begin();
    command('start');
    await reach('listening');
    const span = (text: string) => ({ text, startMs: 0, endMs: 100 });
    const written = { committed: [span(' At 5 p.m')], tentative: [span('.'), span(' Then')], paragraphEnds: [] };
    const update = openUpdate('at five p m then');
    jobs[0]!.events.update?.({ ...update, partial: { ...update.partial, written } });
    const shows = (committed: string, tentative: string): Promise<void> =>
      vi.waitFor(() => expect(platform.liveChanged).toHaveBeenLastCalledWith(expect.objectContaining({ committed, tentative })));
    await shows('At 5 p.m', '. Then');
    jobs[0]!.events.update?.({ ...update, partial: { committed: words('so'), tentative: words('far') } });
    await shows('so', ' far');
  });

  it('[H42] changed keys are asked for again, so that what was refused is seen', async () => {
    const { session, state, platform } = setup();
    await session.begin();
    const refused = { state: 'unavailable', accelerator: 'F8', reason: 'Taken.' } as const;
    platform.hotkeyStates.mockResolvedValueOnce({ ...hotkeys, dictate: refused });
    await session.changeSettings({ hotkey: 'F8' });
    expect(platform.writeSettings).toHaveBeenCalledWith(expect.objectContaining({ hotkey: 'F8' }));
    expect(state().hotkeys?.dictate).toEqual(refused);
  });

  it('[U6] tells of a copy that failed', async () => {
    const { session, state, platform } = setup();
    await session.begin();
    platform.copyText.mockRejectedValueOnce(new Error('The clipboard is busy.'));
    await session.pages.copy();
    expect(state().problem).toMatchObject({ message: 'The clipboard is busy.' });
  });
});

describe('microphones in trouble', () => {
  const missing = new UtterError(
    'microphone-missing',
    'The microphone you chose is not connected.',
    'Choose another one under Settings.',
  );
  const usb = { microphoneId: 'usb' };

  it('[S63] the system’s own takes the place of a chosen one that is gone; the choice stays and the user is told', async () => {
    const { session, command, reach, state, opened, broken, sayAtTheEnd, text } = setup(undefined, usb);
    broken.set('usb', missing);
    await session.begin();
    command('start');
    await reach('listening');
    expect(opened).toEqual(['usb', null]);
    expect(state().problem).toEqual({
      message: missing.message,
      remedy: 'Using “Desk” instead. Choose another one under Settings.',
    });
    sayAtTheEnd(segmentUpdate('heard all the same'));
    command('stop');
    await reach('idle');
    expect(text()).toBe('heard all the same');
    expect(state().settings.microphoneId).toBe('usb');
    broken.clear();
    command('start');
    await reach('listening');
    expect(opened.at(-1)).toBe('usb');
    expect(state().problem).toBeNull();
  });

  it('[S63, S9] without any, or without the permission, the reason is that of the chosen one', async () => {
    const denied = new UtterError('microphone-denied', 'Not allowed.', 'Allow it.');
    for (const [error, tried] of [
      [missing, ['usb', null]],
      [denied, ['usb']],
    ] as const) {
      const { session, command, reach, state, opened, broken } = setup(undefined, usb);
      broken.set('usb', error).set(null, new UtterError('microphone-missing', 'None.', 'Connect one.'));
      await session.begin();
      command('start');
      await reach('error');
      expect(opened).toEqual(tried);
      expect(state().dictation).toMatchObject({ failure: { message: error.message } });
    }
  });

  it('[S65] sleep and a locked screen free a microphone that is kept ready, in a dictation and between two', async () => {
    const { session, command, reach, warmTimes, coolDown } = setup(undefined, { microphoneWarmMinutes: 10 });
    await session.begin();
    command('start');
    await reach('listening');
    command('interrupt');
    await reach('idle');
    expect(warmTimes).toEqual([0]);
    command('start');
    await reach('listening');
    command('stop');
    await reach('idle');
    expect(warmTimes).toEqual([0, 600_000]);
    coolDown.mockClear();
    command('interrupt');
    expect(coolDown).toHaveBeenCalledOnce();
  });

  it('[S8] text that was asked for by hotkey is delivered when the microphone is lost', async () => {
    const { session, command, reach, unplug, sayAtTheEnd, platform } = setup();
    await session.begin();
    command('start');
    await reach('listening');
    sayAtTheEnd(segmentUpdate('all of it'));
    unplug(lost);
    await reach('error');
    expect(platform.deliver).toHaveBeenCalledTimes(1);
  });
});

describe('the length of live chunks', () => {
  it('[E15] is as the settings of the moment say', async () => {
    const { session, speech, reach } = setup();
    const listen = vi.spyOn(speech, 'listen');
    await session.begin();
    for (const liveChunkMs of [null, 960]) {
      await session.changeSettings({ liveChunkMs });
      session.dictation.toggle('window');
      await reach('listening');
      session.dictation.toggle('window');
      await reach('idle');
    }
    expect(listen.mock.calls.map((call) => call[3]?.chunkMs)).toEqual([null, 960]);
  });

  it('[U65] can be chosen of those of the model in use, if it could be loaded', async () => {
    const { session, speech, state, replaceBackend } = setup();
    await session.begin();
    const seen = [];
    const liveLengths = { offeredMs: [120, 240, 960], defaultMs: 240, isDefaultBest: false };
    const choice = { backend: 'wasm', reason: '', reports: [] } as const;
    const measured = { ...choice, reports: [{ backend: 'wasm', state: 'ok', msPerChunk: 9, rtf: 0.04 }] } as const;
    const loads: SpeechClient['load'][] = [
      () => Promise.resolve({ choice, liveLengths }),
      () => Promise.resolve({ choice, liveLengths: null }),
      () => Promise.resolve({ choice: measured, liveLengths }),
    ];
    for (const load of loads) {
      speech.load = load;
      await session.choice.selectBackend('auto');
      seen.push(state().latency);
    }
    expect(seen).toEqual([{ ...liveLengths, automaticMs: 240 }, null, { ...liveLengths, automaticMs: 120 }]);
    replaceBackend(choice);
    expect(state().latency).toEqual({ ...liveLengths, automaticMs: 240 });
    speech.load = () => Promise.reject(new Error('broken'));
    await session.choice.selectBackend('auto');
    expect(state().latency).toBeNull();
  });
});
