import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

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
export function runCommand(program: string, args: readonly string[], input?: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: commandTimeoutMs });
    const output: Buffer[] = [];
    let complaint = '';
    child.stdout.on('data', (data: Buffer) => output.push(data));
    child.stderr.on('data', (data: Buffer) => (complaint += data.toString()));
    child.on('error', reject);
    const finish = (code: number | null): void => {
      if (code === 0) resolve(Buffer.concat(output));
      else
        reject(
          new Error(`${program}: ${complaint.trim() || `exit status ${code ?? 'none, it was stopped'}`}`),
        );
    };
    // `wl-copy` leaves a child behind that holds the pipes open, so its pipes never close; others print
    // until `close`.
    if (input === undefined) child.on('close', finish);
    else child.on('exit', finish);
    // A program that exits without reading its input breaks the pipe; its exit status tells why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
