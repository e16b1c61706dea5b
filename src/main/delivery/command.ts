import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';

const commandTimeoutMs = 2000;

/** Whether a program is on the PATH. */
export function isInstalled(program: string, path = process.env['PATH'] ?? ''): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}

/** Runs a program to its end; resolves with what it printed, rejects with what it said on stderr. */
export function runCommand(program: string, args: readonly string[]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: commandTimeoutMs });
    const output: Buffer[] = [];
    const complaint = collectComplaint(program, child.stderr);
    child.stdout.on('data', (data: Buffer) => output.push(data));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(Buffer.concat(output)) : reject(complaint(code))));
  });
}

/**
 * Gives a program its input and waits until it has ended. What it leaves behind may live on: `wl-copy` serves
 * the clipboard from a child that keeps the pipes open, so their closing is waited for only after a failure.
 */
export function feedCommand(
  program: string,
  args: readonly string[],
  input: Uint8Array,
  timeoutMs = commandTimeoutMs,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'], timeout: timeoutMs });
    const complaint = collectComplaint(program, child.stderr);
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
    });
    child.on('close', (code) => reject(complaint(code)));
    // A program that ends without reading its input breaks the pipe; its exit status tells why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

function collectComplaint(program: string, stderr: Readable): (code: number | null) => Error {
  let complaint = '';
  stderr.on('data', (data: Buffer) => (complaint += data.toString()));
  return (code) => {
    const status = code === null ? 'it took too long and was stopped' : `exit status ${code}`;
    return new Error(`${program}: ${complaint.trim() || status}`);
  };
}
