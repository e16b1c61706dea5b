import { join } from 'node:path';
import { app, BrowserWindow, clipboard, globalShortcut, session } from 'electron';
import { isInstalled } from './delivery/command';
import { createDeliverer } from './delivery/delivery';
import { chooseRoute } from './delivery/route';
import { createHotkey } from './hotkey';
import { createInputHost } from './input/client';
import { startElectronHost } from './input/electron-host';
import { setupIpc } from './ipc';
import { openLog, setupCrashLog } from './log';
import { createModels } from './models';
import { setupNavigation, setupPermissions } from './permissions';
import { setupProtocol, setupScheme } from './protocol';
import { saveFile } from './save-file';
import { openSettings } from './settings-file';
import { claimSingleInstance, readLaunch, type LaunchRequest } from './single-instance';
import { createTray } from './tray';
import { createWindow, setupMenu, showWindow } from './window';
import { createWordsFile } from './words-file';

const out = join(import.meta.dirname, '..');
const resources = app.isPackaged ? process.resourcesPath : join(out, '../resources');
const userData = app.getPath('userData');
const log = openLog(join(userData, 'logs/utter.log'));

/** Set once the window exists; a launch that comes earlier is the first one's own. */
let onLaterLaunch: (launch: LaunchRequest) => void = () => undefined;

async function boot(launch: LaunchRequest): Promise<void> {
  await app.whenReady();
  log.info(
    `Utter ${app.getVersion()}, Electron ${process.versions.electron}, ${process.platform} ${process.arch}`,
  );

  const settings = await openSettings(join(userData, 'settings.json'), log);
  const words = createWordsFile(join(userData, 'words.json'), log);
  const models = createModels([join(resources, 'models'), join(userData, 'models')], log);
  await models.list();

  setupProtocol(
    { page: join(out, 'renderer'), text: join(resources, 'text'), modelFolder: models.folder },
    log,
  );
  setupPermissions(session.defaultSession);
  setupMenu();

  const inputHost = createInputHost(() => startElectronHost(join(import.meta.dirname, 'input-host.js')));
  const deliverer = createDeliverer({
    route: chooseRoute({ platform: process.platform, env: process.env, isInstalled }),
    inputHost,
    log,
    isOwnWindowFocused: () => BrowserWindow.getFocusedWindow() !== null,
    isPastingWanted: () => settings.current().deliverText,
  });

  const window = createWindow({
    preload: join(out, 'preload/index.cjs'),
    icon: join(resources, 'icons/icon.png'),
    takesFocus: !launch.toggle,
    log,
  });
  // Only the page is told: the window stays where it is, so that the focus stays where the user types.
  const toggleDictation = (): void => window.webContents.send('toggleDictation');
  const hotkey = createHotkey(toggleDictation);
  hotkey.register(settings.current().hotkey);
  const tray = createTray(join(resources, 'icons'), {
    toggleDictation,
    showWindow: () => showWindow(window),
    quit: () => app.quit(),
  });

  setupIpc(
    {
      listModels: () => models.list(),
      readSettings: () => settings.current(),
      async writeSettings(next) {
        hotkey.register(next.hotkey);
        await settings.write(next);
      },
      readUserWords: () => words.read(),
      writeUserWords: (next) => words.write(next),
      copyText: (text) => clipboard.writeText(text),
      deliver: (text) => deliverer.deliver(text),
      saveFile: (suggestedName, contents) => saveFile(window, suggestedName, contents),
      hotkeyState: () => hotkey.state(),
    },
    {
      dictationChanged(state) {
        tray.show(state);
        if (state === 'starting') deliverer.prepare();
      },
    },
    log,
  );

  onLaterLaunch = ({ toggle }) => (toggle ? toggleDictation() : showWindow(window));
  if (launch.toggle) window.webContents.once('did-finish-load', toggleDictation);
  app.on('activate', () => showWindow(window));
  app.on('will-quit', (event) => {
    globalShortcut.unregisterAll();
    event.preventDefault();
    // A paste under way gives the clipboard back first.
    void deliverer.settled().then(() => {
      inputHost.dispose();
      app.exit();
    });
  });
}

const launch = readLaunch(process.argv);
setupScheme();
setupNavigation();
setupCrashLog(log);
if (process.platform === 'linux') app.commandLine.appendSwitch('enable-features', 'GlobalShortcutsPortal');

if (claimSingleInstance(launch, (later) => onLaterLaunch(later))) {
  boot(launch).catch((error: unknown) => {
    log.error('Utter could not start', error);
    app.exit(1);
  });
} else {
  app.quit();
}
