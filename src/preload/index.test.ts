import { beforeAll, describe, expect, it, vi } from 'vitest';
import { toFailure } from '../core/errors';
import { exposed, handlers, listeners, sendToPage } from '../main/fixtures/electron';
import { channelArguments } from '../platform/ipc';
import type { Platform } from '../platform/platform';

vi.mock('electron', () => import('../main/fixtures/electron'));

describe('preload', () => {
  let platform: Platform;
  beforeAll(async () => {
    await import('./index');
    platform = exposed.get('utter') as unknown as Platform;
  });

  it('[H5] gives the page one object with the platform’s keys and nothing else', () => {
    expect([...exposed.keys()]).toEqual(['utter']);
    const methods = Object.keys(channelArguments);
    expect(Object.keys(platform).sort()).toEqual(['can', 'name', 'onDictationCommand', 'onUpdateFound', 'onWatchChanged', ...methods].sort());
  });

  it('[H4] a failure reaches the page whole', async () => {
    const failure = { code: 'file-unwritable', message: 'Cannot write /a.', remedy: 'Free some space.' };
    handlers.set('saveFile', () => ({ ok: false, failure }));
    const error: unknown = await platform.saveFile('a', '', '').catch((reason: unknown) => reason);
    expect(toFailure(error)).toEqual(failure);
  });

  it('[H1] passes arguments and results through', async () => {
    handlers.set('deliver', (_event, ...args) => ({
      ok: true,
      result: { state: 'copied', reason: String(args) },
    }));
    expect(await platform.deliver('ä b')).toEqual({ state: 'copied', reason: 'ä b' });
    const states: unknown[] = [];
    listeners.set('dictationChanged', (_event, state) => states.push(state));
    platform.dictationChanged('listening');
    expect(states).toEqual(['listening']);
  });

  it('[S1] a command that comes before the page listens is kept; no event object reaches the page', () => {
    sendToPage('dictationCommand', 'toggle');
    const seen: unknown[][] = [];
    const unsubscribe = platform.onDictationCommand((...args: unknown[]) => seen.push(args));
    expect(seen).toEqual([['toggle']]);
    sendToPage('dictationCommand', 'toggle');
    expect(seen).toEqual([['toggle'], ['toggle']]);
    unsubscribe();
    sendToPage('dictationCommand', 'toggle');
    expect(seen).toHaveLength(2);
  });
});
