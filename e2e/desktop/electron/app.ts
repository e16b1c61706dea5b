import { EventEmitter } from 'node:events';
import { mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { control } from './control';

/** What ends with the application: the browser, the key grabber. */
export const closers = new Set<() => Promise<void> | void>();

const prefix = '--user-data-dir=';
const userData = process.argv.find((argument) => argument.startsWith(prefix))?.slice(prefix.length);
if (userData === undefined) throw new Error('The double needs --user-data-dir=FOLDER.');
const folder = userData;
mkdirSync(folder, { recursive: true });
const lockFile = path.join(folder, 'double.lock');
const messageFile = path.join(folder, 'double.second-instance.json');

async function exit(code = 0): Promise<void> {
  for (const close of closers) await close();
  process.exit(code);
}

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly commandLine = { appendSwitch: (): void => undefined };

  whenReady = (): Promise<void> => Promise.resolve();
  getVersion = (): string => '0.0.0';
  getPreferredSystemLanguages = (): string[] => ['en-US'];
  getAppPath = (): string => process.cwd();
  getPath = (name: string): string => (name === 'userData' ? folder : path.join(folder, name));

  /** A lock file with the first instance's process; a later one leaves its message and signals. */
  requestSingleInstanceLock(data: unknown): boolean {
    try {
      writeSync(openSync(lockFile, 'wx'), String(process.pid));
    } catch {
      writeFileSync(messageFile, JSON.stringify({ argv: process.argv, data }));
      process.kill(Number(readFileSync(lockFile, 'utf8')), 'SIGUSR2');
      return false;
    }
    process.on('exit', () => rmSync(lockFile, { force: true }));
    process.on('SIGUSR2', () => {
      const message = JSON.parse(readFileSync(messageFile, 'utf8')) as { argv: string[]; data: unknown };
      this.emit('second-instance', {}, message.argv, '', message.data);
    });
    return true;
  }

  quit(): void {
    this.emit('before-quit');
    let isPrevented = false;
    this.emit('will-quit', { preventDefault: () => (isPrevented = true) });
    if (!isPrevented) void exit();
  }

  exit(code = 0): void {
    void exit(code);
  }
}

export const app = new App();
control.answer('quit', () => app.quit());
