import { z } from 'zod';
import { errorText, UtterError } from '../core/errors';
import { parseWordsFile, wordsFile, type UserWord } from '../core/language/user-words';
import { defaultSettings, parseSettings, type Settings } from '../core/settings';
import type { Delivery, HotkeyState, HotkeyStates, ModelEntry, Platform } from './platform';
import { noSystemCapabilities, noSystemServices } from './system-services';

const settingsKey = 'utter.settings';
const wordsKey = 'utter.words';

/** `models/index.json`, written by the build: one entry per shipped model, `url` relative to that file. */
const modelIndexSchema = z.array(
  z.object({
    id: z.string().min(1),
    name: z.string().min(1),
    language: z.string().min(1),
    languages: z.array(z.string().min(1)),
    role: z.enum(['live', 'final']),
    bytes: z.number().nonnegative(),
    hash: z.string().min(1).optional(),
    url: z.string().min(1),
  }),
);

/** The parts of a browser that the web platform uses, so that tests can stand in for them. */
export interface WebHost {
  readonly baseUrl: string;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  fetch(url: string): Promise<Response>;
  writeClipboard(text: string): Promise<void>;
  download(name: string, contents: Blob): void;
  /** Null where the browser doesn't tell. */
  battery(): Promise<Battery | null>;
}

/** What of the Battery Status API is used; TypeScript doesn't know it. */
export interface Battery extends EventTarget {
  readonly charging: boolean;
}

function isDischarging(battery: Battery | null): boolean {
  return battery?.charging === false;
}

/** A plain browser as the host: no hotkey, tray or delivery into other applications. */
export function createWebPlatform(host: WebHost = browserHost()): Platform {
  return {
    ...noSystemServices,
    name: 'web',
    can: { deliver: false, globalHotkey: false, tray: false, overlay: false, ...noSystemCapabilities },
    listModels: () => listModels(host),
    readSettings: () => Promise.resolve(readSettings(host)),
    writeSettings: async (settings) => store(host, settingsKey, JSON.stringify(settings), 'Your settings'),
    readUserWords: async () => readUserWords(host),
    writeUserWords: async (words) => store(host, wordsKey, wordsFile(words), 'Your words'),
    copyText: (text) => host.writeClipboard(text),
    deliver: async (text): Promise<Delivery> => {
      await host.writeClipboard(text);
      return { state: 'copied', reason: 'A browser page cannot type into other applications.' };
    },
    saveFile: (suggestedName, contents, mimeType) => {
      host.download(suggestedName, new Blob([contents], { type: mimeType }));
      return Promise.resolve(true);
    },
    hotkeyStates: (): Promise<HotkeyStates> => {
      const none: HotkeyState = {
        state: 'unavailable',
        accelerator: defaultSettings.hotkey,
        reason: 'A browser page cannot listen for keys while another application has the focus.',
      };
      return Promise.resolve({ dictate: none, cancel: none, repaste: none, languages: {} });
    },
    isOnBattery: async () => isDischarging(await host.battery()),
    onBatteryChanged: (listener) => {
      const done = new AbortController();
      void host.battery().then((battery) => {
        battery?.addEventListener('chargingchange', () => listener(isDischarging(battery)), { signal: done.signal });
      });
      return () => done.abort();
    },
    onDictationCommand: () => () => {},
    dictationChanged: () => {},
    liveChanged: () => {},
  };
}

async function listModels(host: WebHost): Promise<readonly ModelEntry[]> {
  const indexUrl = new URL('models/index.json', host.baseUrl).href;
  const remedy = 'Build the browser edition again, with at least one model in resources/models.';
  let index: unknown;
  try {
    const response = await host.fetch(indexUrl);
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
    index = await response.json();
  } catch (error) {
    const reason = errorText(error);
    throw new UtterError('model-not-found', `The list of models ${indexUrl} could not be read: ${reason}.`, remedy);
  }
  const parsed = modelIndexSchema.safeParse(index);
  if (!parsed.success) {
    throw new UtterError('model-not-found', `The list of models ${indexUrl} is not valid.`, remedy);
  }
  return parsed.data.map((entry) => ({ ...entry, url: new URL(entry.url, indexUrl).href }));
}

function readSettings(host: WebHost): Settings {
  try {
    return parseSettings(JSON.parse(host.storage.getItem(settingsKey) ?? '{}'));
  } catch {
    // Storage that is switched off or holds no JSON: the defaults are what the user gets, as on a first visit.
    return defaultSettings;
  }
}

/** Words that can't be read are set aside, so that the next ones don't overwrite them. */
function readUserWords(host: WebHost): UserWord[] {
  let stored: string | null;
  try {
    stored = host.storage.getItem(wordsKey);
  } catch {
    // Storage that is switched off: no words, as on a first visit.
    return [];
  }
  if (stored === null) return [];
  try {
    return parseWordsFile(stored, 'This page’s storage');
  } catch (error) {
    store(host, `${wordsKey}.damaged`, stored, 'Your words');
    store(host, wordsKey, wordsFile([]), 'Your words');
    throw error;
  }
}

function store(host: WebHost, key: string, value: string, what: string): void {
  try {
    host.storage.setItem(key, value);
  } catch (error) {
    throw new UtterError(
      'file-unwritable',
      `${what} could not be stored: ${errorText(error)}.`,
      'Allow this page to store data; until then your choices are lost when you close it.',
    );
  }
}

function browserHost(): WebHost {
  return {
    baseUrl: document.baseURI,
    storage: {
      // Read at each use: merely touching `localStorage` throws where the browser forbids it.
      getItem: (key) => localStorage.getItem(key),
      setItem: (key, value) => localStorage.setItem(key, value),
    },
    fetch: (url) => fetch(url),
    writeClipboard: (text) => navigator.clipboard.writeText(text),
    battery: async () => (await (navigator as { getBattery?(): Promise<Battery> }).getBattery?.().catch(() => null)) ?? null,
    download: (name, contents) => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(contents);
      link.download = name;
      link.click();
      // The browser reads the blob after this task; a minute is ample.
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    },
  };
}
