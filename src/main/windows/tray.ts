import { join } from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import type { DictationPhase } from '../../platform/platform';
import type { Messages } from '../messages';

export interface TrayActions {
  toggleDictation(): void;
  pasteAgain(): void;
  showWindow(): void;
  quit(): void;
}

export interface StatusTray {
  show(state: DictationPhase): void;
  /** The language has changed. */
  refresh(): void;
}

export function createTray(icons: string, actions: TrayActions, messages: () => Messages): StatusTray {
  const isMac = process.platform === 'darwin';
  const image = (isActive: boolean): Electron.NativeImage => {
    const icon = nativeImage.createFromPath(join(icons, isActive ? 'trayActiveTemplate.png' : 'trayTemplate.png'));
    if (isMac) return icon;
    return nativeImage.createFromPath(join(icons, isActive ? 'tray-active.png' : 'tray.png'));
  };
  const tray = new Tray(image(false));
  // On macOS a click opens the menu.
  if (!isMac) tray.on('click', () => actions.showWindow());
  let shown: DictationPhase = 'idle';
  const show = (state: DictationPhase): void => {
    shown = state;
    const { phases, start, stop, pasteAgain, showWindow, quit } = messages();
    const isActive = state === 'starting' || state === 'listening';
    tray.setImage(image(isActive));
    tray.setToolTip(phases[state]);
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: isActive ? stop : start, click: actions.toggleDictation },
        { label: pasteAgain, click: actions.pasteAgain },
        { label: showWindow, click: actions.showWindow },
        { type: 'separator' },
        { label: quit, click: actions.quit },
      ]),
    );
  };
  show('idle');
  return { show, refresh: () => show(shown) };
}
