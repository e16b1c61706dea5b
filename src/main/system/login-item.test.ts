import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { app } from '../fixtures/electron';
import { autostartEntry, createLoginItem, isLoginLaunch } from './login-item';

vi.mock('electron', () => import('../fixtures/electron'));

describe('start at login', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'utter-login-'));
    file = join(folder, 'autostart/utter.desktop');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  it('[H50] is a file of the desktop on Linux, which comes and goes', async () => {
    const item = autostartEntry(file);
    expect(await item.isOn()).toBe(false);
    await item.set(true);
    expect(await item.isOn()).toBe(true);
    await item.set(false);
    expect(await item.isOn()).toBe(false);
    await item.set(false);
  });

  it('[H50] starts Utter without its window, whatever is in the name of its folder', async () => {
    vi.stubEnv('APPIMAGE', String.raw`/opt/my "100 %" $apps\Utter.AppImage`);
    Object.assign(app, { isPackaged: true });
    await autostartEntry(file).set(true);
    Object.assign(app, { isPackaged: false });
    const exec = /^Exec=(.*)$/m.exec(readFileSync(file, 'utf8'))![1]!;
    expect(exec.endsWith(' --background')).toBe(true);
    // Read as a desktop reads it: the value's escapes, the field codes, then the argument's own.
    const argument = exec.slice(0, -' --background'.length).replaceAll('\\\\', '\\').replaceAll('%%', '%');
    expect(argument.slice(1, -1).replaceAll(/\\(["`$\\])/g, '$1')).toBe(process.env['APPIMAGE']);
    expect(isLoginLaunch(['utter', '--background'])).toBe(true);
    expect(isLoginLaunch(['utter'])).toBe(false);
  });

  it.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])('[H50] is off when the desktop wrote %s', async (line) => {
    const item = autostartEntry(file);
    await item.set(true);
    writeFileSync(file, `${readFileSync(file, 'utf8')}${line}\n`);
    expect(await item.isOn()).toBe(false);
  });

  it('[H50] that can not be changed names the file', async () => {
    mkdirSync(file, { recursive: true });
    await expect(autostartEntry(file).set(true)).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining(file) as string,
    });
  });

  it.each(['darwin', 'win32'])('[H50] is the system’s own list on %s', async (platform) => {
    vi.spyOn(process, 'platform', 'get').mockReturnValue(platform as NodeJS.Platform);
    let isOpened = false;
    const set = vi.fn(({ openAtLogin }: { openAtLogin: boolean }) => void (isOpened = openAtLogin));
    Object.assign(app, { setLoginItemSettings: set, getLoginItemSettings: () => ({ openAtLogin: isOpened }) });
    const item = createLoginItem();
    await item.set(true);
    expect(set).toHaveBeenCalledWith({ openAtLogin: true, args: ['--background'] });
    expect(await item.isOn()).toBe(true);
  });
});
