import { fork, type ChildProcess } from 'node:child_process';
import { closers } from './app';
import { control } from './control';

interface UtilityProcess {
  postMessage(message: unknown): void;
  on(event: 'message' | 'exit', listener: (value: never) => void): unknown;
  kill(): boolean;
}

const running = new Map<string, ChildProcess>();
closers.add(() => {
  for (const child of running.values()) child.kill();
});
control.answer('utility process', (name) => running.get(name)?.pid);

export const utilityProcess = {
  fork(modulePath: string, _args: readonly string[], { serviceName }: { serviceName: string }): UtilityProcess {
    const child = fork(modulePath, [], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    running.set(serviceName, child);
    control.tell('utility process', { serviceName, pid: child.pid });
    return {
      postMessage: (message) => {
        if (child.connected) child.send(message as object);
      },
      on: (event, listener) => child.on(event, listener as (value: unknown) => void),
      kill: () => child.kill(),
    };
  },
};
