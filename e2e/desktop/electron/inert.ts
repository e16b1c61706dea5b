/** Parts of Electron that show nothing a test could see, or that this machine has nothing for. */
import { EventEmitter } from 'node:events';
import { control } from './control';

export const crashReporter = { start: (): void => undefined };
export const dialog = {
  showSaveDialog: () => Promise.resolve({ canceled: true, filePath: '' }),
  showOpenDialog: () => Promise.resolve({ canceled: true, filePaths: [] }),
};
/** Nothing leaves this machine. */
export const net = { fetch: () => Promise.reject(new Error('The double has no network.')) };
export const shell = { openExternal: () => Promise.resolve() };
export const Menu = {
  buildFromTemplate: (template: unknown): unknown => template,
  setApplicationMenu: (): void => undefined,
};
export const nativeImage = { createFromPath: (path: string): string => path };
export const powerMonitor = Object.assign(new EventEmitter(), { isOnBatteryPower: (): boolean => false });
control.answer('power', (event) => powerMonitor.emit(event));
export const powerSaveBlocker = { start: (): number => 1, stop: (): void => undefined };
export const screen = {
  getCursorScreenPoint: () => ({ x: 10, y: 10 }),
  getDisplayNearestPoint: () => ({ id: 1, workArea: { x: 0, y: 0, width: 1024, height: 768 } }),
};
export const session = {
  defaultSession: {
    setPermissionCheckHandler: (): void => undefined,
    setPermissionRequestHandler: (): void => undefined,
  },
};
export const systemPreferences = {
  isTrustedAccessibilityClient: (): boolean => true,
  askForMediaAccess: () => Promise.resolve(true),
};
export class Tray extends EventEmitter {
  setImage = (): void => undefined;
  setToolTip = (): void => undefined;
  setContextMenu = (): void => undefined;
}
