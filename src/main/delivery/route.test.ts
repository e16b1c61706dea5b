import { describe, expect, it } from 'vitest';
import { chooseRoute } from './route';

const route = (platform: NodeJS.Platform, env: Record<string, string>, ...programs: string[]) =>
  chooseRoute({ platform, env, isInstalled: (program) => programs.includes(program) });

describe('route', () => {
  it('[P11] macOS, Windows and X11 go through the input host', () => {
    expect(route('darwin', {})).toEqual({ kind: 'input-host' });
    expect(route('win32', {})).toEqual({ kind: 'input-host' });
    expect(route('linux', { DISPLAY: ':0', XDG_SESSION_TYPE: 'x11' })).toEqual({ kind: 'input-host' });
  });

  it('[P11] Wayland never goes through the input host, even where XWayland gives a DISPLAY', () => {
    for (const env of [
      { XDG_SESSION_TYPE: 'wayland', DISPLAY: ':0' },
      { WAYLAND_DISPLAY: 'wayland-1', DISPLAY: ':0' },
    ]) {
      expect(route('linux', env, 'wtype', 'wl-copy', 'wl-paste')).toEqual({ kind: 'wayland' });
      const reason = expect.stringContaining('wtype and wl-clipboard');
      expect(route('linux', env, 'wtype')).toEqual({ kind: 'copy-only', clipboard: 'electron', reason });
      expect(route('linux', env, 'wl-copy', 'wl-paste')).toEqual({
        kind: 'copy-only',
        clipboard: 'wayland',
        reason,
      });
    }
  });

  it('[P11] without any display the text is only copied', () => {
    expect(route('linux', {}, 'wtype', 'wl-copy', 'wl-paste')).toMatchObject({ kind: 'copy-only' });
  });
});
