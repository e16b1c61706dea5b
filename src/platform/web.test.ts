import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../core/settings';
import { createWebPlatform, type WebHost } from './web';

function host(changes: Partial<WebHost> = {}) {
  const stored = new Map<string, string>();
  const copied: string[] = [];
  const downloads: { name: string; contents: Blob }[] = [];
  const base: WebHost = {
    baseUrl: 'http://localhost/utter/',
    storage: { getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => void stored.set(key, value) },
    fetch: () => Promise.resolve(new Response('[]')),
    writeClipboard: (text) => Promise.resolve(void copied.push(text)),
    download: (name, contents) => void downloads.push({ name, contents }),
    battery: () => Promise.resolve(null),
  };
  return { platform: createWebPlatform({ ...base, ...changes }), stored, copied, downloads };
}

const answers = (body: string, init?: ResponseInit): Partial<WebHost> => ({
  fetch: () => Promise.resolve(new Response(body, init)),
});

describe('the browser as a host', () => {
  it('[S17] claims nothing that a browser page can not do', () => {
    expect(host().platform.can).toEqual({
      deliver: false,
      globalHotkey: false,
      tray: false,
      overlay: false,
      startAtLogin: false,
      watchFolder: false,
      updateCheck: false,
    });
  });

  it('[S17] keeps settings from one visit to the next', async () => {
    const { platform } = host();
    await platform.writeSettings({ ...defaultSettings, theme: 'dark', backend: 'wasm' });
    expect(await platform.readSettings()).toMatchObject({ theme: 'dark', backend: 'wasm' });
  });

  it.each(['not json', '7', '[]', '{"theme":"mauve"}'])('[S17] has the defaults where %s was stored', async (value) => {
    const { platform, stored } = host();
    stored.set('utter.settings', value);
    expect(await platform.readSettings()).toEqual(defaultSettings);
  });

  it('[S17] works without storage, and says that choices are not kept', async () => {
    const refuse = (): never => {
      throw new DOMException('denied', 'SecurityError');
    };
    const { platform } = host({ storage: { getItem: refuse, setItem: refuse } });
    expect(await platform.readSettings()).toEqual(defaultSettings);
    await expect(platform.writeSettings(defaultSettings)).rejects.toMatchObject({ code: 'file-unwritable' });
  });

  it('[S98] tells of the battery where the browser does', async () => {
    const none = host().platform;
    expect(await none.isOnBattery()).toBe(false);
    const battery = Object.assign(new EventTarget(), { charging: false });
    const { platform } = host({ battery: () => Promise.resolve(battery) });
    expect(await platform.isOnBattery()).toBe(true);
    const told: boolean[] = [];
    const end = platform.onBatteryChanged((isOnBattery) => told.push(isOnBattery));
    await Promise.resolve();
    battery.charging = true;
    battery.dispatchEvent(new Event('chargingchange'));
    end();
    battery.dispatchEvent(new Event('chargingchange'));
    expect(told).toEqual([false]);
  });

  const words = [{ written: 'Łódź', soundsLike: 'woodge', boost: 1, learned: [] }];
  it('[S40] keeps the user’s words from one visit to the next', async () => {
    const { platform } = host();
    expect(await platform.readUserWords()).toEqual([]);
    await platform.writeUserWords(words);
    expect(await platform.readUserWords()).toEqual(words);
  });

  it('[S40] sets words that are damaged aside, and says so once', async () => {
    const { platform, stored } = host();
    stored.set('utter.words', '{"version":1,"words":[7]}');
    await expect(platform.readUserWords()).rejects.toMatchObject({ code: 'words-invalid' });
    expect(await platform.readUserWords()).toEqual([]);
    expect(stored.get('utter.words.damaged')).toBe('{"version":1,"words":[7]}');
  });

  it('[S18] finds the models beside their index, wherever the page is served', async () => {
    const entry = { id: 'en', name: 'English', language: 'en', languages: ['en'], role: 'live', bytes: 9, url: 'en%20small/' };
    const { platform } = host(answers(JSON.stringify([entry])));
    expect(await platform.listModels()).toEqual([{ ...entry, url: 'http://localhost/utter/models/en%20small/' }]);
  });

  it.each([
    ['missing', answers('', { status: 404 })],
    ['no JSON', answers('<!doctype html>')],
    ['something else', answers('[{"id":1}]')],
    ['out of reach', { fetch: () => Promise.reject(new TypeError('Failed to fetch')) }],
  ])('[S18] names the address of an index that is %s', async (_, changes) => {
    await expect(host(changes).platform.listModels()).rejects.toMatchObject({
      code: 'model-not-found',
      message: expect.stringContaining('http://localhost/utter/models/index.json') as string,
    });
  });

  it('[S17] saves by download and copies to the clipboard', async () => {
    const { platform, copied, downloads } = host();
    expect(await platform.saveFile('a.srt', '1\n', 'application/x-subrip')).toBe(true);
    await platform.copyText('hello');
    expect(copied).toEqual(['hello']);
    expect([downloads[0]?.name, await downloads[0]?.contents.text()]).toEqual(['a.srt', '1\n']);
  });
});
