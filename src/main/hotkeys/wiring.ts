import { app } from 'electron';
import { macHookObstacle } from '../delivery/mac-permission';
import { hookObstacle } from '../delivery/route';
import { startElectronHost } from '../input/electron-host';
import type { RequestHandlers } from '../ipc';
import type { Parts } from '../parts';
import { paths } from '../paths';
import { createKeyboard } from './keyboard';

/** The keys that work while another application has the focus. */
export function wireHotkeys({ log, signals, settings }: Parts) {
  const keyboard = createKeyboard({
    log,
    startHook: () => startElectronHost(paths.hookHost, 'Utter keyboard'),
    hookObstacle: () => hookObstacle({ platform: process.platform, env: process.env }) ?? macHookObstacle(),
    command: (name, language) => signals.command.tell(name, language),
    repaste: () => signals.repaste.tell(),
    onActivity: () => signals.activity.tell(),
  });
  signals.phase.on((phase) => keyboard.phaseChanged(phase));
  signals.settings.on((next) => keyboard.configure(next));
  app.on('will-quit', () => keyboard.dispose());
  const requests = { hotkeyStates: () => keyboard.states() } satisfies Partial<RequestHandlers>;
  return { requests, keyboard, begin: () => keyboard.configure(settings.current()) };
}
