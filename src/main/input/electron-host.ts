import { utilityProcess } from 'electron';
import type { HostProcess } from './client';
import type { HostReply } from './messages';

/** Starts the input host as an Electron utility process. */
export function startElectronHost(modulePath: string): HostProcess {
  const child = utilityProcess.fork(modulePath, [], { serviceName: 'Utter input', stdio: 'ignore' });
  return {
    send: (request) => child.postMessage(request),
    onReply: (listener) => void child.on('message', (reply) => listener(reply as HostReply)),
    onExit: (listener) => void child.on('exit', (code) => listener(code)),
    kill: () => void child.kill(),
  };
}
