import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { app } from 'electron';
import { errorText, UtterError } from '../../core/errors';
import { writeFileAtomically } from '../atomic-file';

/** Whether the system starts Utter when the user logs in. What the system says counts: it can be changed there too. */
export interface LoginItem {
  isOn(): Promise<boolean>;
  /** @throws UtterError `file-unwritable` */
  set(isWanted: boolean): Promise<void>;
}

/** Utter then comes without its window: it waits for its key. */
export const backgroundFlag = '--background';

export function createLoginItem(): LoginItem {
  if (process.platform === 'linux') return autostartEntry(join(app.getPath('appData'), 'autostart/utter.desktop'));
  const item = { args: [backgroundFlag] };
  return {
    isOn: () => Promise.resolve(app.getLoginItemSettings(item).openAtLogin),
    set: (openAtLogin) => Promise.resolve(app.setLoginItemSettings({ ...item, openAtLogin })),
  };
}

/** Whether this launch is the system's at login. */
export function isLoginLaunch(argv: readonly string[]): boolean {
  if (argv.includes(backgroundFlag)) return true;
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}

/** The XDG autostart specification's file. Desktops switch one off by a key in it instead of deleting it. */
export function autostartEntry(path: string): LoginItem {
  return {
    async isOn() {
      const text = await readFile(path, 'utf8').catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
        throw unusable(path, error);
      });
      return text !== '' && !/^(Hidden=true|X-GNOME-Autostart-enabled=false)\s*$/m.test(text);
    },
    async set(isWanted) {
      if (isWanted) await writeFileAtomically(path, desktopEntry());
      else await rm(path, { force: true }).catch((error: unknown) => Promise.reject(unusable(path, error)));
    },
  };
}

function desktopEntry(): string {
  const program = process.env['APPIMAGE'] ?? process.execPath;
  const words = [...(app.isPackaged ? [program] : [program, app.getAppPath()]), backgroundFlag];
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Utter',
    'Comment=Dictation by hotkey',
    `Exec=${words.map(quoted).join(' ')}`,
    'Terminal=false',
    '',
  ].join('\n');
}

/** Quoting of `Exec`: once as the argument, and once more as the value of a key; `%` begins a field code. */
function quoted(word: string): string {
  if (/^[\w./+-]+$/.test(word)) return word;
  const argument = `"${word.replaceAll(/["`$\\]/g, String.raw`\$&`)}"`;
  return argument.replaceAll('\\', '\\\\').replaceAll('%', '%%');
}

function unusable(path: string, error: unknown): UtterError {
  const reason = errorText(error);
  return new UtterError('file-unwritable', `Cannot change ${path}: ${reason}`, 'Allow Utter to write that folder.', {
    cause: error,
  });
}
