import { describe, expect, it, vi } from 'vitest';
import type { BackendChoice, BackendName } from '../../core/backend';
import { UtterError } from '../../core/errors';
import { defaultSettings, type Settings } from '../../core/settings';
import type { ModelEntry } from '../../platform/platform';
import { setup } from '../app/fixtures/session-parts';
import { currentProblem } from '../app/store';

const entry = (id: string, name: string, language = 'en'): ModelEntry => ({
  id,
  name,
  language,
  languages: [language],
  role: 'live',
  bytes: 1,
  url: `http://localhost/models/${id}/`,
});
const standard = entry('utter-en', 'English');
const pieces = entry('utter-en-pieces', 'English, word pieces');
const german = entry('de', 'Deutsch', 'de');

const choiceOf = (backend: BackendName, failed: readonly BackendName[] = []): BackendChoice => ({
  backend,
  reason: '',
  reports: [
    { backend, state: 'ok', msPerChunk: 20, rtf: 0.1 },
    ...failed.map((each) => ({ backend: each, state: 'failed', reason: 'no graphics adapter was found' }) as const),
  ],
});

/** A machine on which some backends and some models are broken. */
async function machine(settings: Partial<Settings>, broken: readonly string[], models = [german, pieces, standard], can = {}) {
  const isBroken = new Set(broken);
  const asked: string[] = [];
  const parts = setup({
    can,
    load: (url, backend) => {
      const id = url.split('/').at(-2)!;
      asked.push(`${id} ${backend}`);
      if (isBroken.has(id)) return Promise.reject(new UtterError('model-invalid', `${id} is damaged.`, 'Get it again.'));
      if (isBroken.has(backend)) return Promise.reject(new UtterError('backend-unavailable', 'No adapter.', 'Choose another.'));
      const choice = backend === 'auto' ? choiceOf(isBroken.has('webgpu') ? 'wasm' : 'webgpu') : choiceOf(backend);
      return Promise.resolve({ choice, liveLengths: null });
    },
  });
  let stored: Settings = { ...defaultSettings, ...settings };
  const platform: Pick<typeof parts.platform, 'listModels' | 'readSettings'> & { writeSettings(next: Settings): Promise<void> } =
    parts.platform as never;
  platform.listModels = () => Promise.resolve(models) as never;
  platform.readSettings = () => Promise.resolve(stored) as never;
  platform.writeSettings = (next) => Promise.resolve(void (stored = next));
  await parts.session.begin();
  const inUse = (): string => {
    const { engine } = parts.state();
    return engine.state === 'ready' ? `${engine.model.id} ${engine.choice.backend}` : engine.state;
  };
  /** As after a reload of the page: what was told is gone. */
  const reload = async (): Promise<void> => {
    parts.store.setState({ problem: null, engine: { state: 'starting' } });
    await parts.session.begin();
  };
  return { ...parts, asked, inUse, reload, repair: (name: string) => isBroken.delete(name), settings: () => stored };
}

describe('a backend that can’t be used here', () => {
  it('[U80] is replaced by the automatic one, which is said once, and the choice stays', async () => {
    const { state, inUse, reload, settings, asked } = await machine({ backend: 'webgpu' }, ['webgpu']);
    expect(inUse()).toBe('utter-en wasm');
    expect(currentProblem(state())).toMatchObject({ offer: 'automatic backend' });
    expect(currentProblem(state())?.message).toContain('graphics card (WebGPU)');
    expect(settings().backend).toBe('webgpu');
    await reload();
    expect(inUse()).toBe('utter-en wasm');
    expect(currentProblem(state()), 'it was said before').toBeNull();
    expect(asked, 'and is not waited for again').toEqual(['utter-en webgpu', 'utter-en auto', 'utter-en auto']);
  });

  it('[U80] is left to Utter by the alert’s button, without another load', async () => {
    const { session, state, settings, asked } = await machine({ backend: 'webgpu' }, ['webgpu']);
    await session.choice.selectAutomatic('automatic backend');
    expect(settings()).toMatchObject({ backend: 'auto', refusedBackend: null });
    expect([currentProblem(state()), asked.length]).toEqual([null, 2]);
  });

  it('[U80] is used again once it works, and tried again when it is chosen again', async () => {
    const { session, inUse, reload, repair, settings, asked } = await machine({ backend: 'webgpu' }, ['webgpu']);
    await session.choice.selectBackend('webgpu');
    expect(asked.slice(2)).toEqual(['utter-en webgpu', 'utter-en auto']);
    repair('webgpu');
    await reload();
    expect(settings().refusedBackend).toBeNull();
    await reload();
    expect([inUse(), asked.at(-1)]).toEqual(['utter-en webgpu', 'utter-en webgpu']);
  });

  it('[U80] where none works the reason stays, with a way to leave everything to Utter', async () => {
    const { session, state, inUse, repair } = await machine({ backend: 'webgpu' }, ['webgpu', 'auto']);
    expect([inUse(), currentProblem(state())?.message]).toEqual(['failed', 'No adapter.']);
    repair('auto');
    await session.choice.selectAutomatic('all');
    expect(inUse()).toBe('utter-en wasm');
  });
});

describe('a live model that can’t be loaded', () => {
  it('[U81] is replaced by the automatic one, and the choice stays until it is left to Utter', async () => {
    const { session, state, inUse, settings } = await machine({ modelId: 'utter-en-pieces' }, ['utter-en-pieces']);
    expect(inUse()).toBe('utter-en webgpu');
    expect(currentProblem(state())).toEqual({
      message: 'utter-en-pieces is damaged. English is used instead.',
      remedy: 'Get it again.',
      offer: 'automatic model',
    });
    expect(settings().modelId).toBe('utter-en-pieces');
    await session.choice.selectAutomatic('automatic model');
    expect([settings().modelId, currentProblem(state())]).toEqual([null, null]);
  });

  it('[U81] is replaced by any other that hears its language where the automatic one is damaged', async () => {
    const { inUse, asked } = await machine({}, ['utter-en']);
    expect(inUse()).toBe('utter-en-pieces webgpu');
    expect(asked).toEqual(['utter-en auto', 'utter-en-pieces auto']);
  });

  it('[U81] without another of its language the reason stays', async () => {
    const { inUse, state } = await machine({ modelId: 'de' }, ['de']);
    expect([inUse(), currentProblem(state())?.message]).toEqual(['failed', 'de is damaged.']);
  });

  it('[U81, X55] does not take the place of one that works', async () => {
    const { session, inUse, settings } = await machine({ modelId: 'de' }, ['utter-en-pieces']);
    await session.choice.selectModel('utter-en-pieces');
    await vi.waitFor(() => expect(inUse()).toBe('de webgpu'));
    expect(settings().modelId).toBe('de');
  });

  it('[U91] a key that is pressed in vain says why, also above other windows, and works again once there is a model', async () => {
    const { pressHotkey, state, platform, reach, session, repair } = await machine({ modelId: 'de' }, ['de'], [german], {
      overlay: true,
    });
    pressHotkey();
    await reach('error');
    expect(platform.dictationChanged.mock.calls.flat(), 'the overlay tells the end of what it saw begin').toEqual([
      'starting',
      'error',
    ]);
    expect(platform.liveChanged).toHaveBeenLastCalledWith(
      expect.objectContaining({ problem: 'de is damaged. Get it again.' }) as unknown,
    );
    session.dictation.toggle('window');
    expect(state().dictation.state, 'the window shows it already').toBe('error');
    repair('de');
    await session.retry();
    pressHotkey();
    await reach('listening');
  });
});
