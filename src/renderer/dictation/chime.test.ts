import { expect, it, vi } from 'vitest';
import { defaultSettings } from '../../core/settings';
import { noSystemCapabilities } from '../../platform/system-services';
import { createAppStore } from '../app/store';
import { soundDictation, type Chime } from './chime';
import type { Dictation } from './dictation-slice';

const trigger = 'hotkey';
const whole: Dictation[] = [
  { state: 'starting', trigger },
  { state: 'listening', trigger, microphone: 'Desk', trouble: null, sinceMs: 0, isLive: true },
  { state: 'finishing', trigger, isRefining: false },
  { state: 'idle' },
];

function heard(sounds: boolean, dictations: readonly Dictation[]): Chime[] {
  const store = createAppStore({ deliver: false, globalHotkey: false, tray: false, overlay: false, ...noSystemCapabilities });
  store.setState({ settings: { ...defaultSettings, sounds } });
  const chimes: Chime[] = [];
  soundDictation(store, (chime) => Promise.resolve(void chimes.push(chime)));
  for (const dictation of dictations) store.setState({ dictation });
  return chimes;
}

it('[S66] a sound when Utter begins to listen and another when it ends, if the settings say so', () => {
  expect(heard(true, whole)).toEqual(['begin', 'end']);
  expect(heard(false, whole)).toEqual([]);
  expect(defaultSettings.sounds).toBe(false);
});

it('[S66] no sound of a dictation that never listened', () => {
  const failure = { code: 'microphone-denied', message: 'm', remedy: 'r' } as const;
  expect(heard(true, [whole[0]!, { state: 'error', failure }])).toEqual([]);
});

it('[S66] a machine that can not play goes on', async () => {
  const info = vi.spyOn(console, 'info').mockReturnValue(undefined);
  const store = createAppStore({ deliver: false, globalHotkey: false, tray: false, overlay: false, ...noSystemCapabilities });
  store.setState({ settings: { ...defaultSettings, sounds: true } });
  soundDictation(store, () => Promise.reject(new Error('no device')));
  store.setState({ dictation: whole[1]! });
  await vi.waitFor(() => expect(info).toHaveBeenCalledOnce());
});
