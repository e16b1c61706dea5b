import { app } from 'electron';

export interface LaunchRequest {
  /** `utter --toggle`: start or stop dictation, for desktops where only the compositor can bind keys. */
  readonly toggle: boolean;
}

export function readLaunch(argv: readonly string[]): LaunchRequest {
  return { toggle: argv.includes('--toggle') };
}

/** True for the first Utter; a later one hands its request to the first and gets false. */
export function claimSingleInstance(launch: LaunchRequest, onLaterLaunch: (launch: LaunchRequest) => void): boolean {
  if (!app.requestSingleInstanceLock(launch)) return false;
  app.on('second-instance', (_event, argv, _folder, data) => {
    const isLaunch = typeof data === 'object' && data !== null && 'toggle' in data && typeof data.toggle === 'boolean';
    onLaterLaunch(isLaunch ? (data as LaunchRequest) : readLaunch(argv));
  });
  return true;
}
