import { beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultSettings } from '../../core/settings';
import { shortcuts, takenShortcuts } from '../fixtures/electron';
import type { HookState } from '../input/key-hook';
import type { WatchedKey } from '../input/messages';
import { createHotkeys } from './hotkeys';

vi.mock('electron', () => import('../fixtures/electron'));

const noHook: HookState = { state: 'unavailable', reason: 'No hook here.' };
const keys = (hotkey: string, cancelHotkey: string | null = null, repasteHotkey: string | null = null) => ({
  hotkey,
  cancelHotkey,
  repasteHotkey,
  languageHotkeys: [],
});

function setup(hookState: HookState = noHook) {
  const onPress = vi.fn();
  const hook = { current: hookState, watched: [] as readonly WatchedKey[] };
  const hotkeys = createHotkeys({ state: () => hook.current, watch: (watched) => (hook.watched = watched) }, onPress);
  return { hotkeys, onPress, hook };
}

describe('hotkeys', () => {
  beforeEach(() => {
    shortcuts.clear();
    takenShortcuts.clear();
    vi.stubEnv('XDG_SESSION_TYPE', 'x11');
  });

  it('[S2] the registered key is heard, and a new one takes its place', () => {
    const { hotkeys, onPress } = setup();
    hotkeys.configure(keys('Control+F9'));
    expect(hotkeys.states().dictate).toMatchObject({ state: 'registered', accelerator: 'Control+F9' });
    shortcuts.get('Control+F9')?.();
    expect(onPress.mock.calls).toEqual([['dictate']]);
    hotkeys.configure(keys('F10'));
    expect([...shortcuts.keys()]).toEqual(['F10']);
  });

  it('[S2] two keys can change places at once', () => {
    const { hotkeys } = setup();
    hotkeys.configure(keys('F9', null, 'F10'));
    hotkeys.configure(keys('F10', null, 'F9'));
    expect([...shortcuts.keys()].sort()).toEqual(['F10', 'F9']);
    const { dictate, repaste } = hotkeys.states();
    expect([dictate, repaste]).toMatchObject([
      { state: 'registered', accelerator: 'F10' },
      { state: 'registered', accelerator: 'F9' },
    ]);
  });

  it.each([
    ['F9', 'Another application has taken “F9”'],
    ['no key at all!', 'is not a key combination'],
    ['Shift+A', 'needed for typing'],
    ['CommandOrControl+C', 'Applications use that combination'],
  ])('[S3] %s is refused with the reason, which stays readable', (accelerator, reason) => {
    takenShortcuts.add('F9');
    const { hotkeys, hook } = setup({ state: 'ready' });
    hotkeys.configure(keys(accelerator));
    const state = { state: 'unavailable', accelerator, reason: expect.stringContaining(reason) };
    expect(hotkeys.states().dictate).toEqual(state);
    expect(hook.watched, 'what another application has is not listened for').toEqual([]);
    hotkeys.configure(keys('F10'));
    expect(hotkeys.states().dictate.state).toBe('registered');
    takenShortcuts.delete('F9');
    hotkeys.configure(keys('F9'));
    expect(hotkeys.states().dictate.state).toBe('registered');
  });

  it.skipIf(process.platform !== 'linux')('[S3] Wayland users are told what to bind a key to', () => {
    vi.stubEnv('XDG_SESSION_TYPE', 'wayland');
    takenShortcuts.add('F9');
    const { hotkeys } = setup();
    hotkeys.configure(keys('F9'));
    const reason = expect.stringContaining(`: ${process.execPath} "/some where/utter" --toggle`);
    expect(hotkeys.states().dictate).toMatchObject({ reason });
  });

  it('[S54] of two settings with the same keys only the first counts, and the other says so', () => {
    const { hotkeys } = setup();
    hotkeys.configure(keys('Ctrl+Alt+V', 'Escape', 'Alt+Control+V'));
    const { dictate, repaste, cancel } = hotkeys.states();
    expect([dictate.state, cancel.state]).toEqual(['registered', 'registered']);
    expect(repaste).toMatchObject({ state: 'unavailable', reason: expect.stringContaining('the key for dictating') });
  });

  it('[S100] each language has its own key, which says what it is for', () => {
    const { hotkeys, hook, onPress } = setup();
    const languageHotkeys = [
      { language: 'de', accelerator: 'F7' },
      { language: 'fr', accelerator: 'Shift+A' },
      { language: 'ja', accelerator: 'F9' },
      { language: 'es', accelerator: 'F7' },
    ];
    hotkeys.configure({ ...keys('F9'), languageHotkeys });
    const { languages } = hotkeys.states();
    expect(languages['de']).toMatchObject({ state: 'registered', accelerator: 'F7' });
    expect(languages['fr']).toMatchObject({ state: 'unavailable', reason: expect.stringContaining('needed for typing') });
    expect(languages['ja']).toMatchObject({ reason: expect.stringContaining('the key for dictating.') });
    expect(languages['es']).toMatchObject({ reason: expect.stringContaining('the key for dictating in German.') });
    expect(hook.watched.map(({ id }) => id)).toEqual(['dictate', 'language:de']);
    shortcuts.get('F7')?.();
    expect(onPress.mock.calls).toEqual([['language:de']]);
    hotkeys.configure(keys('F9'));
    expect([...shortcuts.keys()]).toEqual(['F9']);
    expect(hotkeys.states().languages).toEqual({});
  });

  it('[S54] a key that is switched off is off', () => {
    const { hotkeys } = setup();
    hotkeys.configure(keys('F9'));
    expect(hotkeys.states().repaste).toEqual({ state: 'off' });
    expect([...shortcuts.keys()]).toEqual(['F9']);
  });

  it('[S53] the cancel key is taken from other applications only while dictating', () => {
    const { hotkeys, hook, onPress } = setup();
    hotkeys.configure(defaultSettings);
    expect(shortcuts.has('Escape')).toBe(false);
    expect(hook.watched.map(({ id }) => id)).not.toContain('cancel');
    hotkeys.setDictating(true);
    expect(hook.watched.map(({ id }) => id)).toContain('cancel');
    shortcuts.get('Escape')?.();
    expect(onPress.mock.calls).toEqual([['cancel']]);
    hotkeys.setDictating(false);
    expect(shortcuts.has('Escape')).toBe(false);
    expect(shortcuts.has(defaultSettings.hotkey)).toBe(true);
  });

  it('[S51] with the hook it alone is listened to: the system’s shortcut repeats while a key is held', () => {
    const { hotkeys, hook, onPress } = setup({ state: 'ready' });
    hotkeys.configure(keys('F9'));
    expect(hook.watched).toEqual([{ id: 'dictate', accelerator: 'F9' }]);
    expect(hotkeys.states().dictate).toEqual({ state: 'registered', accelerator: 'F9', canHold: true });
    shortcuts.get('F9')?.();
    expect(onPress).not.toHaveBeenCalled();
    hook.current = noHook;
    shortcuts.get('F9')?.();
    expect(onPress).toHaveBeenCalledOnce();
  });

  it('[S51] without the hook the repeats of a held key are one press', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { hotkeys, onPress } = setup();
    hotkeys.configure(keys('F9'));
    for (const waitMs of [0, 660, 33, 33, 33]) {
      vi.advanceTimersByTime(waitMs);
      shortcuts.get('F9')?.();
    }
    expect(onPress).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(1000);
    shortcuts.get('F9')?.();
    expect(onPress).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
  });

  it('[S55] a modifier alone needs the hook, and says so where there is none', () => {
    const { hotkeys, hook } = setup();
    hotkeys.configure(keys('RightControl'));
    expect(hotkeys.states().dictate).toEqual({
      state: 'unavailable',
      accelerator: 'RightControl',
      reason: 'No hook here.',
    });
    expect(shortcuts.size).toBe(0);
    hook.current = { state: 'ready' };
    expect(hotkeys.states().dictate.state).toBe('registered');
    expect(hook.watched).toEqual([{ id: 'dictate', accelerator: 'RightControl' }]);
  });
});
