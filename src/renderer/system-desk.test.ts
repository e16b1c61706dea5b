import { describe, expect, it, vi } from 'vitest';
import { UtterError } from '../core/errors';
import { defaultSettings } from '../core/settings';
import type { Platform } from '../platform/platform';
import { noSystemServices, type WatchState } from '../platform/system-services';
import { changePage, recordingPage, withProgress, type RecordingProgress } from './pages';
import { createAppStore } from './store';
import { SystemDesk } from './system-desk';

const url = (id: string): string => `/watched/${id}`;
const watching = (...ids: string[]): WatchState => ({
  state: 'watching',
  folder: '/recordings',
  found: ids.map((id) => ({ id, name: `${id}.wav`, url: url(id) })),
});
const words = [{ text: 'hello', startMs: 0, endMs: 400, confidence: 1 }];

function setup(changes: Partial<Platform> = {}, settings = defaultSettings) {
  let tell: (state: WatchState) => void = () => {};
  let found: (version: string) => void = () => {};
  const finished: unknown[][] = [];
  const platform = {
    ...noSystemServices,
    startsAtLogin: () => Promise.resolve(true),
    watchState: () => Promise.resolve(watching()),
    finishRecording: (...args: unknown[]) => Promise.resolve(void finished.push(args)),
    onWatchChanged: (listener: typeof tell) => {
      tell = listener;
      return () => {};
    },
    onUpdateFound: (listener: typeof found) => {
      found = listener;
      return () => {};
    },
    ...changes,
  } as unknown as Platform;
  const can = { deliver: true, globalHotkey: true, tray: true, overlay: true, startAtLogin: true, watchFolder: true, updateCheck: true };
  const store = createAppStore(can);
  store.setState({ settings });
  const files: File[] = [];
  const remarks: string[] = [];
  const changeSettings = vi.fn(() => Promise.resolve());
  const desk = new SystemDesk({
    platform,
    store,
    add: (file) => {
      files.push(file);
      const page = recordingPage(`r${files.length}`, file.name);
      store.setState(({ pages }) => ({ pages: [...pages, page] }));
      return page.id;
    },
    fetch: (address) => Promise.resolve(address === url('gone') ? new Response('', { status: 404 }) : new Response('sound')),
    changeSettings,
    say: (remark) => remarks.push(remark),
  });
  const end = (pageId: string, progress: RecordingProgress): void =>
    store.setState(({ pages }) => ({
      pages: changePage(pages, pageId, (page) => {
        const transcript = { ...page.transcript, segments: [{ words, startMs: 0, endMs: 400 }] };
        return withProgress({ ...page, transcript }, progress);
      }),
    }));
  return {
    desk, store, files, finished, remarks, changeSettings, end,
    tell: (state: WatchState) => tell(state),
    foundVersion: (version: string) => found(version),
    names: () => files.map(({ name }) => name),
  };
}

describe('the watched folder', () => {
  it('[S74] is transcribed one recording after the other, each once, and its text written beside it', async () => {
    const { desk, tell, names, end, finished, files } = setup();
    await desk.begin();
    tell(watching('a', 'b'));
    await vi.waitFor(() => expect(names()).toEqual(['a.wav']));
    expect(await files[0]!.text()).toBe('sound');
    tell(watching('a', 'b'));
    end('r1', { state: 'done' });
    await vi.waitFor(() => expect(names()).toEqual(['a.wav', 'b.wav']));
    expect(finished).toEqual([['a', 'hello\n']]);
    tell(watching('b'));
    end('r2', { state: 'done' });
    await vi.waitFor(() => expect(finished).toHaveLength(2));
    expect(names()).toHaveLength(2);
  });

  it('[S74] what waited when the page was opened is taken up', async () => {
    const { desk, names } = setup({ watchState: () => Promise.resolve(watching('a')) });
    await desk.begin();
    await vi.waitFor(() => expect(names()).toEqual(['a.wav']));
  });

  it('[S73] a bad recording is told, not tried again, and does not stop the rest', async () => {
    const { desk, tell, names, end, finished, store } = setup();
    await desk.begin();
    tell(watching('gone', 'bad', 'device', 'cancelled'));
    await vi.waitFor(() => expect(names()).toEqual(['bad.wav']));
    const failure = { code: 'audio-undecodable', message: 'bad.wav is no recording.', remedy: 'Convert it.' } as const;
    end('r1', { state: 'failed', failure });
    await vi.waitFor(() => expect(names()).toEqual(['bad.wav', 'device.wav']));
    expect(store.getState().problem).toMatchObject({ message: 'bad.wav is no recording.' });
    end('r2', { state: 'failed', failure: { ...failure, code: 'device-lost' } });
    await vi.waitFor(() => expect(names()).toHaveLength(3));
    end('r3', { state: 'cancelled' });
    await vi.waitFor(() => expect(finished).toEqual([['bad', null], ['cancelled', null]]));
  });

  it('[S73] a folder that fails, or a text that can not be written, is told', async () => {
    const refuse = (): Promise<never> => Promise.reject(new UtterError('file-unwritable', 'Cannot write a.txt.', 'Free some space.'));
    const { desk, tell, names, end, store } = setup({ finishRecording: refuse });
    await desk.begin();
    tell({ state: 'failed', folder: '/recordings', reason: 'it is gone' });
    expect(store.getState().problem?.message).toContain('/recordings');
    tell(watching('a'));
    await vi.waitFor(() => expect(names()).toHaveLength(1));
    end('r1', { state: 'done' });
    await vi.waitFor(() => expect(store.getState().problem?.message).toBe('Cannot write a.txt.'));
  });
});

describe('the system around Utter', () => {
  it('[H50] what the system says of the login is shown, also when it refused', async () => {
    let isOn = true;
    const { desk, store } = setup({
      startsAtLogin: () => Promise.resolve(isOn),
      setStartsAtLogin: (isWanted) =>
        isWanted ? Promise.reject(new Error('managed by your organisation')) : Promise.resolve(void (isOn = false)),
    });
    await desk.begin();
    expect(store.getState().system.startsAtLogin).toBe(true);
    await desk.setStartsAtLogin(false);
    expect(store.getState().system.startsAtLogin).toBe(false);
    await desk.setStartsAtLogin(true);
    expect(store.getState().system.startsAtLogin).toBe(false);
    expect(store.getState().problem?.message).toContain('organisation');
  });

  it('[H51] a newer version is told and stays to be seen', async () => {
    const { desk, store, foundVersion, remarks } = setup();
    await desk.begin();
    foundVersion('0.2.0');
    expect(remarks).toEqual(['Utter 0.2.0 is there: see Settings.']);
    expect(store.getState().system.update).toEqual({ state: 'newer', version: '0.2.0' });
  });
});

describe('the guide', () => {
  it('[U50] comes once, and again when it is asked for', async () => {
    const { desk, store, changeSettings } = setup();
    await desk.begin();
    expect(store.getState().isGuideOpen).toBe(true);
    await desk.closeGuide();
    expect(store.getState().isGuideOpen).toBe(false);
    expect(changeSettings).toHaveBeenCalledWith({ isGuideSeen: true });

    const later = setup({}, { ...defaultSettings, isGuideSeen: true });
    await later.desk.begin();
    expect(later.store.getState().isGuideOpen).toBe(false);
    later.desk.openGuide();
    expect(later.store.getState().isGuideOpen).toBe(true);
    await later.desk.closeGuide();
    expect(later.changeSettings).not.toHaveBeenCalled();
  });
});
