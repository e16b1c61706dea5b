import { beforeEach, describe, expect, it, vi } from 'vitest';
import { shortcuts, takenShortcuts } from './fixtures/electron';
import { createHotkey } from './hotkey';

vi.mock('electron', () => import('./fixtures/electron'));

describe('hotkey', () => {
  beforeEach(() => {
    shortcuts.clear();
    takenShortcuts.clear();
  });

  it('[S2] the registered accelerator toggles, and a new one takes its place', () => {
    const onPress = vi.fn();
    const hotkey = createHotkey(onPress);
    expect(hotkey.state().state).toBe('unavailable');
    expect(hotkey.register('Control+F9')).toEqual({ state: 'registered', accelerator: 'Control+F9' });
    shortcuts.get('Control+F9')?.();
    expect(onPress).toHaveBeenCalledOnce();
    hotkey.register('F10');
    expect([...shortcuts.keys()]).toEqual(['F10']);
  });

  it.each([
    ['F9', 'Another application has taken “F9”'],
    ['no key at all!', 'is not a key combination'],
  ])('[S3] %s is refused with the reason, which stays readable', (accelerator, reason) => {
    vi.stubEnv('XDG_SESSION_TYPE', 'x11');
    takenShortcuts.add('F9');
    const hotkey = createHotkey(() => undefined);
    const state = { state: 'unavailable', accelerator, reason: expect.stringContaining(reason) };
    expect(hotkey.register(accelerator)).toEqual(state);
    expect(hotkey.state()).toEqual(state);
    expect(hotkey.register('F10').state).toBe('registered');
    takenShortcuts.delete(accelerator);
    if (accelerator === 'F9') expect(hotkey.register('F9').state).toBe('registered');
  });

  it.skipIf(process.platform !== 'linux')('[S3] Wayland users are told what to bind a key to', () => {
    vi.stubEnv('XDG_SESSION_TYPE', 'wayland');
    takenShortcuts.add('F9');
    const reason = expect.stringContaining(`: ${process.execPath} "/some where/utter" --toggle`);
    expect(createHotkey(() => undefined).register('F9')).toMatchObject({ reason });
  });
});
