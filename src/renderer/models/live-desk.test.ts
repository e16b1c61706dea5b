import { describe, expect, it, vi } from 'vitest';
import type { BackendChoice } from '../../core/backend';
import { UtterError } from '../../core/errors';
import type { AutomaticModel } from '../../core/model/automatic-model';
import { defaultSettings, type Settings } from '../../core/settings';
import type { ModelEntry } from '../../platform/platform';
import { noSystemCapabilities } from '../../platform/system-services';
import type { Loaded } from '../app/speech-client';
import { createAppStore, type AppState } from '../app/store';
import { t } from '../locales/language';
import { smallerModelText } from './engine-facts';
import { LiveDesk } from './live-desk';

const entry = (id: string, name: string): ModelEntry => ({
  id,
  name,
  language: 'en',
  languages: ['en'],
  role: 'live',
  bytes: 1,
  hash: `hash of ${id}`,
  url: `http://localhost/models/${id}/`,
});
const standard = entry('utter-en', 'English');
const small = entry('utter-en-small', 'English, small');
const pieces = entry('utter-en-pieces', 'English, word pieces');

const known: AutomaticModel = { modelId: small.id, hash: standard.hash!, backends: ['wasm'], msPerChunk: 240, chunkMs: 320 };
const busy = { dictation: { state: 'starting', trigger: 'window' } } as const;

/** What a load answers: its time for 320 ms, and the backends that pass besides WebAssembly. */
type Answer = number | readonly [msPerChunk: number, alsoPassed: BackendChoice['backend']] | 'broken' | 'replaced';

function loadedOf(answer: Exclude<Answer, string>): Loaded {
  const [msPerChunk, other] = typeof answer === 'number' ? [answer, null] : answer;
  const choice: BackendChoice = {
    backend: 'wasm',
    reason: '',
    reports: [
      { backend: 'wasm', state: 'ok', msPerChunk, rtf: msPerChunk / 320 },
      ...(other === null ? [] : [{ backend: other, state: 'ok', msPerChunk: 999, rtf: 3 } as const]),
    ],
  };
  return { choice, liveLengths: null };
}

/** Loads answer in turn. */
function setup(settings: Partial<Settings>, answers: readonly Answer[], models = [pieces, standard, small]) {
  const store = createAppStore({ deliver: false, globalHotkey: false, tray: false, overlay: false, ...noSystemCapabilities });
  store.setState({ models, settings: { ...defaultSettings, ...settings } });
  const loaded: string[] = [];
  const shown: string[] = [];
  store.subscribe(({ engine }, { engine: before }) => {
    if (engine.state !== before.state) shown.push('model' in engine ? `${engine.state} ${engine.model.id}` : engine.state);
  });
  const answer = [...answers];
  const speech = {
    load: vi.fn((url: string): Promise<Loaded | null> => {
      loaded.push(url.split('/').at(-2)!);
      const next = answer.shift()!;
      if (next === 'replaced') return Promise.resolve(null);
      if (next === 'broken') return Promise.reject(new UtterError('model-invalid', 'A file is damaged.', 'Get it again.'));
      return Promise.resolve(loadedOf(next));
    }),
  };
  const remarks: string[] = [];
  const ready = vi.fn();
  const changeSettings = vi.fn((changed: Partial<Settings>) => {
    store.setState(({ settings: before }) => ({ settings: { ...before, ...changed } }));
    return Promise.resolve();
  });
  const desk = new LiveDesk({ store, speech, loadFinal: () => {}, changeSettings, say: (remark) => remarks.push(remark), ready });
  const state = (): AppState => store.getState();
  const inUse = (): string => {
    const { engine } = state();
    return engine.state === 'ready' ? engine.model.id : engine.state;
  };
  return { desk, store, state, loaded, shown, remarks, ready, changeSettings, inUse };
}

describe('the live model where none is chosen', () => {
  it('[S106] is the default where this machine keeps up with it, and that is remembered', async () => {
    const { desk, loaded, inUse, state, remarks } = setup({}, [160]);
    expect(await desk.load()).toBe(true);
    expect([loaded, inUse(), remarks]).toEqual([[standard.id], standard.id, []]);
    expect(state().settings.automaticModel).toEqual({ ...known, modelId: standard.id, msPerChunk: 160 });
    expect(smallerModelText(state(), t)).toBeNull();
  });

  it('[S106] is the small one where it does not, which is told and remembered', async () => {
    const { desk, loaded, shown, inUse, state, remarks } = setup({}, [240, 20]);
    expect(await desk.load()).toBe(true);
    expect([loaded, inUse()]).toEqual([[standard.id, small.id], small.id]);
    expect(shown, 'the default is never offered in between').toEqual([`loading ${standard.id}`, `ready ${small.id}`]);
    expect(state().settings).toMatchObject({ modelId: null, automaticModel: known });
    expect(remarks).toEqual(['“English” is too slow on this machine, so “English, small” is used.']);
    expect(smallerModelText(state(), t)).toContain('“English” takes 240 ms for 320 ms of speech here');
  });

  it('[S106] does not change because the machine is busy at a start', async () => {
    const quick = setup({ automaticModel: { ...known, modelId: standard.id } }, [300]);
    await quick.desk.load();
    expect([quick.loaded, quick.inUse()]).toEqual([[standard.id], standard.id]);
    const slow = setup({ automaticModel: known }, [200]);
    await slow.desk.load();
    expect([slow.loaded, slow.inUse()]).toEqual([[small.id], small.id]);
    expect(slow.changeSettings).not.toHaveBeenCalled();
  });

  it('[S106] is found out anew with another version of the default, and on other backends', async () => {
    const updated = setup({ automaticModel: { ...known, hash: 'an earlier one' } }, [100]);
    await updated.desk.load();
    expect([updated.loaded, updated.inUse()]).toEqual([[standard.id], standard.id]);
    const repaired = setup({ automaticModel: known }, [
      [20, 'webgpu'],
      [100, 'webgpu'],
    ]);
    await repaired.desk.load();
    expect([repaired.loaded, repaired.inUse()]).toEqual([[small.id, standard.id], standard.id]);
    expect(repaired.state().settings.automaticModel).toMatchObject({ modelId: standard.id, backends: ['wasm', 'webgpu'] });
    const lost = setup({ automaticModel: { ...known, modelId: standard.id, backends: ['wasm', 'webgpu'] } }, [240, 20]);
    await lost.desk.load();
    expect([lost.loaded, lost.inUse()]).toEqual([[standard.id, small.id], small.id]);
  });

  it('[S106] a model of the user’s choice is used, however slow, and nothing is found out', async () => {
    for (const modelId of [standard.id, small.id, pieces.id]) {
      const { desk, loaded, inUse, changeSettings, state } = setup({ modelId, automaticModel: known }, [900]);
      await desk.load();
      expect([loaded, inUse()]).toEqual([[modelId], modelId]);
      expect(changeSettings).not.toHaveBeenCalled();
      expect(smallerModelText(state(), t)).toBeNull();
    }
  });

  it('[S106] without the small one the default stays', async () => {
    const { desk, loaded, inUse, changeSettings } = setup({}, [900], [pieces, standard]);
    await desk.load();
    expect([loaded, inUse()]).toEqual([[standard.id], standard.id]);
    expect(changeSettings).not.toHaveBeenCalled();
  });

  it('[S106] whoever speaks meanwhile is heard to the end; then the small one is loaded', async () => {
    const { desk, store, loaded, inUse, ready } = setup({}, [240, 20]);
    store.setState(busy);
    expect(await desk.load()).toBe(true);
    expect([loaded, inUse()]).toEqual([[standard.id], standard.id]);
    store.setState({ dictation: { state: 'idle' } });
    await vi.waitFor(() => expect(ready).toHaveBeenCalledOnce());
    expect([loaded, inUse()]).toEqual([[standard.id, small.id], small.id]);
  });

  it('[S106] another load meanwhile has the last word', async () => {
    const { desk, store, loaded, inUse } = setup({}, [240, 50]);
    store.setState(busy);
    await desk.load();
    store.setState({ dictation: { state: 'idle' } });
    await desk.load(pieces.id);
    await Promise.resolve();
    expect([loaded, inUse()]).toEqual([[standard.id, pieces.id], pieces.id]);
    const replaced = setup({}, [240, 'replaced']);
    expect(await replaced.desk.load()).toBe(false);
  });

  it('[S106] the small one is not given up for the default while somebody speaks', async () => {
    const { desk, store, loaded, inUse } = setup({ automaticModel: known }, [[20, 'webgpu']]);
    store.setState(busy);
    await desk.load();
    expect([loaded, inUse()]).toEqual([[small.id], small.id]);
  });

  it('[S106] the slow default is used where the small one is damaged, which is told', async () => {
    const { desk, loaded, inUse, state } = setup({}, [240, 'broken', 240]);
    expect(await desk.load()).toBe(true);
    expect([loaded, inUse()]).toEqual([[standard.id, small.id, standard.id], standard.id]);
    expect(state().problem).toEqual({ message: 'A file is damaged.', remedy: 'Get it again.' });
    expect(state().settings.automaticModel).toBeNull();
  });

  it('[S21] without any model the engine says so', async () => {
    const { desk, state } = setup({}, [], []);
    expect(await desk.load()).toBe(false);
    expect(state().engine).toMatchObject({ state: 'failed', failure: { code: 'model-not-found' } });
  });
});
