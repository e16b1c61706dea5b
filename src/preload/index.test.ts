import { beforeAll, describe, expect, it, vi } from 'vitest';
import { toFailure } from '../core/errors';
import { exposed, handlers, listeners, sendToPage } from '../main/fixtures/electron';
import { channelArguments } from '../main/ipc-arguments';
import type { ModelHost } from '../platform/model-host';
import type { Platform } from '../platform/platform';

vi.mock('electron', () => import('../main/fixtures/electron'));

describe('preload', () => {
  let platform: Platform & ModelHost;
  beforeAll(async () => {
    await import('./index');
    platform = exposed.get('utter') as unknown as Platform & ModelHost;
  });

  it('[H5] gives the page one object with the platform’s keys and nothing else', () => {
    expect([...exposed.keys()]).toEqual(['utter']);
    const methods = Object.keys(channelArguments);
    const events = ['onBatteryChanged', 'onDictationCommand', 'onDownloadProgress', 'onUpdateFound', 'onWatchChanged'];
    expect(Object.keys(platform).sort()).toEqual(['can', 'name', ...events, ...methods].sort());
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

  it.each([
    ['/home/me/my model.zip', '', '/home/me/my model.zip'],
    ['/home/me/zipformer', '', '/home/me/zipformer'],
    ['/home/me/zipformer/encoder.onnx', 'zipformer/encoder.onnx', '/home/me/zipformer'],
    ['C:\\models\\fr\\test\\0.wav', 'fr/test/0.wav', 'C:\\models\\fr'],
  ])('[X53] what is chosen crosses as a path: %s', async (path, webkitRelativePath, expected) => {
    const paths: unknown[] = [];
    handlers.set('importModel', (_event, ...args) => {
      paths.push(...args);
      return { ok: true, result: { id: 'a', folder: 'a', what: 'a model' } };
    });
    const file = Object.assign(new File([], 'a'), { path });
    Object.defineProperty(file, 'webkitRelativePath', { value: webkitRelativePath });
    await platform.importModel([file]);
    expect(paths).toEqual([expected]);
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
