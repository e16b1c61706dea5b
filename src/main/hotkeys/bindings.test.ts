import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../core/settings';
import { planKeys } from './bindings';

const plan = (hotkey: string, platform: NodeJS.Platform) => planKeys({ ...defaultSettings, hotkey }, platform).get('dictate');

describe('keys that are needed for typing', () => {
  it('[H62] none that Utter comes with is among them on any system', () => {
    for (const platform of ['win32', 'darwin', 'linux'] as const) {
      for (const [id, { state }] of planKeys(defaultSettings, platform)) expect(state, `${id} on ${platform}`).toBe('wanted');
    }
  });

  it.each(['CommandOrControl+Alt+V', 'Control+Alt+Shift+E', 'AltGr+Ctrl+2', 'Control+Alt+/'])(
    '[H62] %s is AltGr on Windows, where it writes a character on some layout',
    (accelerator) => {
      expect(plan(accelerator, 'win32')).toMatchObject({ state: 'refused', reason: expect.stringContaining('AltGr') as string });
      expect(plan(accelerator, 'linux')).toMatchObject({ state: 'wanted' });
      expect(plan(accelerator, 'darwin')).toMatchObject({ state: 'wanted' });
    },
  );

  it.each(['Control+Alt+F9', 'Control+Alt+Super+V', 'Control+Alt+Delete', 'Control+Shift+E'])(
    '[H62] %s writes nothing',
    (accelerator) => {
      expect(plan(accelerator, 'win32')).toMatchObject({ state: 'wanted' });
    },
  );
});
