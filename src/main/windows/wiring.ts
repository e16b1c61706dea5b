import { app, session } from 'electron';
import { isLoginLaunch } from '../system/login-item';
import type { LaunchRequest } from '../launches/single-instance';
import type { Parts } from '../parts';
import { paths } from '../paths';
import { setupPermissions } from './permissions';
import { setupProtocol, type ServedFolders } from './protocol';
import { createTray } from './tray';
import { createWindow, setupMenu, showWindow } from './window';

/** Serves the page from its own origin, and opens its window. */
export function wireWindow(
  { log, signals, page }: Parts,
  launch: LaunchRequest,
  served: Pick<ServedFolders, 'modelFolder' | 'watchedFile'>,
): void {
  setupProtocol({ page: paths.page, text: paths.text, ...served }, log);
  setupPermissions(session.defaultSession);
  setupMenu();
  const window = createWindow({
    preload: paths.preload,
    icon: paths.icon,
    takesFocus: launch.command === null,
    isHidden: isLoginLaunch(process.argv),
    log,
    onPageLost: () => signals.phase.tell('error'),
  });
  page.open(window);
  // Only the page is told: the window stays where it is, so that the focus stays where the user types.
  signals.command.on((command, language) =>
    page.tell('dictationCommand', command, ...(language === undefined ? [] : [language])),
  );
  signals.showWindow.on(() => showWindow(window));
  app.on('activate', () => showWindow(window));
}

/** The icon beside the clock, with the commands that need no window. */
export function wireTray({ signals, messages }: Parts): void {
  const tray = createTray(
    paths.icons,
    {
      toggleDictation: () => signals.command.tell('toggle'),
      pasteAgain: () => signals.repaste.tell(),
      showWindow: () => signals.showWindow.tell(),
      quit: () => app.quit(),
    },
    messages,
  );
  signals.phase.on((phase) => tray.show(phase));
  signals.settingsWritten.on(() => tray.refresh());
}
