import { beforeEach, describe, expect, it, vi } from 'vitest';
import { UtterError } from '../../core/errors';
import { defaultSettings } from '../../core/settings';
import type { AvailableModel, DownloadProgress, InstalledModel, ModelHost, ModelStore } from '../../platform/model-host';
import type { ModelEntry, Platform } from '../../platform/platform';
import { noSystemCapabilities, noSystemServices } from '../../platform/system-services';
import type { JournalClient } from '../app/journal-client';
import { Session } from '../app/session';
import type { SpeechClient } from '../app/speech-client';
import { createAppStore } from '../app/store';
import { t } from '../locales/language';
import { languageText } from '../locales/language-names';
import { droppedFiles } from './dropped-files';
import { ModelDesk, type ModelDeskParts } from './model-desk';
import { accuracyText, factsText, rateTexts, sizeText } from './model-facts';

const facts = { language: 'en', languages: ['en'], licence: 'CC0', bytes: 5e6, rates: [], source: null, role: 'live' as const };
const installedModel = (id: string, origin: InstalledModel['origin']): InstalledModel => ({
  ...facts,
  id,
  name: `Model ${id}`,
  origin,
  folder: id,
  url: `app://utter/models/${id}/`,
});
const availableModel = (id: string, partialBytes = 0): AvailableModel => ({
  ...facts,
  id,
  name: `Model ${id}`,
  note: null,
  partialBytes,
  isRunning: false,
});
const choice = { backend: 'wasm', reason: '', reports: [{ backend: 'wasm', state: 'ok', msPerChunk: 50, rtf: 0.16 }] } as const;
const entry = ({ id, name, language, languages, bytes, role, url }: InstalledModel): ModelEntry => ({
  id,
  name,
  language,
  languages,
  bytes,
  role,
  url,
});

function setup(changes: Partial<ModelDeskParts> = {}, hostChanges: Partial<ModelHost> = {}) {
  let installed = [installedModel('base', 'shipped')];
  let available = [availableModel('fr', 1e6)];
  let listener: (progress: DownloadProgress) => void = () => {};
  const host: ModelHost = {
    readModelStore: (): Promise<ModelStore> =>
      Promise.resolve({ installed, damaged: [], available, usedBytes: 0, freeBytes: null, noDownloads: null, noImports: null }),
    downloadModel: vi.fn((id: string) => {
      listener({ id, doneBytes: 4e6, totalBytes: 5e6 });
      installed = [...installed, installedModel(id, 'downloaded')];
      available = [];
      return Promise.resolve('installed' as const);
    }),
    cancelDownload: vi.fn(() => Promise.resolve()),
    importModel: vi.fn(() => {
      installed = [...installed, installedModel('mine', 'imported')];
      return Promise.resolve({ id: 'mine', folder: 'mine', what: 'a streaming lstm transducer' });
    }),
    removeModel: vi.fn((folder: string) => {
      installed = installed.filter((model) => model.folder !== folder);
      return Promise.resolve();
    }),
    onDownloadProgress: (heard) => {
      listener = heard;
      return () => {};
    },
    ...hostChanges,
  };
  const store = createAppStore({ deliver: false, globalHotkey: false, tray: false, overlay: false, ...noSystemCapabilities });
  const selectModel = vi.fn((id: string | null) => {
    store.setState({ engine: { state: 'ready', model: entry(installedModel(id ?? 'base', 'shipped')), choice } });
    return Promise.resolve();
  });
  const tryModel = vi.fn(() => Promise.resolve({ choice, loadMs: 1234 }));
  const desk = new ModelDesk({
    platform: { listModels: () => Promise.resolve(installed.map(entry)) },
    host,
    store,
    selectModel,
    tryModel,
    ...changes,
  });
  const file = { name: 'model.zip' } as File;
  return {
    desk,
    host,
    store,
    selectModel,
    tryModel,
    file,
    state: () => store.getState().modelManager,
    tell: (told: DownloadProgress) => listener(told),
  };
}

beforeEach(() => void vi.stubGlobal('navigator', { languages: ['en'] }));

describe('the model manager', () => {
  it('[X53] downloads with progress; the picker has the model then', async () => {
    const { desk, store, state } = setup();
    await desk.refresh();
    const seen: unknown[] = [];
    store.subscribe(({ modelManager: { downloads } }) => seen.push(downloads['fr']));
    await desk.download('fr');
    expect(seen).toContainEqual({ doneBytes: 1e6, totalBytes: 5e6 });
    expect(seen).toContainEqual({ doneBytes: 4e6, totalBytes: 5e6 });
    expect(state()).toMatchObject({ downloads: {}, message: 'Model fr is installed.', isProblem: false });
    expect(store.getState().models.map(({ id }) => id)).toEqual(['base', 'fr']);
  });

  it('[X53] tells of a download that failed or was cancelled, and ignores progress that comes late', async () => {
    const failure = new UtterError('download-failed', 'The server is gone.', 'Try again.');
    const failing = setup({}, { downloadModel: () => Promise.reject(failure) });
    await failing.desk.refresh();
    await failing.desk.download('fr');
    expect(failing.state()).toMatchObject({ downloads: {}, message: 'The server is gone. Try again.', isProblem: true });
    failing.tell({ id: 'fr', doneBytes: 2, totalBytes: 3 });
    expect(failing.state().downloads).toEqual({});

    const cancelled = setup({}, { downloadModel: () => Promise.resolve('cancelled') });
    await cancelled.desk.refresh();
    await cancelled.desk.download('fr');
    expect(cancelled.state().message).toBe('The download of Model fr was cancelled.');
  });

  it('[X54] an imported model is tried: what it is and how fast it runs here is told', async () => {
    const { desk, tryModel, file, state, host } = setup();
    await desk.refresh();
    await desk.importFiles([file]);
    expect(tryModel).toHaveBeenCalledWith('app://utter/models/mine/', expect.any(Function));
    expect(state()).toMatchObject({
      isWorking: false,
      isProblem: false,
      message:
        'Model mine was imported: a streaming lstm transducer, 5.0 MB. It runs here on the processor (WebAssembly), and was loaded in 1.2 s. Live words are quick here: they appear while you speak.',
    });
    expect(host.removeModel).not.toHaveBeenCalled();
  });

  it('[X54] one that does not run does not stay, and the reason is told', async () => {
    const refused = new UtterError('model-invalid', 'joiner.onnx is damaged.', 'Get it again.');
    const { desk, file, host, state, store } = setup({ tryModel: () => Promise.reject(refused) });
    await desk.refresh();
    await desk.importFiles([file]);
    expect(host.removeModel).toHaveBeenCalledWith('mine');
    expect(state()).toMatchObject({ isWorking: false, isProblem: true, message: 'joiner.onnx is damaged. Get it again.' });
    expect(store.getState().models.map(({ id }) => id)).toEqual(['base']);
  });

  it('[X54] what is missing is told; while someone dictates nothing is tried', async () => {
    const incomplete = new UtterError('model-invalid', 'tokens.txt is missing.', 'Put it there.');
    const { desk, file, host, state, store } = setup({}, { importModel: vi.fn(() => Promise.reject(incomplete)) });
    await desk.importFiles([file]);
    expect(state()).toMatchObject({ message: 'tokens.txt is missing. Put it there.', isProblem: true, isWorking: false });
    store.setState({ dictation: { state: 'starting', trigger: 'window' } });
    await desk.importFiles([file]);
    expect(host.importModel).toHaveBeenCalledTimes(1);
    expect(state().message).toContain('Stop dictating first');
    await desk.importFiles([]);
  });

  it('[X57] a model in use is removed once another is loaded; the last one stays', async () => {
    const { desk, host, selectModel, file, store, state } = setup();
    await desk.importFiles([file]);
    await desk.use(installedModel('mine', 'imported'));
    expect(state().message).toBe('Model mine is now in use.');
    await desk.remove('mine');
    expect(selectModel.mock.calls.map(([id]) => id)).toEqual(['mine', null]);
    expect(host.removeModel).toHaveBeenCalledWith('mine');
    expect(store.getState().models.map(({ id }) => id)).toEqual(['base']);
    await desk.remove('base');
    expect(state()).toMatchObject({ message: 'Model base is the only model, so it can’t be removed.', isProblem: true });
    expect(host.removeModel).toHaveBeenCalledTimes(1);
  });

  it('[X52, U89] says what is known of a model in words', () => {
    expect(
      factsText(
        { ...facts, id: 'a', name: 'A', language: 'zh,en', rates: [{ set: 'test-clean', wer: 0.0391, source: null }] },
        t,
      ),
    ).toBe('Chinese, English · 5.0 MB · CC0 · about 1 word in 26 wrong');
    expect(factsText({ ...facts, id: 'a', name: 'A', language: 'und', licence: 'unknown' }, t)).toBe(
      'language not stated · 5.0 MB · licence not stated · no error rate published',
    );
    const rates = (...wers: number[]) => wers.map((wer) => ({ set: 'a set', wer, source: null }));
    const accuracy = (languages: string[], ...wers: number[]): string => accuracyText({ languages, rates: rates(...wers) }, t);
    expect([
      accuracy(['en'], 0.0978, 0.2372, 0.097, 0.1714),
      accuracy(['en'], 0.01),
      accuracy(['en'], 0.6, 0.7),
      accuracy(['en', 'de'], 0.05, 0.3),
    ]).toEqual([
      'about 1 word in 10 wrong',
      'almost every word right',
      'about half of the words wrong or more',
      'accuracy differs by language',
    ]);
    expect(rateTexts(rates(0.0978), t), 'a click away').toEqual([t('models.rate', { percent: '9.8', set: 'a set' })]);
    expect([900, 5e4, 4.56e7, 1.9e9].map(sizeText)).toEqual(['1 kB', '50 kB', '46 MB', '1.9 GB']);
    expect(languageText('not a tag', t)).toBe('not a tag');
  });

  it('[X54] takes the files of a dropped folder, however many, and a dropped archive as it is', async () => {
    const names = Array.from({ length: 150 }, (_, i) => `${i}.onnx`);
    const asEntry = (name: string): object => ({
      isFile: true,
      file: (give: (file: File) => void) => give(new File(['x'], name)),
    });
    const readable = (): object => {
      const batches = [
        names.slice(0, 100).map(asEntry),
        [...names.slice(100).map(asEntry), { isFile: false, isDirectory: true }],
        [],
      ];
      return { readEntries: (give: (entries: object[]) => void) => give(batches.shift()!) };
    };
    const folder = { isDirectory: true, name: 'my-model', createReader: readable };
    const transfer = (dropped: object, files: File[]) =>
      ({ items: [{ webkitGetAsEntry: () => dropped }], files }) as unknown as Pick<DataTransfer, 'items' | 'files'>;
    const files = await droppedFiles(transfer(folder, []));
    expect(files.map(({ webkitRelativePath }) => webkitRelativePath)).toEqual(names.map((name) => `my-model/${name}`));
    const archive = new File(['x'], 'a.zip');
    expect(await droppedFiles(transfer({ isDirectory: false }, [archive]))).toEqual([archive]);
  });
});

describe('a model that can’t be loaded', () => {
  it('[X55] leaves the one before in use, and the reason is told', async () => {
    const models = [installedModel('base', 'shipped'), installedModel('broken', 'imported')].map(entry);
    const platform = {
      ...noSystemServices,
      can: { deliver: false, globalHotkey: false, tray: false, overlay: false, ...noSystemCapabilities },
      listModels: () => Promise.resolve(models),
      readSettings: () => Promise.resolve({ ...defaultSettings, modelId: 'base' }),
      writeSettings: vi.fn((_: typeof defaultSettings) => Promise.resolve()),
      readUserWords: () => Promise.resolve([]),
      onDictationCommand: () => () => {},
      dictationChanged: () => {},
    } as unknown as Platform;
    const loaded: string[] = [];
    const speech = {
      load(url: string) {
        loaded.push(url);
        if (url.includes('broken'))
          return Promise.reject(new UtterError('model-invalid', 'encoder.onnx is cut off.', 'Get it again.'));
        return Promise.resolve({ choice, liveLengths: null });
      },
      setWords: () => Promise.resolve([]),
      loadFinal: () => Promise.resolve(null),
      onFinalLost: () => {},
      onBackendChanged: () => {},
    } as unknown as SpeechClient;
    const microphone = {
      devices: () => Promise.resolve([]),
      onDevicesChanged: () => {},
      open: () => Promise.reject(new Error('no')),
      coolDown: () => Promise.resolve(),
    };
    const store = createAppStore(platform.can);
    const journal = { onFailed: () => {} } as unknown as JournalClient;
    const session = new Session({ platform, speech, microphone, store, journal });
    await session.begin();
    await session.choice.selectModel('broken');
    expect(loaded.map((url) => url.split('/').at(-2))).toEqual(['base', 'broken', 'base']);
    const { engine, settings, problem } = store.getState();
    expect(engine).toMatchObject({ state: 'ready', model: { id: 'base' } });
    expect(settings.modelId).toBe('base');
    expect(problem).toEqual({ message: 'encoder.onnx is cut off. Model base stays in use.', remedy: 'Get it again.' });
  });
});
