/** The desktop application itself; needs Electron's binary (`npx install-electron`) and `npm run build`. */
import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findElectron, sandboxObstacle } from '../scripts/start/electron-binary.mjs';
import { microphoneArgs, speakingMicrophone, speakingMicrophoneMs } from './microphone';
import { UtterWindow } from './utter-window';

const root = path.join(import.meta.dirname, '..');
const electron = findElectron();

function whySkipped(): string | null {
  if (electron === null) return 'Electron’s binary is not on this machine (npx install-electron fetches it)';
  if (!existsSync(path.join(root, 'out/main/index.js'))) return 'out/ is missing (npm run build)';
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return 'there is no display (xvfb-run gives one)';
  }
  return null;
}

const reason = whySkipped();
if (reason !== null) console.log(`Skipped, the desktop application: ${reason}.`);

/** Utter's own window: the overlay is another. */
async function mainWindow(application: ElectronApplication): Promise<Page> {
  const isMain = (page: Page): boolean => page.url() === 'app://utter/';
  return application.windows().find(isMain) ?? application.waitForEvent('window', isMain);
}

test.describe('desktop', () => {
  test.skip(reason !== null, reason ?? '');

  let userData: string;
  let application: ElectronApplication;

  test.beforeEach(async () => {
    userData = mkdtempSync(path.join(tmpdir(), 'utter-desktop-'));
    writeFileSync(path.join(userData, 'settings.json'), '{"isGuideSeen":true}');
    const executablePath = electron ?? '';
    const switches = [`--user-data-dir=${userData}`, ...microphoneArgs(speakingMicrophone)];
    if (sandboxObstacle(executablePath) !== null) switches.push('--no-sandbox');
    application = await _electron.launch({ executablePath, args: [...switches, root], cwd: root });
  });
  test.afterEach(async () => {
    await application.close();
    rmSync(userData, { recursive: true, force: true });
  });

  test('[H5] the window has Utter’s title, and the page gets the platform and nothing of Node', async () => {
    const page = await mainWindow(application);
    await expect(page).toHaveTitle('Utter');
    expect(page.url()).toBe('app://utter/');
    const seen = await page.evaluate(() => ({
      keys: Object.keys((globalThis as unknown as { utter: object }).utter).sort(),
      node: ['require', 'process', 'module', 'Buffer', 'ipcRenderer'].filter((name) => name in globalThis),
      isIsolated: crossOriginIsolated,
    }));
    expect(seen).toEqual({
      keys: [
        'can',
        'cancelDownload',
        'chooseWatchFolder',
        'copyText',
        'deliver',
        'dictationChanged',
        'downloadModel',
        'finishRecording',
        'hotkeyStates',
        'importModel',
        'isOnBattery',
        'listModels',
        'liveChanged',
        'lookForUpdate',
        'name',
        'onBatteryChanged',
        'onDictationCommand',
        'onDownloadProgress',
        'onUpdateFound',
        'onWatchChanged',
        'openReleases',
        'readModelStore',
        'readSettings',
        'readUserWords',
        'removeModel',
        'saveFile',
        'setStartsAtLogin',
        'startsAtLogin',
        'stopWatching',
        'watchState',
        'writeSettings',
        'writeUserWords',
      ],
      node: [],
      isIsolated: true,
    });
  });

  test('[H7] the page can neither leave nor open another', async () => {
    const page = await mainWindow(application);
    const opened = await page.evaluate(() => {
      location.href = 'https://example.com/';
      return window.open('https://example.com/');
    });
    expect(opened).toBeNull();
    await page.waitForTimeout(500);
    expect(page.url()).toBe('app://utter/');
    expect(
      application
        .windows()
        .map((each) => each.url())
        .sort(),
    ).toEqual(['app://utter/', 'app://utter/overlay.html']);
  });

  test('[S1] a second launch with --toggle starts and stops dictation without taking the focus', async () => {
    const page = await mainWindow(application);
    const window = new UtterWindow(page);
    await window.ready();
    const focused = () => application.evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow() !== null);
    await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur());
    const hadFocus = await focused();
    const toggle = () =>
      application.evaluate(({ app }) => app.emit('second-instance', {}, ['utter', '--toggle'], '', { command: 'toggle' }));
    await toggle();
    await expect(window.status).toContainText('Listening');
    expect(await focused()).toBe(hadFocus);
    await page.waitForTimeout(speakingMicrophoneMs);
    await toggle();
    await window.dictationEnded();
    expect((await window.words()).length).toBeGreaterThan(0);
  });
});
