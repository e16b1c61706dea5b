import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultSettings } from '../core/settings';
import { memoryLog } from './fixtures/log';
import { openSettings } from './settings-file';

vi.mock('electron', () => import('./fixtures/electron'));

describe('settings file', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'utter-settings-'));
    path = join(folder, 'settings.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('[H9] a machine without a file has the defaults, and nothing is logged', async () => {
    const log = memoryLog();
    expect((await openSettings(path, log)).current()).toEqual(defaultSettings);
    expect(log.lines).toEqual([]);
  });

  it('[H9] what was written is there after a restart, also in a folder that did not exist', async () => {
    const deeper = join(folder, 'new/settings.json');
    const changed = { ...defaultSettings, hotkey: 'F9', overlay: 'off' as const };
    const settings = await openSettings(deeper, memoryLog());
    await settings.write(changed);
    expect(settings.current()).toEqual(changed);
    expect((await openSettings(deeper, memoryLog())).current()).toEqual(changed);
  });

  it('[H10] one bad value loses only itself', async () => {
    writeFileSync(path, JSON.stringify({ hotkey: 'F9', theme: 'purple', overlay: 'off', unknown: 1 }));
    const settings = (await openSettings(path, memoryLog())).current();
    expect(settings).toEqual({ ...defaultSettings, hotkey: 'F9', overlay: 'off' as const });
  });

  it('[H10] a damaged file is set aside with its contents, and the next write works', async () => {
    writeFileSync(path, '{"hotkey": "F9", "the');
    const log = memoryLog();
    const settings = await openSettings(path, log);
    expect(settings.current()).toEqual(defaultSettings);
    const [backup, ...others] = readdirSync(folder);
    expect([backup, others]).toEqual([expect.stringMatching(/^settings\.damaged-.*\.json$/), []]);
    expect(readFileSync(join(folder, backup ?? ''), 'utf8')).toBe('{"hotkey": "F9", "the');
    expect(log.lines).toHaveLength(1);
    await settings.write(defaultSettings);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(defaultSettings);
  });

  it('[H11] of many writes at once the last one stays, and no other file does', async () => {
    const settings = await openSettings(path, memoryLog());
    await Promise.all(Array.from({ length: 25 }, (_, i) => settings.write({ ...defaultSettings, hotkey: `F${i}` })));
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ hotkey: 'F24' });
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  it('[H11] a file that cannot be written fails with its name and leaves the old one', async () => {
    writeFileSync(join(folder, 'file'), '');
    const settings = await openSettings(path, memoryLog());
    await settings.write({ ...defaultSettings, hotkey: 'F9' });
    const blocked = await openSettings(join(folder, 'file/settings.json'), memoryLog());
    const failure = {
      code: 'file-unwritable',
      message: expect.stringContaining(join(folder, 'file/settings.json')),
    };
    await expect(blocked.write(defaultSettings)).rejects.toMatchObject(failure);
    // A failed write does not block the next one.
    await expect(blocked.write(defaultSettings)).rejects.toMatchObject(failure);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ hotkey: 'F9' });
  });
});
