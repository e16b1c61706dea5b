import { describe, expect, it, vi } from 'vitest';
import { defaultSettings } from '../../core/settings';
import { noSystemCapabilities } from '../../platform/system-services';
import { createAppStore } from '../app/store';
import { GuideDesk } from './guide-desk';

function setup(settings = defaultSettings) {
  const store = createAppStore({ deliver: true, globalHotkey: true, tray: true, overlay: true, ...noSystemCapabilities });
  store.setState({ settings });
  const changeSettings = vi.fn(() => Promise.resolve());
  return { store, changeSettings, desk: new GuideDesk({ store, changeSettings }) };
}

describe('the guide', () => {
  it('[U50] comes once, and again when it is asked for', async () => {
    const { desk, store, changeSettings } = setup();
    desk.begin();
    expect(store.getState().isGuideOpen).toBe(true);
    await desk.close();
    expect(store.getState().isGuideOpen).toBe(false);
    expect(changeSettings).toHaveBeenCalledWith({ isGuideSeen: true });

    const later = setup({ ...defaultSettings, isGuideSeen: true });
    later.desk.begin();
    expect(later.store.getState().isGuideOpen).toBe(false);
    later.desk.open();
    expect(later.store.getState().isGuideOpen).toBe(true);
    await later.desk.close();
    expect(later.changeSettings).not.toHaveBeenCalled();
  });
});
