import { describe, expect, it } from 'vitest';
import type { Platform } from '../../platform/platform';
import { noSystemCapabilities, noSystemServices } from '../../platform/system-services';
import { createAppStore } from '../app/store';
import { SystemDesk } from './system-desk';

function setup(changes: Partial<Platform> = {}) {
  let found: (version: string) => void = () => {};
  const platform = {
    ...noSystemServices,
    startsAtLogin: () => Promise.resolve(true),
    onUpdateFound: (listener: typeof found) => {
      found = listener;
      return () => {};
    },
    ...changes,
  } as unknown as Platform;
  const can = {
    deliver: true,
    globalHotkey: true,
    tray: true,
    overlay: true,
    ...noSystemCapabilities,
    startAtLogin: true,
    updateCheck: true,
  };
  const store = createAppStore(can);
  const remarks: string[] = [];
  const desk = new SystemDesk({ platform, store, say: (remark) => remarks.push(remark) });
  return { desk, store, remarks, foundVersion: (version: string) => found(version) };
}

describe('the system around Utter', () => {
  it('[H50] what the system says of the login is shown, also when it refused', async () => {
    let isOn = true;
    const { desk, store } = setup({
      startsAtLogin: () => Promise.resolve(isOn),
      setStartsAtLogin: (isWanted) =>
        isWanted ? Promise.reject(new Error('managed by your organisation')) : Promise.resolve(void (isOn = false)),
    });
    await desk.begin();
    expect(store.getState().system.startsAtLogin).toBe(true);
    await desk.setStartsAtLogin(false);
    expect(store.getState().system.startsAtLogin).toBe(false);
    await desk.setStartsAtLogin(true);
    expect(store.getState().system.startsAtLogin).toBe(false);
    expect(store.getState().problem?.message).toContain('organisation');
  });

  it('[H51] a newer version is told and stays to be seen', async () => {
    const { desk, store, foundVersion, remarks } = setup();
    await desk.begin();
    foundVersion('0.2.0');
    expect(remarks).toEqual(['Utter 0.2.0 is available: see Settings.']);
    expect(store.getState().system.update).toEqual({ state: 'newer', version: '0.2.0' });
  });
});
