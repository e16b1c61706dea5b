import { beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultSettings, type Settings } from '../../core/settings';
import { shortcuts, takenShortcuts } from '../fixtures/electron';
import { memoryLog } from '../fixtures/log';
import type { HookReply, HookRequest } from '../input/messages';
import { createKeyboard } from './keyboard';

vi.mock('electron', () => import('../fixtures/electron'));

function setup(settings: Partial<Settings> = {}) {
  const told: string[] = [];
  const sent: HookRequest[] = [];
  let reply: (reply: HookReply) => void = () => undefined;
  let exit: (code: number | null) => void = () => undefined;
  const keyboard = createKeyboard({
    log: memoryLog(),
    startHook: () => ({
      send: (request) => void sent.push(request),
      onReply: (listener) => void (reply = listener),
      onExit: (listener) => void (exit = listener),
      kill: () => undefined,
    }),
    hookObstacle: () => null,
    command: (...command) => void told.push(command.join(' ')),
    repaste: () => void told.push('repaste'),
    onActivity: () => void told.push('activity'),
  });
  keyboard.configure({ ...defaultSettings, ...settings });
  reply({ type: 'ready' });
  return { keyboard, told, sent, hear: (message: HookReply) => reply(message), die: () => exit(134) };
}

describe('keyboard', () => {
  beforeEach(() => {
    shortcuts.clear();
    takenShortcuts.clear();
  });

  it('[S50] a held key starts and stops, a tapped one only starts', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { keyboard, told, hear } = setup();
    hear({ type: 'pressed', id: 'dictate' });
    vi.advanceTimersByTime(100);
    hear({ type: 'released', id: 'dictate' });
    expect(told).toEqual(['start']);
    keyboard.phaseChanged('idle');
    hear({ type: 'pressed', id: 'dictate' });
    vi.advanceTimersByTime(2000);
    hear({ type: 'released', id: 'dictate' });
    expect(told).toEqual(['start', 'start', 'stop']);
    vi.useRealTimers();
  });

  it('[S53] the cancel key cancels, and another pastes the last text again', () => {
    const { keyboard, told, sent, hear } = setup();
    const watched = (): string[] => {
      const last = sent.findLast((request) => request.type === 'watch');
      return last?.type === 'watch' ? last.bindings.map(({ id }) => id) : [];
    };
    expect(watched()).toEqual(['dictate', 'repaste']);
    keyboard.phaseChanged('listening');
    expect(watched()).toEqual(['dictate', 'repaste', 'cancel']);
    hear({ type: 'pressed', id: 'cancel' });
    hear({ type: 'released', id: 'cancel' });
    keyboard.phaseChanged('idle');
    hear({ type: 'pressed', id: 'repaste' });
    hear({ type: 'released', id: 'repaste' });
    expect(told).toEqual(['cancel', 'repaste']);
    expect(watched()).toEqual(['dictate', 'repaste']);
  });

  it('[S100] the key of a language is heard, and what is no key of Utter’s is not', () => {
    const { told, hear } = setup({ languageHotkeys: [{ language: 'de', accelerator: 'F7' }] });
    hear({ type: 'pressed', id: 'language:de' });
    hear({ type: 'pressed', id: 'volume' });
    expect(told).toEqual(['start de']);
  });

  it('[S96] the cancel key is Utter’s while the last words are written too', () => {
    const { keyboard, sent } = setup();
    const watched = (): unknown => sent.findLast((request) => request.type === 'watch');
    for (const phase of ['starting', 'listening', 'finishing'] as const) {
      keyboard.phaseChanged(phase);
      expect(watched()).toMatchObject({
        bindings: expect.arrayContaining([expect.objectContaining({ id: 'cancel' })]) as unknown,
      });
    }
    keyboard.phaseChanged('idle');
    expect(watched()).not.toMatchObject({
      bindings: expect.arrayContaining([expect.objectContaining({ id: 'cancel' })]) as unknown,
    });
  });

  it('[S52] when the hook dies under a held key, dictation goes on until the next press', () => {
    const { keyboard, told, hear, die } = setup({ hotkeyMode: 'hold' });
    hear({ type: 'pressed', id: 'dictate' });
    keyboard.phaseChanged('listening');
    die();
    expect(told).toEqual(['start']);
    shortcuts.get(defaultSettings.hotkey)?.();
    expect(told, 'the system’s shortcut stands in').toEqual(['start', 'stop']);
  });

  it('[P25] waits for held modifiers as long as told, and not where nothing is known of them', async () => {
    const { keyboard, hear, die } = setup();
    expect(await keyboard.modifiersReleased(10_000)).toBe(true);
    hear({ type: 'modifiers', areDown: true });
    expect(await keyboard.modifiersReleased(20)).toBe(false);
    const released = keyboard.modifiersReleased(10_000);
    hear({ type: 'modifiers', areDown: false });
    expect(await released).toBe(true);
    hear({ type: 'modifiers', areDown: true });
    die();
    expect(await keyboard.modifiersReleased(10_000)).toBe(true);
  });

  it('[S54] every configured key has a state', () => {
    takenShortcuts.add('F9');
    const { keyboard } = setup({ hotkey: 'F9', repasteHotkey: null });
    expect(keyboard.states()).toMatchObject({
      dictate: { state: 'unavailable', reason: expect.stringContaining('Another application') },
      repaste: { state: 'off' },
      cancel: { state: 'registered', canHold: true },
    });
  });

  it('[H61] what was held when the user left is let go, and the hook asks the system anew when they are back', async () => {
    const { keyboard, told, sent, hear } = setup();
    hear({ type: 'modifiers', areDown: true });
    hear({ type: 'pressed', id: 'dictate' });
    keyboard.left();
    expect(await keyboard.modifiersReleased(0), 'no paste waits for a key that nobody holds').toBe(true);
    keyboard.phaseChanged('idle');
    const before = sent.length;
    keyboard.returned();
    expect(sent.slice(before).map(({ type }) => type)).toEqual(['watch']);
    hear({ type: 'ready' });
    hear({ type: 'pressed', id: 'dictate' });
    expect(told).toEqual(['start', 'start']);
  });
});
