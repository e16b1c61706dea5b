import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultSettings } from '../../core/settings';
import { noSystemCapabilities } from '../../platform/system-services';
import { recordingPage } from '../app/pages';
import type { SpeechClient } from '../app/speech-client';
import { createAppStore } from '../app/store';
import type { Dictation } from '../dictation/dictation-slice';
import { IdleModel } from './idle-model';

const model = {
  id: 'en',
  name: 'English',
  language: 'en',
  languages: ['en'],
  role: 'live' as const,
  bytes: 1,
  url: 'http://localhost/models/en/',
};
const choice = { backend: 'wasm', reason: 'r', reports: [] } as const;
const minuteMs = 60_000;
const idle: Dictation = { state: 'idle' };
const listening: Dictation = {
  state: 'listening',
  trigger: 'hotkey',
  microphone: 'Desk',
  trouble: null,
  sinceMs: 0,
  isLive: true,
};

function setup(modelIdleMinutes = 30) {
  const store = createAppStore({ deliver: false, globalHotkey: false, tray: false, overlay: false, ...noSystemCapabilities });
  const release = vi.fn(() => true);
  const load = vi.fn(() => Promise.resolve(store.setState({ engine: { state: 'loading', model, fraction: 0 } })));
  const idleModel = new IdleModel({ store, speech: { release } as unknown as SpeechClient, load });
  store.setState({ settings: { ...defaultSettings, modelIdleMinutes } });
  store.setState({ engine: { state: 'ready', model, choice } });
  return { store, release, load, idleModel, engine: () => store.getState().engine.state };
}

describe('a model that nobody uses', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('[S67] gives its memory back after the minutes of the settings without speech', () => {
    const { release, engine, store } = setup();
    vi.advanceTimersByTime(29 * minuteMs);
    store.setState({ dictation: listening });
    vi.advanceTimersByTime(60 * minuteMs);
    expect(engine()).toBe('ready');
    store.setState({ dictation: idle });
    vi.advanceTimersByTime(29 * minuteMs);
    expect(release).not.toHaveBeenCalled();
    store.setState({ remark: 'other things happen' });
    vi.advanceTimersByTime(minuteMs);
    expect(release).toHaveBeenCalledOnce();
    expect(engine()).toBe('resting');
  });

  it('[S67] stays for ever where the settings say 0, and follows a change of them', () => {
    const { store, engine } = setup(0);
    vi.advanceTimersByTime(10_000 * minuteMs);
    expect(engine()).toBe('ready');
    store.setState({ settings: { ...defaultSettings, modelIdleMinutes: 5 } });
    vi.advanceTimersByTime(5 * minuteMs);
    expect(engine()).toBe('resting');
  });

  it('[S67] is loaded again, once, as soon as a dictation starts or a recording comes', () => {
    for (const wake of ['dictation', 'recording'] as const) {
      const { store, load, engine } = setup();
      vi.advanceTimersByTime(30 * minuteMs);
      if (wake === 'dictation') store.setState({ dictation: { state: 'starting', trigger: 'hotkey' } });
      else store.setState(({ pages }) => ({ pages: [...pages, recordingPage('r', 'talk.wav')] }));
      expect(load).toHaveBeenCalledOnce();
      expect(engine()).toBe('loading');
      store.setState({ dictation: listening });
      expect(load).toHaveBeenCalledOnce();
    }
  });

  it('[S67] is loaded for whoever asks otherwise', async () => {
    const { idleModel, load } = setup();
    await idleModel.wake();
    expect(load, 'it is there').not.toHaveBeenCalled();
    vi.advanceTimersByTime(30 * minuteMs);
    await idleModel.wake();
    expect(load).toHaveBeenCalledOnce();
  });

  it('[S67] stays while the worker has something to do, and is asked again', () => {
    const { release, engine } = setup(1);
    release.mockReturnValueOnce(false);
    vi.advanceTimersByTime(minuteMs);
    expect(engine()).toBe('ready');
    vi.advanceTimersByTime(minuteMs);
    expect(engine()).toBe('resting');
  });
});
