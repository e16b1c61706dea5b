import { app } from 'electron';

export interface LaunchRequest {
  /** `utter --toggle`: start or stop dictation, for desktops where only the compositor can bind keys. */
  readonly toggle: boolean;
}

export function readLaunch(argv: readonly string[]): LaunchRequest {
  return { toggle: argv.includes('--toggle') };
}

/** What a desktop's own key binding must run. */
export function toggleCommand(): string {
  const program = process.env['APPIMAGE'] ?? process.execPath;
  const words = app.isPackaged ? [program] : [program, app.getAppPath()];
  return [...words.map((word) => (word.includes(' ') ? `"${word}"` : word)), '--toggle'].join(' ');
}

/** True for the first Utter; a later one hands its request to the first and gets false. */
export function claimSingleInstance(
  launch: LaunchRequest,
  onLaterLaunch: (launch: LaunchRequest) => void,
): boolean {
  if (!app.requestSingleInstanceLock(launch)) return false;
  app.on('second-instance', (_event, argv, _folder, data) => {
    const isLaunch =
      typeof data === 'object' && data !== null && 'toggle' in data && typeof data.toggle === 'boolean';
    onLaterLaunch(isLaunch ? (data as LaunchRequest) : readLaunch(argv));
  });
  return true;
}
