import { describe, expect, it, vi } from 'vitest';
import { UtterError } from '../../core/errors';
import type { Platform } from '../../platform/platform';
import { noSystemCapabilities, noSystemServices, type WatchState } from '../../platform/system-services';
import { changePage, recordingPage, withProgress, type RecordingProgress } from '../app/pages';
import { createAppStore } from '../app/store';
import { WatchDesk } from './watch-desk';

const url = (id: string): string => `/watched/${id}`;
const watching = (...ids: string[]): WatchState => ({
  state: 'watching',
  folder: '/recordings',
  found: ids.map((id) => ({ id, name: `${id}.wav`, url: url(id) })),
});
const words = [{ text: 'hello', startMs: 0, endMs: 400, confidence: 1 }];

function setup(changes: Partial<Platform> = {}) {
  let tell: (state: WatchState) => void = () => {};
  const finished: unknown[][] = [];
  const platform = {
    ...noSystemServices,
    watchState: () => Promise.resolve(watching()),
    finishRecording: (...args: unknown[]) => Promise.resolve(void finished.push(args)),
    onWatchChanged: (listener: typeof tell) => {
      tell = listener;
      return () => {};
    },
    ...changes,
  } as unknown as Platform;
  const store = createAppStore({
    deliver: true,
    globalHotkey: true,
    tray: true,
    overlay: true,
    ...noSystemCapabilities,
    watchFolder: true,
  });
  const files: File[] = [];
  const desk = new WatchDesk({
    platform,
    store,
    add: (file) => {
      files.push(file);
      const page = recordingPage(`r${files.length}`, file.name);
      store.setState(({ pages }) => ({ pages: [...pages, page] }));
      return page.id;
    },
    fetch: (address) => Promise.resolve(address === url('gone') ? new Response('', { status: 404 }) : new Response('sound')),
  });
  const end = (pageId: string, progress: RecordingProgress): void =>
    store.setState(({ pages }) => ({
      pages: changePage(pages, pageId, (page) => {
        const transcript = { ...page.transcript, segments: [{ words, startMs: 0, endMs: 400 }] };
        return withProgress({ ...page, transcript }, progress);
      }),
    }));
  return {
    desk,
    store,
    files,
    finished,
    end,
    tell: (state: WatchState) => tell(state),
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
    await vi.waitFor(() =>
      expect(finished).toEqual([
        ['bad', null],
        ['cancelled', null],
      ]),
    );
  });

  it('[S73] a folder that fails, or a text that can not be written, is told', async () => {
    const refuse = (): Promise<never> =>
      Promise.reject(new UtterError('file-unwritable', 'Cannot write a.txt.', 'Free some space.'));
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
