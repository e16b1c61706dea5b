import { join } from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import type { DictationPhase } from '../platform/platform';

export interface TrayActions {
  toggleDictation(): void;
  pasteAgain(): void;
  showWindow(): void;
  quit(): void;
}

const tooltips: Readonly<Record<DictationPhase, string>> = {
  idle: 'Utter',
  starting: 'Utter is starting the microphone',
  listening: 'Utter is listening',
  finishing: 'Utter is finishing the text',
  error: 'Utter could not dictate: open the window to see why',
};

export interface StatusTray {
  show(state: DictationPhase): void;
}

export function createTray(icons: string, actions: TrayActions): StatusTray {
  const isMac = process.platform === 'darwin';
  const image = (isActive: boolean): Electron.NativeImage => {
    const icon = nativeImage.createFromPath(
      join(icons, isActive ? 'trayActiveTemplate.png' : 'trayTemplate.png'),
    );
    if (isMac) return icon;
    return nativeImage.createFromPath(join(icons, isActive ? 'tray-active.png' : 'tray.png'));
  };
  const tray = new Tray(image(false));
  // On macOS a click opens the menu.
  if (!isMac) tray.on('click', () => actions.showWindow());
  const show = (state: DictationPhase): void => {
    const isActive = state === 'starting' || state === 'listening';
    tray.setImage(image(isActive));
    tray.setToolTip(tooltips[state]);
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: isActive ? 'Stop dictation' : 'Start dictation', click: actions.toggleDictation },
        { label: 'Paste the last text again', click: actions.pasteAgain },
        { label: 'Show Utter', click: actions.showWindow },
        { type: 'separator' },
        { label: 'Quit Utter', click: actions.quit },
      ]),
    );
  };
  show('idle');
  return { show };
}
