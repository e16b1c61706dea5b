import { join } from 'node:path';
import { app, BrowserWindow, clipboard, net, session, shell } from 'electron';
import { uiLanguage } from '../core/ui-language';
import type { DictationCommand, DictationPhase } from '../platform/platform';
import { isInstalled } from './delivery/command';
import { createDeliverer } from './delivery/delivery';
import { askForMacPermission, macHookObstacle } from './delivery/mac-permission';
import { chooseRoute, hookObstacle, isWaylandSession } from './delivery/route';
import { createSpacing } from './delivery/spacing';
import { createTargetFinder } from './delivery/target';
import { createTypist } from './delivery/typing';
import { createKeyboard } from './hotkeys/keyboard';
import { createInputHost } from './input/client';
import { startElectronHost } from './input/electron-host';
import { setupIpc } from './ipc';
import { openLog, setupCrashLog } from './log';
import { createLoginItem, isLoginLaunch } from './login-item';
import { memoryFlags } from './memory';
import { messages as messagesIn } from './messages';
import { createModelStore } from './model-store';
import { createModels } from './models';
import { createOverlayPresenter } from './overlay/presenter';
import { createOverlayWindow } from './overlay/window';
import { setupNavigation, setupPermissions } from './permissions';
import { createPower } from './power';
import { setupProtocol, setupScheme } from './protocol';
import { saveFile } from './save-file';
import { openSettings } from './settings-file';
import { claimSingleInstance, needsRunning, readLaunch, type LaunchRequest } from './single-instance';
import { createTray } from './tray';
import { createUpdates, readUpdateAddresses } from './updates';
import { chooseFolder } from './watch/choose-folder';
import { openLedger } from './watch/ledger';
import { createWatchFolder } from './watch/watch-folder';
import { createWindow, setupMenu, showWindow } from './window';
import { createWordsFile } from './words-file';

const out = join(import.meta.dirname, '..');
const resources = app.isPackaged ? process.resourcesPath : join(out, '../resources');
const userData = app.getPath('userData');
const log = openLog(join(userData, 'logs/utter.log'));

const updateTickMs = 5 * 60_000;

/** Set once the window exists; a launch that comes earlier is the first one's own. */
let onLaterLaunch: (launch: LaunchRequest) => void = () => undefined;

async function boot(launch: LaunchRequest): Promise<void> {
  await app.whenReady();
  log.info(
    `Utter ${app.getVersion()}, Electron ${process.versions.electron}, ${process.platform} ${process.arch}`,
  );

  const settings = await openSettings(join(userData, 'settings.json'), log);
  const words = createWordsFile(join(userData, 'words.json'), log);
  const [shippedModels, ownModels] = [join(resources, 'models'), join(userData, 'models')];
  const models = createModels([shippedModels, ownModels], log);
  const modelStore = createModelStore({
    shipped: shippedModels,
    own: ownModels,
    catalogues: [join(resources, 'catalogue.json'), join(userData, 'catalogue.json')],
    log,
    settings: () => settings.current(),
    onProgress: (progress) => window.webContents.send('downloadProgress', progress),
  });
  await models.list();
  const addresses = await readUpdateAddresses(join(resources, 'updates.json'), log);

  const watched = createWatchFolder({
    ledger: await openLedger(join(userData, 'watch-folder.json'), log),
    log,
    changed: (state) => window.webContents.send('watchChanged', state),
    stableMs: 3000,
    checkMs: 60_000,
  });
  setupProtocol(
    {
      page: join(out, 'renderer'),
      text: join(resources, 'text'),
      modelFolder: models.folder,
      watchedFile: (id) => watched.file(id),
    },
    log,
  );
  setupPermissions(session.defaultSession);
  setupMenu();

  const messages = () => messagesIn[uiLanguage(settings.current().language, app.getPreferredSystemLanguages())];
  const host = { platform: process.platform, env: process.env, isInstalled };
  const isWayland = isWaylandSession(host);
  const isOwnWindowFocused = (): boolean => BrowserWindow.getFocusedWindow() !== null;
  const inputHost = createInputHost(() =>
    startElectronHost(join(import.meta.dirname, 'input-host.js'), 'Utter input'),
  );
  const spacing = createSpacing();
  const keyboard = createKeyboard({
    log,
    startHook: () => startElectronHost(join(import.meta.dirname, 'hook-host.js'), 'Utter keyboard'),
    hookObstacle: () => hookObstacle(host) ?? macHookObstacle(),
    command: (name, language) => command(name, language),
    repaste: () => redeliver(),
    onActivity: () => spacing.interrupted(),
  });
  const deliverer = createDeliverer({
    route: chooseRoute(host),
    inputHost,
    targets: createTargetFinder({ platform: process.platform, isX11: !isWayland, log }),
    typist: createTypist({ platform: process.platform, isWayland }),
    spacing,
    log,
    isOwnWindowFocused,
    settings: () => settings.current(),
    modifiersReleased: (limitMs) => keyboard.modifiersReleased(limitMs),
    onSending: (ownKey) => keyboard.arm(ownKey),
  });
  const redeliver = (): void => overlay.delivering(deliverer.redeliver());

  const window = createWindow({
    preload: join(out, 'preload/index.cjs'),
    icon: join(resources, 'icons/icon.png'),
    takesFocus: launch.command === null,
    isHidden: isLoginLaunch(process.argv),
    log,
    onPageLost: () => phaseChanged('error'),
  });
  const overlay = createOverlayPresenter({
    window: createOverlayWindow(join(out, 'preload/overlay.cjs'), log),
    settings: () => settings.current(),
    messages,
    isOwnWindowFocused,
    after(delayMs, callback) {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  });
  // Only the page is told: the window stays where it is, so that the focus stays where the user types.
  const command = (name: DictationCommand, language?: string): void =>
    window.webContents.send('dictationCommand', name, ...(language === undefined ? [] : [language]));
  const tray = createTray(
    join(resources, 'icons'),
    {
      toggleDictation: () => command('toggle'),
      pasteAgain: redeliver,
      showWindow: () => showWindow(window),
      quit: () => app.quit(),
    },
    messages,
  );
  const power = createPower(
    () => command('interrupt'),
    (isOnBattery) => window.webContents.send('batteryChanged', isOnBattery),
  );
  const loginItem = createLoginItem();
  const updates = createUpdates({
    addresses,
    version: app.getVersion(),
    log,
    fetch: (address, init) => net.fetch(address, init),
    isAllowed: () => settings.current().checkForUpdates,
    found: (version) => window.webContents.send('updateFound', version),
  });
  setInterval(() => void updates.tick(), updateTickMs);
  keyboard.configure(settings.current());

  function phaseChanged(phase: DictationPhase): void {
    tray.show(phase);
    keyboard.phaseChanged(phase);
    power.phaseChanged(phase);
    updates.phaseChanged(phase);
    overlay.phaseChanged(phase);
    if (phase === 'starting') {
      if (settings.current().deliveryMode !== 'copy') askForMacPermission();
      deliverer.prepare();
    }
    if (phase === 'finishing') deliverer.aim();
  }

  setupIpc(
    {
      listModels: () => models.list(),
      readSettings: () => settings.current(),
      async writeSettings(next) {
        keyboard.configure(next);
        await settings.write(next);
        tray.refresh();
        overlay.refresh();
      },
      readUserWords: () => words.read(),
      writeUserWords: (next) => words.write(next),
      copyText: (text) => clipboard.writeText(text),
      deliver(text) {
        const delivery = deliverer.deliver(text);
        overlay.delivering(delivery);
        return delivery;
      },
      saveFile: (suggestedName, contents) => saveFile(window, suggestedName, contents),
      hotkeyStates: () => keyboard.states(),
      startsAtLogin: () => loginItem.isOn(),
      setStartsAtLogin: (isWanted) => loginItem.set(isWanted),
      watchState: () => watched.state(),
      chooseWatchFolder: () => chooseFolder(window, (folder) => watched.choose(folder)),
      stopWatching: () => watched.stop(),
      finishRecording: (id, text) => watched.finish(id, text),
      isOnBattery: () => power.isOnBattery(),
      lookForUpdate: () => updates.look(),
      async openReleases() {
        if (addresses.page !== null) await shell.openExternal(addresses.page);
      },
      async readModelStore() {
        // The protocol serves what this finds.
        await models.list();
        return modelStore.read();
      },
      downloadModel: (id) => modelStore.download(id),
      cancelDownload: (id) => modelStore.cancel(id),
      async importModel(path) {
        const imported = await modelStore.import(path);
        await models.list();
        return imported;
      },
      removeModel: (folder) => modelStore.remove(folder),
    },
    { dictationChanged: phaseChanged, liveChanged: (live) => overlay.liveChanged(live) },
    log,
  );

  onLaterLaunch = ({ command: asked }) => {
    if (asked === null) showWindow(window);
    else if (asked === 'repaste') redeliver();
    else command(asked);
  };
  if (launch.command !== null) window.webContents.once('did-finish-load', () => onLaterLaunch(launch));
  app.on('activate', () => showWindow(window));
  app.on('will-quit', (event) => {
    keyboard.dispose();
    event.preventDefault();
    // A paste under way gives the clipboard back first.
    void deliverer.settled().then(() => {
      inputHost.dispose();
      app.exit();
    });
  });
  await watched.begin();
}

const launch = readLaunch(process.argv);
setupScheme();
setupNavigation();
setupCrashLog(log);
app.commandLine.appendSwitch('js-flags', memoryFlags);
if (process.platform === 'linux') app.commandLine.appendSwitch('enable-features', 'GlobalShortcutsPortal');

if (!claimSingleInstance(launch, (later) => onLaterLaunch(later))) {
  app.quit();
} else if (needsRunning(launch)) {
  console.error(`Utter is not running: there is nothing to ${launch.command}.`);
  app.exit(1);
} else {
  boot(launch).catch((error: unknown) => {
    log.error('Utter could not start', error);
    app.exit(1);
  });
}
