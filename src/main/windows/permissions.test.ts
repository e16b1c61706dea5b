import type { Session } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { app, systemPreferences } from '../fixtures/electron';
import { setupNavigation, setupPermissions } from './permissions';

vi.mock('electron', () => import('../fixtures/electron'));

type Check = (contents: null, permission: string, origin: string, details: object) => boolean;
type Decide = (contents: null, permission: string, decide: (granted: boolean) => void, details: object) => void;

describe('permissions', () => {
  let check: Check;
  let request: Decide;
  beforeEach(() => {
    vi.stubGlobal('process', { ...process, platform: 'linux' });
    setupPermissions({
      setPermissionCheckHandler: (handler: Check) => (check = handler),
      setPermissionRequestHandler: (handler: Decide) => (request = handler),
    } as unknown as Session);
  });
  const ask = (permission: string, details: object): Promise<boolean> =>
    new Promise((resolve) => request(null, permission, resolve, details));

  it('[H12] our page may use the microphone', async () => {
    expect(check(null, 'media', 'app://utter/', { mediaType: 'audio' })).toBe(true);
    expect(await ask('media', { securityOrigin: 'app://utter/', mediaTypes: ['audio'] })).toBe(true);
  });

  it.each([
    ['media', 'app://utter/', ['video']],
    ['media', 'app://utter/', ['audio', 'video']],
    ['media', 'app://utter/', []],
    ['media', 'https://example.com/', ['audio']],
    ['media', 'app://utter.example/', ['audio']],
    ['geolocation', 'app://utter/', ['audio']],
    ['clipboard-read', 'app://utter/', ['audio']],
    ['display-capture', 'app://utter/', ['audio']],
  ])('[H12] %s from %s with %j is denied', async (permission, origin, mediaTypes) => {
    expect(await ask(permission, { securityOrigin: origin, requestingUrl: origin, mediaTypes })).toBe(false);
    const mediaType = mediaTypes.includes('video') || mediaTypes.length === 0 ? 'video' : 'audio';
    expect(check(null, permission, origin, { mediaType })).toBe(false);
  });

  it('[H12] on macOS the system’s answer counts', async () => {
    vi.stubGlobal('process', { ...process, platform: 'darwin' });
    const details = { securityOrigin: 'app://utter/', mediaTypes: ['audio'] };
    vi.spyOn(systemPreferences, 'askForMediaAccess').mockResolvedValueOnce(false);
    expect(await ask('media', details)).toBe(false);
    expect(await ask('media', details)).toBe(true);
  });
});

describe('navigation', () => {
  it('[H16] no navigation, redirect, second window or embedded view', () => {
    setupNavigation();
    const handlers = new Map<string, (event: { preventDefault(): void }) => void>();
    let openHandler: () => unknown = () => undefined;
    app.emit(
      'web-contents-created',
      {},
      {
        on: (name: string, handler: (event: { preventDefault(): void }) => void) => handlers.set(name, handler),
        setWindowOpenHandler: (handler: () => unknown) => (openHandler = handler),
      },
    );
    expect(openHandler()).toEqual({ action: 'deny' });
    for (const name of ['will-navigate', 'will-redirect', 'will-attach-webview']) {
      const preventDefault = vi.fn();
      handlers.get(name)?.({ preventDefault });
      expect(preventDefault).toHaveBeenCalledOnce();
    }
  });
});
