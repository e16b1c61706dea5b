import type { Parts } from '../parts';
import type { LaunchRequest } from './single-instance';

/** Does what this launch and later ones ask for. */
export function wireLaunches({ signals, page }: Parts, first: LaunchRequest): void {
  const serve = ({ command }: LaunchRequest): void => {
    if (command === null) signals.showWindow.tell();
    else if (command === 'repaste') signals.repaste.tell();
    else signals.command.tell(command);
  };
  signals.launch.on(serve);
  if (first.command !== null) page.window.webContents.once('did-finish-load', () => serve(first));
}
