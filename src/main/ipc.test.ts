import { beforeEach, describe, expect, it, vi } from 'vitest';
import { UtterError } from '../core/errors';
import { defaultSettings } from '../core/settings';
import type { ChannelName } from '../platform/ipc';
import { handlers, listeners, ownFrame, type FrameDouble } from './fixtures/electron';
import { memoryLog } from './fixtures/log';
import { setupIpc, type NoticeHandlers, type RequestHandlers } from './ipc';
import { channelArguments } from './ipc-arguments';

vi.mock('electron', () => import('./fixtures/electron'));

const off = { state: 'off' } as const;
const hotkeys = {
  dictate: { state: 'registered', accelerator: 'F9', canHold: true } as const,
  cancel: off,
  repaste: off,
  languages: {},
};
const emptyStore = {
  installed: [],
  damaged: [],
  available: [],
  usedBytes: 0,
  freeBytes: null,
  noDownloads: null,
  noImports: null,
};
const calls: string[] = [];
const called =
  <Result>(name: string, result: Result) =>
  (): Result => {
    calls.push(name);
    return result;
  };
const requests: RequestHandlers = {
  listModels: called('listModels', []),
  readSettings: called('readSettings', defaultSettings),
  writeSettings: called('writeSettings', undefined),
  readUserWords: called('readUserWords', []),
  writeUserWords: called('writeUserWords', undefined),
  copyText: called('copyText', undefined),
  deliver: called('deliver', { state: 'pasted' } as const),
  saveFile: called('saveFile', true),
  hotkeyStates: called('hotkeyStates', hotkeys),
  startsAtLogin: called('startsAtLogin', true),
  setStartsAtLogin: called('setStartsAtLogin', undefined),
  watchState: called('watchState', { state: 'off' } as const),
  chooseWatchFolder: called('chooseWatchFolder', undefined),
  stopWatching: called('stopWatching', undefined),
  finishRecording: called('finishRecording', undefined),
  isOnBattery: called('isOnBattery', false),
  lookForUpdate: called('lookForUpdate', { state: 'current' } as const),
  openReleases: called('openReleases', undefined),
  readModelStore: called('readModelStore', emptyStore),
  downloadModel: called('downloadModel', 'installed'),
  cancelDownload: called('cancelDownload', undefined),
  importModel: called('importModel', { id: 'a', folder: 'a', what: 'a model' }),
  removeModel: called('removeModel', undefined),
};
const notices: NoticeHandlers = {
  dictationChanged: called('dictationChanged', undefined),
  liveChanged: called('liveChanged', undefined),
};

/** Arguments each channel accepts. */
const validArguments: Record<ChannelName, unknown[]> = {
  listModels: [],
  readSettings: [],
  writeSettings: [defaultSettings],
  readUserWords: [],
  writeUserWords: [[{ written: 'Kubernetes', soundsLike: '', boost: 0, learned: [] }]],
  copyText: ['text'],
  deliver: ['text'],
  saveFile: ['a.txt', 'text', 'text/plain'],
  hotkeyStates: [],
  startsAtLogin: [],
  setStartsAtLogin: [true],
  watchState: [],
  chooseWatchFolder: [],
  stopWatching: [],
  finishRecording: ['3b241101-e2bb-4255-8caf-4136c566a962', 'text'],
  isOnBattery: [],
  lookForUpdate: [],
  openReleases: [],
  readModelStore: [],
  downloadModel: ['zipformer-en'],
  cancelDownload: ['zipformer-en'],
  importModel: ['/home/me/zipformer.zip'],
  removeModel: ['zipformer-en'],
  dictationChanged: ['idle'],
  liveChanged: [{ committed: 'a', tentative: 'b', levelDb: -20, notice: null, problem: null }],
};
const names = Object.keys(channelArguments) as ChannelName[];

function message(name: ChannelName, frame: FrameDouble | null, args: unknown[]): unknown {
  return (handlers.get(name) ?? listeners.get(name))?.({ senderFrame: frame }, ...args);
}

describe('ipc', () => {
  const log = memoryLog();
  beforeEach(() => {
    calls.length = 0;
    log.lines.length = 0;
    setupIpc(requests, notices, log);
  });

  it.each(names)('[H1] %s is answered when our page asks with the right arguments', async (name) => {
    const reply = await message(name, ownFrame, validArguments[name]);
    expect(calls).toEqual([name]);
    if (handlers.has(name)) expect(reply).toMatchObject({ ok: true });
  });

  const strangers: [string, FrameDouble | null][] = [
    ['another origin', { origin: 'https://example.com', parent: null }],
    ['a look-alike host', { origin: 'app://utter.example', parent: null }],
    ['an opaque origin', { origin: 'null', parent: null }],
    ['a frame inside our page', { origin: 'app://utter', parent: ownFrame }],
    ['a frame that is gone', null],
  ];
  it.each(strangers)('[H2] %s reaches no handler', async (_who, frame) => {
    for (const name of names) {
      const reply = await message(name, frame, validArguments[name]);
      if (handlers.has(name)) expect(reply).toMatchObject({ ok: false, failure: { code: 'internal' } });
    }
    expect(calls).toEqual([]);
    expect(log.lines).toHaveLength(names.length);
  });

  it.each(names)('[H3] %s refuses arguments of another shape, and does not repeat them', async (name) => {
    const valid = validArguments[name];
    const secret = { dictated: 'my bank code' };
    const wrong: unknown[][] = [[...valid, 'my bank code'], ...valid.map((_, i) => valid.with(i, secret).slice(0, i + 1))];
    if (valid.length > 0)
      wrong.push(
        [],
        valid.map(() => null),
        valid.map(() => ['my bank code']),
      );
    // Settings are salvaged key by key, so any object is a valid one.
    const refused = wrong.filter((args) => !(name === 'writeSettings' && args.length === 1 && args[0] === secret));
    for (const args of refused) {
      const reply = await message(name, ownFrame, args);
      if (handlers.has(name)) expect(reply).toMatchObject({ ok: false });
    }
    expect(calls).toEqual([]);
    expect(log.lines).toHaveLength(refused.length);
    expect(log.lines.join()).not.toContain('bank code');
  });

  it.each(['', '.', '..', '../settings.json', 'a/b', 'a\\b', '.hidden'])('[H3] no model is named %j', async (name) => {
    for (const channel of ['removeModel', 'downloadModel', 'cancelDownload'] as const) {
      expect(await message(channel, ownFrame, [name])).toMatchObject({ ok: false });
    }
    expect(calls).toEqual([]);
  });

  it('[H4] a failure keeps its code, message and remedy', async () => {
    const failing = () => Promise.reject(new UtterError('file-unwritable', 'Cannot write /a.', 'Free some space.'));
    setupIpc({ ...requests, saveFile: failing }, notices, log);
    expect(await message('saveFile', ownFrame, validArguments.saveFile)).toEqual({
      ok: false,
      failure: { code: 'file-unwritable', message: 'Cannot write /a.', remedy: 'Free some space.' },
    });
  });
});
