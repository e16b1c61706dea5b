import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { app, crashReporter } from 'electron';

/** A log file for people who report a defect. It never holds audio or dictated text. */
export interface Log {
  info(message: string): void;
  error(message: string, error: unknown): void;
}

const maximumLogBytes = 1_000_000;

/** Appends to a file; the previous file is kept as `.old` once this one is long. */
export function openLog(path: string, now: () => Date = () => new Date()): Log {
  const write = (level: string, message: string): void => {
    try {
      mkdirSync(dirname(path), { recursive: true });
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > maximumLogBytes) renameSync(path, `${path}.old`);
      appendFileSync(path, `${now().toISOString()} ${level} ${message}\n`);
    } catch (error) {
      // A full or read-only disk must not end a dictation; the console is what is left.
      console.error(`Cannot write the log ${path}:`, error);
    }
  };
  return {
    info: (message) => write('info', message),
    error: (message, error) =>
      write('error', `${message}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  };
}

/** Writes down whatever ends a process unexpectedly, and keeps minidumps on this machine only. */
export function setupCrashLog(log: Log): void {
  crashReporter.start({ uploadToServer: false });
  process.on('uncaughtException', (error) => log.error('uncaught exception', error));
  process.on('unhandledRejection', (reason) => log.error('unhandled rejection', reason));
  app.on('child-process-gone', (_event, details) => log.info(`child process gone: ${JSON.stringify(details)}`));
}
