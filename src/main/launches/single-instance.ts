import { app } from 'electron';
import type { DictationCommand } from '../../platform/platform';

/** What a launch asks of Utter; `repaste` delivers the last text again. */
export type LaunchCommand = Exclude<DictationCommand, 'interrupt'> | 'repaste';

export interface LaunchRequest {
  /** `utter --toggle` and so on, for scripts and for desktops where only the compositor can bind keys; or null. */
  readonly command: LaunchCommand | null;
}

const commands: readonly LaunchCommand[] = ['toggle', 'start', 'stop', 'cancel', 'repaste'];

/** The last of several commands counts. */
export function readLaunch(argv: readonly string[]): LaunchRequest {
  const command = argv.findLast((argument) => commands.some((name) => argument === `--${name}`));
  return { command: (command?.slice(2) as LaunchCommand | undefined) ?? null };
}

/** Whether the command only makes sense to an Utter that is running already. */
export function needsRunning({ command }: LaunchRequest): boolean {
  return command === 'stop' || command === 'cancel' || command === 'repaste';
}

/** What a desktop's own key binding must run. */
export function toggleCommand(): string {
  const program = process.env['APPIMAGE'] ?? process.execPath;
  const words = app.isPackaged ? [program] : [program, app.getAppPath()];
  return [...words.map((word) => (word.includes(' ') ? `"${word}"` : word)), '--toggle'].join(' ');
}

/** True for the first Utter; a later one hands its request to the first and gets false. */
export function claimSingleInstance(launch: LaunchRequest, onLaterLaunch: (launch: LaunchRequest) => void): boolean {
  if (!app.requestSingleInstanceLock(launch)) return false;
  app.on('second-instance', (_event, argv, _folder, data) => {
    onLaterLaunch(isLaunchRequest(data) ? data : readLaunch(argv));
  });
  return true;
}

function isLaunchRequest(data: unknown): data is LaunchRequest {
  if (typeof data !== 'object' || data === null || !('command' in data)) return false;
  return data.command === null || commands.some((name) => name === data.command);
}
