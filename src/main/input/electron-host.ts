import { utilityProcess } from 'electron';
import type { ChildProcess } from './client';

/** Starts one of the native library's hosts as an Electron utility process. */
export function startElectronHost<Request, Reply>(modulePath: string, serviceName: string): ChildProcess<Request, Reply> {
  const child = utilityProcess.fork(modulePath, [], { serviceName, stdio: 'ignore' });
  return {
    send: (request) => child.postMessage(request),
    onReply: (listener) => void child.on('message', (reply) => listener(reply as Reply)),
    onExit: (listener) => void child.on('exit', (code) => listener(code)),
    kill: () => void child.kill(),
  };
}
