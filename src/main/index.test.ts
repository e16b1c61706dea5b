import { rmSync } from 'node:fs';
import { afterAll, expect, it, vi } from 'vitest';
import {
  app,
  BrowserWindow,
  handlers,
  listeners,
  ownFrame,
  powerSaveBlocker,
  toolTips,
  userData,
} from './fixtures/whole-electron';
import { channelArguments } from './ipc-arguments';

vi.mock('electron', () => import('./fixtures/whole-electron'));
afterAll(() => rmSync(userData, { recursive: true, force: true }));

it(
  '[H1] main, when it has started, answers every channel, and its features hear of each other',
  { timeout: 60_000 },
  async () => {
    await import('./index');
    const channels = Object.keys(channelArguments).sort();
    await vi.waitFor(() => expect([...handlers.keys(), ...listeners.keys()].sort()).toEqual(channels), { timeout: 30_000 });
    const [window, overlay] = BrowserWindow.opened;
    expect(overlay).toBeDefined();

    for (const name of ['listModels', 'hotkeyStates'])
      expect(await handlers.get(name)!({ senderFrame: ownFrame })).toMatchObject({ ok: true });
    listeners.get('dictationChanged')!({ senderFrame: ownFrame }, 'listening');
    expect(powerSaveBlocker.running).toHaveLength(1);
    expect(new Set(toolTips).size, 'the tray tells the phase').toBe(2);
    app.emit('second-instance', {}, ['utter', '--toggle'], '', { command: 'toggle' });
    expect(window!.sent).toEqual([['dictationCommand', 'toggle']]);
    app.emit('second-instance', {}, ['utter'], '', { command: null });
    expect(window!.calls).toContain('focus');
  },
);
